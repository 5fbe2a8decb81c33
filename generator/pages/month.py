"""A month's page: its calendar, and each day's papers by title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, day_uri, link, month_uri, url_of, year_uri
from generator.feed import Feed
from generator.model import Page
from generator.pages.calendar import MonthGrid, month_grid
from generator.pages.cards import markdown_title
from generator.pages.spans import DayTitles, Span, day_titles, month_span
from generator.site import Site
from generator.words import count


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of the archive, its latest day first."""

    grid: MonthGrid
    count: str
    days: tuple[DayTitles, ...]
    year: str
    year_url: str
    before: Span | None
    after: Span | None


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each month with papers."""
    months = feed.months
    for index, (year, month) in enumerate(months):
        grid = month_grid(feed, year, month)
        number = count(grid.papers, "paper")
        yield Page(
            uri=month_uri(year, month),
            kind="month",
            title=grid.name,
            description=f"{number} of {grid.name} in {site.name}, day by day.",
            view=MonthView(
                grid=grid,
                count=number,
                days=tuple(day_titles(feed, day) for day in reversed(feed.by_month[year, month])),
                year=str(year),
                year_url=url_of(year_uri(year)),
                before=month_span(*months[index - 1]) if index else None,
                after=month_span(*months[index + 1]) if index + 1 < len(months) else None,
            ),
        )


def markdown(page: Page) -> str:
    """The month's page as Markdown."""
    view: MonthView = page.view
    parts = [f"# {view.grid.name}\n", f"{view.count}\n"]
    for day in view.days:
        parts.append(f"## [{day.title}]({link(page.uri, day_uri(day.day))})\n")
        parts.append(f"{day.count}\n")
        parts += [markdown_title(card, page.uri) for card in day.cards]
        parts.append("")
    weeks = (f"[{week.name}]({link(page.uri, week.uri)})" for week in view.grid.week_spans if week)
    parts.append(f"Weeks: {' · '.join(weeks)}\n")
    for name, other in (("Before", view.before), ("After", view.after)):
        if other:
            parts.append(f"{name}: [{other.name}]({link(page.uri, other.uri)})\n")
    parts.append(f"Year: [{view.year}]({link(page.uri, year_uri(int(view.year)))})\n")
    parts.append(f"[All months]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

"""A month's page: its calendar, and each day's papers by title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, day_uri, link, month_uri, url_of, year_uri
from generator.feed import Feed
from generator.model import Page
from generator.pages.calendar import MonthGrid, month_grid
from generator.pages.cards import Card, cards, markdown_title
from generator.site import Site
from generator.words import count, long_day, month_name


@dataclass(frozen=True, slots=True)
class DayTitles:
    """A day of the month and its papers."""

    day: date
    title: str
    url: str
    count: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class MonthLink:
    """The month with papers before or after."""

    name: str
    url: str
    uri: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of the archive, its latest day first."""

    grid: MonthGrid
    count: str
    days: tuple[DayTitles, ...]
    year: str
    year_url: str
    before: MonthLink | None
    after: MonthLink | None


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
                days=tuple(_day(feed, day) for day in reversed(feed.by_month[year, month])),
                year=str(year),
                year_url=url_of(year_uri(year)),
                before=_link(months[index - 1]) if index else None,
                after=_link(months[index + 1]) if index + 1 < len(months) else None,
            ),
        )


def _day(feed: Feed, day: date) -> DayTitles:
    papers = feed.by_day[day]
    number = count(len(papers), "paper")
    return DayTitles(day, long_day(day), url_of(day_uri(day)), number, cards(feed, papers))


def _link(month: tuple[int, int]) -> MonthLink:
    uri = month_uri(*month)
    return MonthLink(month_name(*month), url_of(uri), uri)


def markdown(page: Page) -> str:
    """The month's page as Markdown."""
    view: MonthView = page.view
    parts = [f"# {view.grid.name}\n", f"{view.count}\n"]
    for day in view.days:
        parts.append(f"## [{day.title}]({link(page.uri, day_uri(day.day))})\n")
        parts.append(f"{day.count}\n")
        parts += [markdown_title(card, page.uri) for card in day.cards]
        parts.append("")
    for name, other in (("Before", view.before), ("After", view.after)):
        if other:
            parts.append(f"{name}: [{other.name}]({link(page.uri, other.uri)})\n")
    parts.append(f"Year: [{view.year}]({link(page.uri, year_uri(int(view.year)))})\n")
    parts.append(f"[All months]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

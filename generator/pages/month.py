"""A month's page: its calendar, and each day's papers by title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, day_uri, link, month_uri, url_of, year_uri
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.pages.calendar import MonthGrid, month_grid
from generator.pages.cards import markdown_title
from generator.pages.citation_files import (
    FORMATS,
    Files,
    citation_files,
    markdown_citation_files,
)
from generator.pages.spans import DayTitles, Span, day_titles, markdown_way, month_span
from generator.site import Site


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
    citations: Files


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each month with papers."""
    words = site.words
    months = feed.months
    for index, (year, month) in enumerate(months):
        days = reversed(feed.by_month[year, month])
        grid = month_grid(feed, year, month, words)
        number = words.count(grid.papers, "paper")
        yield Page(
            uri=month_uri(year, month),
            kind="month",
            title=grid.name,
            description=words("month.description", papers=number, month=grid.name, site=site.name),
            view=MonthView(
                grid=grid,
                count=number,
                days=tuple(day_titles(feed, day, words) for day in days),
                year=str(year),
                year_url=url_of(year_uri(year)),
                before=month_span(*months[index - 1], words) if index else None,
                after=month_span(*months[index + 1], words) if index + 1 < len(months) else None,
                citations=citation_files(month_uri(year, month), FORMATS),
            ),
        )


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    return (month_uri(*month) for month in feed.months)


def markdown(page: Page, words: Words) -> str:
    """The month's page as Markdown."""
    view: MonthView = page.view
    parts = [f"# {view.grid.name}\n", f"{view.count}\n"]
    for day in view.days:
        parts.append(f"## [{day.title}]({link(page.uri, day_uri(day.day))})\n")
        parts.append(f"{day.count}\n")
        parts += [markdown_title(card, page.uri) for card in day.cards]
        parts.append("")
    parts.append(markdown_citation_files(view.citations, page.uri, words))
    weeks = (f"[{week.name}]({link(page.uri, week.uri)})" for week in view.grid.week_spans if week)
    parts.append(f"{words('around.weeks')}: {' · '.join(weeks)}\n")
    for key, other in (("before", view.before), ("after", view.after)):
        if other:
            target = link(page.uri, other.uri)
            parts.append(markdown_way(key, other.name, target, words))
    parts.append(markdown_way("year", view.year, link(page.uri, year_uri(int(view.year))), words))
    parts.append(f"[{words('names.all_months')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

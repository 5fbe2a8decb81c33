"""A year's page: its months as calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, link, url_of, year_uri
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.pages.calendar import MonthGrid, markdown_month, month_grid
from generator.pages.spans import markdown_way
from generator.site import Site


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the archive, its latest month first."""

    year: int
    url: str
    count: str
    months: tuple[MonthGrid, ...]
    before: int | None
    after: int | None
    before_url: str
    after_url: str


def year_view(feed: Feed, year: int, words: Words) -> YearView:
    """The year and its neighbours with papers."""
    years = feed.years
    index = years.index(year)
    before = years[index - 1] if index else None
    after = years[index + 1] if index + 1 < len(years) else None
    grids = [month_grid(feed, y, month, words) for y, month in feed.months if y == year]
    return YearView(
        year=year,
        url=url_of(year_uri(year)),
        count=words.count(sum(grid.papers for grid in grids), "paper"),
        months=tuple(reversed(grids)),
        before=before,
        after=after,
        before_url=url_of(year_uri(before)) if before else "",
        after_url=url_of(year_uri(after)) if after else "",
    )


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each year with papers."""
    for year in feed.years:
        view = year_view(feed, year, site.words)
        yield Page(
            uri=year_uri(year),
            kind="year",
            title=str(year),
            description=site.words(
                "year.description", papers=view.count, year=str(year), site=site.name
            ),
            view=view,
        )


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    return (year_uri(year) for year in feed.years)


def markdown(page: Page, words: Words) -> str:
    """The year's page as Markdown."""
    view: YearView = page.view
    parts = [f"# {view.year}\n", f"{view.count}\n"]
    parts += [markdown_month(grid, page.uri, words) for grid in view.months]
    parts.append("")
    for key, other in (("before", view.before), ("after", view.after)):
        if other:
            target = link(page.uri, year_uri(other))
            parts.append(markdown_way(key, str(other), target, words))
    parts.append(f"[{words('names.all_years')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

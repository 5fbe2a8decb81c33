"""The archive: every year and month with papers, as calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, STATS, TOPICS, VENUES, link, year_uri
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.pages.calendar import markdown_month
from generator.pages.heat import HeatMap, heat_maps
from generator.pages.year import YearView, year_view
from generator.site import Site


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The years, the latest first."""

    count: str
    years: tuple[YearView, ...]
    #: By year its halves as drawings.
    heat: Mapping[int, tuple[HeatMap, ...]]
    first: date | None
    last: date | None


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page of the archive."""
    words = site.words
    papers = words.count(len(feed.papers), "paper")
    yield Page(
        uri=ARCHIVE,
        kind="archive",
        title=words("names.archive"),
        description=words("archive.description", site=site.name, papers=papers),
        view=ArchiveView(
            count=words("archive.count", papers=papers, days=words.count(len(feed.days), "day")),
            years=tuple(year_view(feed, year, words) for year in reversed(feed.years)),
            heat={year: tuple(heat_maps(feed, year, words)) for year in feed.years},
            first=feed.days[0] if feed.days else None,
            last=feed.days[-1] if feed.days else None,
        ),
    )


def markdown(page: Page, words: Words) -> str:
    """The archive as Markdown."""
    view: ArchiveView = page.view
    parts = [
        f"# {page.title}\n",
        f"{view.count if view.years else words('site.no_papers')}\n",
    ]
    ways = {
        name: f"[{words(f'archive.{key}')}]({link(page.uri, uri)})"
        for name, key, uri in (
            ("topics", "by_topic", TOPICS),
            ("venues", "by_venue", VENUES),
            ("stats", "in_numbers", STATS),
        )
    }
    parts.append(words("archive.also", **ways) + "\n")
    for year in view.years:
        parts.append(f"## [{year.year}]({link(page.uri, year_uri(year.year))})\n")
        parts += [markdown_month(grid, page.uri, words) for grid in year.months]
        parts.append("")
    return "\n".join(parts)

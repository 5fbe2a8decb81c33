"""The archive: every year and month with papers, as calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, STATS, TOPICS, VENUES, link, year_uri
from generator.feed import Feed
from generator.model import Page
from generator.pages.calendar import markdown_month
from generator.pages.heat import HeatMap, heat_maps
from generator.pages.year import YearView, year_view
from generator.site import Site
from generator.words import count


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The years, the latest first."""

    count: str
    days: str
    years: tuple[YearView, ...]
    #: By year its halves as drawings.
    heat: Mapping[int, tuple[HeatMap, ...]]
    first: date | None
    last: date | None


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page of the archive."""
    papers = count(len(feed.papers), "paper")
    yield Page(
        uri=ARCHIVE,
        kind="archive",
        title="Archive",
        description=f"Every listing day of {site.name}: {papers}.",
        view=ArchiveView(
            count=papers,
            days=count(len(feed.days), "day"),
            years=tuple(year_view(feed, year) for year in reversed(feed.years)),
            heat={year: tuple(heat_maps(feed, year)) for year in feed.years},
            first=feed.days[0] if feed.days else None,
            last=feed.days[-1] if feed.days else None,
        ),
    )


def markdown(page: Page) -> str:
    """The archive as Markdown."""
    view: ArchiveView = page.view
    parts = [
        "# Archive\n",
        f"{view.count} on {view.days}\n" if view.years else "There are no papers here yet.\n",
    ]
    topics, venues, stats = (link(page.uri, uri) for uri in (TOPICS, VENUES, STATS))
    parts.append(f"Also by [topic]({topics}) and [venue]({venues}), and in [numbers]({stats})\n")
    for year in view.years:
        parts.append(f"## [{year.year}]({link(page.uri, year_uri(year.year))})\n")
        parts += [markdown_month(grid, page.uri) for grid in year.months]
        parts.append("")
    return "\n".join(parts)

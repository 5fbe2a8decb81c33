"""The index of venues: where the papers appeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, VENUES, link, url_of, venue_uri
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue and how many papers appeared there."""

    label: str
    url: str
    uri: str
    papers: int


@dataclass(frozen=True, slots=True)
class VenuesView:
    """The venues, those with most papers first, and how many papers name one."""

    rows: tuple[VenueRow, ...]
    count: str
    papers: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one index of venues."""
    words = site.words
    number = words.count(len(feed.venues), "venue")
    papers = sum(len(venue.papers) for venue in feed.venues.values())
    rows = tuple(
        VenueRow(venue.label, url_of(venue_uri(slug)), venue_uri(slug), len(venue.papers))
        for slug, venue in feed.venues.items()
    )
    yield Page(
        uri=VENUES,
        kind="venues",
        title=words("names.venues"),
        description=words("venues.description", site=site.name, venues=number),
        indexed=bool(rows),
        view=VenuesView(rows=rows, count=number, papers=words.count(papers, "paper")),
    )


def markdown(page: Page, words: Words) -> str:
    """The index of venues as Markdown."""
    view: VenuesView = page.view
    parts = [f"# {page.title}\n"]
    if view.rows:
        parts.append(f"{words('venues.count', papers=view.papers, venues=view.count)}\n")
    else:
        parts.append(f"{words('venues.none')}\n")
    for row in view.rows:
        target = link(page.uri, row.uri)
        parts.append(
            f"- [{markdown_line(row.label)}]({target}), {words.count(row.papers, 'paper')}"
        )
    parts.append(f"\n[{words('names.archive')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

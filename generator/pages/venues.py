"""The index of venues: where the papers appeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, VENUES, link, url_of, venue_uri
from generator.feed import Feed
from generator.markup import markdown_line
from generator.model import Page
from generator.site import Site
from generator.words import count


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
    rows = tuple(
        VenueRow(venue.label, url_of(venue_uri(slug)), venue_uri(slug), len(venue.papers))
        for slug, venue in feed.venues.items()
    )
    yield Page(
        uri=VENUES,
        kind="venues",
        title="Venues",
        description=f"Where the papers of {site.name} appeared: {count(len(rows), 'venue')}.",
        indexed=bool(rows),
        view=VenuesView(
            rows=rows,
            count=count(len(rows), "venue"),
            papers=count(sum(row.papers for row in rows), "paper"),
        ),
    )


def markdown(page: Page) -> str:
    """The index of venues as Markdown."""
    view: VenuesView = page.view
    parts = ["# Venues\n"]
    if view.rows:
        parts.append(f"{view.papers} at {view.count}\n")
    else:
        parts.append("No record of this feed names a venue.\n")
    for row in view.rows:
        target = link(page.uri, row.uri)
        parts.append(f"- [{markdown_line(row.label)}]({target}), {count(row.papers, 'paper')}")
    parts.append(f"\n[Archive]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

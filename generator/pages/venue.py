"""A venue's pages: its papers, newest first, fifty a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.addresses import VENUES, link, venue_uri
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.pages.cards import Card, cards, markdown_card
from generator.pages.paging import Paging, markdown_paging, paged, paged_uris
from generator.site import Site
from generator.words import shortened

#: Of a name that goes on for pages the beginning is enough.
_NAME = 200


@dataclass(frozen=True, slots=True)
class VenueView:
    """One page of the papers of a venue."""

    slug: str
    name: str
    count: str
    cards: tuple[Card, ...]
    paging: Paging


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The pages of each venue."""
    for slug, venue in feed.venues.items():
        name = shortened(" ".join(venue.label.split()), _NAME)
        number = site.words.count(len(venue.papers), "paper")
        for paging, shown in paged(venue.papers, partial(venue_uri, slug)):
            yield Page(
                uri=venue_uri(slug, paging.number),
                kind="venue",
                title=paging.title(name, site.words),
                description=site.words(
                    "venue.description", papers=number, venue=name, site=site.name
                ),
                view=VenueView(slug, name, number, cards(feed, shown, site.words), paging),
            )


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    for slug, venue in feed.venues.items():
        yield from paged_uris(venue.papers, partial(venue_uri, slug))


def markdown(page: Page, words: Words) -> str:
    """The venue's page as Markdown."""
    view: VenueView = page.view
    parts = [f"# {markdown_line(view.name)}\n", f"{view.count}\n"]
    parts += [markdown_card(card, page.uri, words, dated=True) for card in view.cards]
    parts.append(markdown_paging(view.paging, page.uri, partial(venue_uri, view.slug), words))
    parts.append(f"[{words('names.all_venues')}]({link(page.uri, VENUES)})\n")
    return "\n".join(part for part in parts if part)

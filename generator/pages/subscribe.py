"""How to be told of new papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ATOM
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """The feed's whole address, for feed readers."""

    feed_url: str
    feed_path: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page on subscribing."""
    yield Page(
        uri="subscribe.md",
        kind="subscribe",
        title=site.words("names.subscribe"),
        description=site.words("subscribe.description", site=site.name),
        view=SubscribeView(feed_url=f"{site.url}{ATOM}", feed_path=ATOM),
    )


def markdown(page: Page, words: Words) -> str:
    """The page on subscribing as Markdown."""
    view: SubscribeView = page.view
    lead, address = words("subscribe.lead"), words("subscribe.address")
    return f"# {page.title}\n\n{lead}\n\n{address}\n\n<{view.feed_url}>\n"

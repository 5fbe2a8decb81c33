"""How to be told of new papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ATOM
from generator.feed import Feed
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
        title="Subscribe",
        description=f"Follow {site.name} in a feed reader.",
        view=SubscribeView(feed_url=f"{site.url}{ATOM}", feed_path=ATOM),
    )


def markdown(page: Page) -> str:
    """The page on subscribing as Markdown."""
    view: SubscribeView = page.view
    return (
        "# Subscribe\n\n"
        "Put this address into any feed reader; new papers appear there by themselves, with "
        "their whole abstracts. No account, no e-mail address.\n\n"
        f"<{view.feed_url}>\n"
    )

"""The library: what a reader saved, read and follows. The browser keeps it and fills the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, LIBRARY, RECENT, SUBSCRIBE, link
from generator.feed import Feed
from generator.model import Page
from generator.site import Site
from generator.topics import Topic


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The topics with papers, to choose one to follow, and where the newest papers can be read."""

    topics: tuple[Topic, ...]
    recent: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one library page; it is the same for everybody, so nobody need find it by searching."""
    yield Page(
        uri=LIBRARY,
        kind="library",
        title="Library",
        description=f"Papers of {site.name} that you saved, and what you follow.",
        indexed=False,
        view=LibraryView(
            topics=tuple(topic for slug, topic in feed.topics.items() if feed.by_topic[slug]),
            recent=RECENT,
        ),
    )


def markdown(page: Page) -> str:
    """What a site without the project's own scripts says in its place."""
    return (
        "# Library\n\nThis copy of the site cannot keep papers for you; "
        f"browse the [archive]({link(page.uri, ARCHIVE)}) or "
        f"[subscribe]({link(page.uri, SUBSCRIBE)}) in a feed reader.\n"
    )

"""The library: what a reader saved, read and follows. The browser keeps it and fills the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, LIBRARY, RECENT, SUBSCRIBE, link
from generator.feed import Feed
from generator.interface import Words
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
        title=site.words("names.library"),
        description=site.words("library.description", site=site.name),
        indexed=False,
        view=LibraryView(
            topics=tuple(topic for slug, topic in feed.topics.items() if feed.by_topic[slug]),
            recent=RECENT,
        ),
    )


def markdown(page: Page, words: Words) -> str:
    """What a site without the project's own scripts says in its place."""
    archive = f"[{words('site.archive')}]({link(page.uri, ARCHIVE)})"
    subscribe = f"[{words('library.subscribe')}]({link(page.uri, SUBSCRIBE)})"
    said = words("library.nothing_here", archive=archive, subscribe=subscribe)
    return f"# {page.title}\n\n{said}\n"

"""The search page; the index is made of the built pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, SEARCH, TOPICS, link
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.site import Site
from generator.topics import Topic


@dataclass(frozen=True, slots=True)
class SearchView:
    """What the search can be narrowed to: topics with papers, and years, the latest first."""

    topics: tuple[Topic, ...]
    years: tuple[int, ...]
    papers: int


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one search page."""
    yield Page(
        uri=SEARCH,
        kind="search",
        title=site.words("names.search"),
        description=site.words("search.description", site=site.name),
        view=SearchView(
            topics=tuple(topic for slug, topic in feed.topics.items() if feed.by_topic[slug]),
            years=tuple(reversed(feed.years)),
            papers=len(feed.papers),
        ),
    )


def markdown(page: Page, words: Words) -> str:
    """What a site without the project's own search says in its place."""
    archive = f"[{words('site.archive')}]({link(page.uri, ARCHIVE)})"
    topics = f"[{words('site.topics')}]({link(page.uri, TOPICS)})"
    return f"# {page.title}\n\n{words('search.nothing_here', archive=archive, topics=topics)}\n"

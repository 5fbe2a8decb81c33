"""The page of every author: one page, which lists the papers of the name in its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, AUTHORS, TOPICS, link
from generator.authors import shards_for
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """How many files there are, of which the page reads one."""

    files: int


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page of authors."""
    yield Page(
        uri=AUTHORS,
        kind="authors",
        title=site.words("names.authors"),
        description=site.words("authors.description", site=site.name),
        view=AuthorsView(shards_for(feed)),
    )


def markdown(page: Page, words: Words) -> str:
    """What a site says that has not the project's own build, which makes the lists."""
    archive = f"[{words('site.archive')}]({link(page.uri, ARCHIVE)})"
    topics = f"[{words('site.topics')}]({link(page.uri, TOPICS)})"
    return f"# {page.title}\n\n{words('authors.nothing_here', archive=archive, topics=topics)}\n"

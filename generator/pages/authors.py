"""The page of every author: one page, which lists the papers of the name in its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import ARCHIVE, AUTHORS, TOPICS, link
from generator.authors import shard_digits
from generator.feed import Feed
from generator.model import Page
from generator.site import Site


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """How many hexadecimal digits name the files that the page reads."""

    digits: int


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page of authors."""
    yield Page(
        uri=AUTHORS,
        kind="authors",
        title="Authors",
        description=f"All papers of an author in {site.name}, by name.",
        view=AuthorsView(shard_digits(feed)),
    )


def markdown(page: Page) -> str:
    """What a site says that has not the project's own build, which makes the lists."""
    return (
        "# Authors\n\nThis copy of the site cannot list the papers of an author; "
        "the site's own build can. "
        f"Browse the [archive]({link(page.uri, ARCHIVE)}) or the "
        f"[topics]({link(page.uri, TOPICS)}).\n"
    )

"""The kinds of file for machines; a new one is a module here and a line in `OUTPUTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.feed import Feed
from generator.model import OutputFile
from generator.outputs import (
    authors,
    channels,
    recent,
    redirects,
    search_topics,
    search_words,
    status,
    words,
)
from generator.site import Site

OUTPUTS: tuple[Callable[[Feed, Site], Iterator[OutputFile]], ...] = (
    authors.files,
    channels.files,
    recent.files,
    redirects.files,
    search_topics.files,
    search_words.files,
    status.files,
    words.files,
)


def all_outputs(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """Every file of the site that is not a page of MkDocs."""
    for files in OUTPUTS:
        yield from files(feed, site)

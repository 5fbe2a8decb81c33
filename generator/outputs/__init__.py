"""The kinds of file for machines; a new one is a module here and a line in `OUTPUTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.feed import Feed
from generator.model import OutputDraft, OutputFile
from generator.outputs import (
    api_lists,
    api_papers,
    api_schemas,
    authors,
    card_images,
    channels,
    citations,
    guides,
    recent,
    redirects,
    search_topics,
    search_words,
    status,
    words,
)
from generator.site import Site

#: A file, or how to make it where it is not as it was at the last build.
Output = OutputFile | OutputDraft

OUTPUTS: tuple[Callable[[Feed, Site], Iterator[Output]], ...] = (
    api_lists.files,
    api_papers.files,
    api_schemas.files,
    authors.files,
    card_images.files,
    channels.files,
    citations.files,
    guides.files,
    recent.files,
    redirects.files,
    search_topics.files,
    search_words.files,
    status.files,
    words.files,
)


def all_outputs(feed: Feed, site: Site) -> Iterator[Output]:
    """Every file of the site that is not a page of MkDocs."""
    for files in OUTPUTS:
        yield from files(feed, site)

"""The kinds of file for machines; a new one is a module here and a line in a list below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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

Files = Callable[[Feed, Site], Iterator[Output]]

#: Those of which there are some for each paper.
OF_PAPERS: tuple[Files, ...] = (api_papers.files,)
#: All others.
OF_LISTS: tuple[Files, ...] = (
    api_lists.files,
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
OUTPUTS = OF_PAPERS + OF_LISTS


def all_outputs(feed: Feed, site: Site, kinds: Iterable[Files] = OUTPUTS) -> Iterator[Output]:
    """Every file of the site that is not a page of MkDocs, or those of some kinds."""
    for files in kinds:
        yield from files(feed, site)

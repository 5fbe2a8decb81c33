"""Each paper for programs: as JSON, and its record as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.addresses import paper_file, record_file
from generator.api.lists import slugs_of
from generator.api.paper_document import document
from generator.api.record_markdown import markdown
from generator.feed import Feed
from generator.model import OutputDraft, Paper
from generator.plain_json import encoded
from generator.site import Site

_Slugs = tuple[str, ...]


def files(feed: Feed, site: Site) -> Iterator[OutputDraft]:
    """Two files a paper."""
    for paper in feed.papers:
        topics = slugs_of(paper.id, feed)
        related = feed.related.ids(paper.id)
        make = partial(_json, paper, site.url, topics, related)
        yield OutputDraft(paper_file(paper.id), (paper, topics, related), make)
        yield OutputDraft(record_file(paper.id), paper, partial(markdown, paper))


def _json(paper: Paper, url: str, topics: _Slugs, related: _Slugs) -> bytes:
    return encoded(document(paper, url, topics, related))

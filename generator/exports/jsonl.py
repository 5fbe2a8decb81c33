"""Papers as JSON lines: the whole records, which `paperfeed ingest` takes in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.exports.cited import Cited
from generator.model import Paper
from generator.plain_json import encoded
from generator.record import to_mapping


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """A line a paper."""
    for each in papers:
        yield line(each.paper).decode()


def line(paper: Paper) -> bytes:
    """A record as a line, with its end."""
    return encoded(to_mapping(paper) | {"abstract": paper.abstract}) + b"\n"

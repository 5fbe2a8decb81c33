"""Papers as JSON lines: the whole records, which `paperfeed ingest` takes in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.exports.cited import Cited
from generator.record import to_mapping


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """A line a paper."""
    for each in papers:
        record = to_mapping(each.paper) | {"abstract": each.paper.abstract}
        yield json.dumps(record, ensure_ascii=False, default=str) + "\n"

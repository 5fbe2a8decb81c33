"""The daily JSON lines of daily-arXiv-ai-enhanced and its forks: one file a day of arXiv's lists.

Source: https://github.com/dw-dengwei/daily-arXiv-ai-enhanced (`data/2025-03-18.jsonl`; what its
spider and its `enhance.py` write). A paper stands there once for each list that it was on. What a
language model wrote (`AI`) is not the paper's, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from generator.identifiers import parse_arxiv
from generator.incoming import Incoming, Note, Original, Reading, Rejected, Source, states
from generator.model import Listing, Paper
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.json_records import is_mapping, records
from generator.parsing.outline import outline
from generator.parsing.shapes import authors_of, day_of, links_of, list_of, text_of

_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9])")
_KEYS = frozenset({"id", "pdf", "abs"})


def detect(head: bytes) -> bool:
    """Whether the first object has an `abs` and a `pdf` address beside its `id`."""
    keys = {path.removeprefix("[].") for path in outline(head)}
    return keys >= _KEYS and not keys.isdisjoint({"summary", "title", "authors"})


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """A paper a line, listed on the day that the file's name states.

    A line that cannot be read is rejected with its number. Raises InputError where it is no JSON,
    or an error in place of it.
    """
    named = _DAY_IN_NAME.search(reading.name)
    day = day_of(named[1]) if named else None
    listings = (Listing(reading.source, day),) if day else ()
    written_by_machine = 0
    for found in records(stream, lambda _: None):
        if isinstance(found, Rejected):
            yield found
            continue
        if wrong := is_mapping(found):
            yield wrong
            continue
        data = found.value
        written_by_machine += bool(data.get("AI"))
        yield _record(found.where, data, found.original, listings)
    if written_by_machine:
        yield Note(f"`AI` is what a language model wrote; left out: {written_by_machine}")


def _record(
    where: str, data: Mapping[str, Any], original: Original, listings: tuple[Listing, ...]
) -> Incoming | Rejected:
    stated = text_of(data.get("id")).strip() or str(data.get("id"))
    where = f"{where} ({stated[:40]})" if data.get("id") else where
    if not text_of(data.get("title")).strip():
        return Rejected(where, "has no title", original)
    # The spider cuts `hep-th/9901001` down to `9901001`, so an address may know more.
    places = (stated, text_of(data.get("abs")), text_of(data.get("pdf")))
    arxiv = next((known for place in places if (known := parse_arxiv(place[:200]))), None)
    if arxiv is None:
        return Rejected(where, f"`{stated[:40]}` is not an arXiv identifier", original)
    return Incoming(where, _raw(data, arxiv, listings), original=original)


def _raw(
    data: Mapping[str, Any], arxiv: tuple[str, int | None], listings: tuple[Listing, ...]
) -> Paper:
    return states(
        title=text_of(data.get("title")),
        abstract=text_of(data.get("summary")),
        # One by one: arXiv's API, which the names are from, has some that are `:` or `and Bo Li`.
        authors=tuple(
            author
            for each in authors_of(data.get("authors"))
            for author in split_authors(each.name)
        ),
        identifiers={"arxiv": arxiv[0]},
        version=arxiv[1],
        listings=listings,
        published=_iso(day_of(data.get("published"))),
        updated=_iso(day_of(data.get("updated"))),
        categories=tuple(text_of(item) for item in list_of(data.get("categories"))),
        comment=text_of(data.get("comment")) or None,
        links=links_of(("code", data.get("code_url"))),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


SOURCE = Source(
    format="arxiv-daily",
    summary="JSON lines of daily-arXiv-ai-enhanced",
    source="arxiv-daily",
    detect=detect,
    read=read,
)

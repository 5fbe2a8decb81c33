"""What the tests of the JSON formats share: hostile JSON, and whether a source bears it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source
from tests.core import RAW, read_all, reading

VALUES: tuple[Any, ...] = (
    None,
    7,
    -1,
    1e400,
    True,
    "",
    "x",
    "\ud800",
    [],
    {},
    [None],
    [7],
    [[]],
    {"x": None},
)

#: The least that is in each format.
LEAST = {
    "jsonl": '{"id": "2503.01234", "title": "Gulls", "abstract": "We.", "authors": [], "url": "x"}',
    "hf-daily-json": '[{"paper": {"id": "2503.01234", "title": "Gulls"}}]',
    "semantic-scholar": '{"data": [{"paperId": "x", "title": "Gulls", "url": "x"}]}',
    "openalex": '{"results": [{"id": "https://openalex.org/W1", "title": "Gulls", "type": "article"}]}',
    "openreview": '{"notes": [{"id": "x", "content": {"title": "Gulls"}}]}',
    "csl-json": '[{"type": "book", "id": "x", "title": "Gulls", "author": [{"family": "Byron"}]}]',
    "paperlists": '[{"id": "x", "title": "Gulls", "status": "Poster", "author": "A; B", "site": "x"}]',
}


def json_of(keys: Iterable[str]) -> st.SearchStrategy[Any]:
    """Any JSON whose objects have these keys, with the most unlikely values."""
    names = st.sampled_from(sorted(keys))
    return st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW, names),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=5)
        ),
        max_leaves=15,
    )


def mutations(data: bytes) -> st.SearchStrategy[bytes]:
    """`data` cut, with a piece gone, or with other bytes in it."""
    place = st.integers(0, len(data))
    return st.builds(
        lambda start, end, put: data[: min(start, end)] + put + data[max(start, end) :],
        place,
        st.one_of(place, st.just(len(data))),
        st.one_of(
            st.just(b""), st.binary(max_size=4), st.sampled_from([b"\n", b"null", b"[", b"}"])
        ),
    )


def borne(source: Source, data: bytes) -> list[Incoming | Rejected | Note]:
    """What the source makes of the bytes; anything but an InputError fails the test.

    What it rejects can be written down as it stood.
    """
    source.detect(data[:65_536])
    about = Reading("input.json", source.source, None, reading().today)
    taken: list[Incoming | Rejected | Note] = []
    try:
        taken.extend(source.read(io.BytesIO(data), about))
    except InputError as error:
        said = str(error)
    else:
        said = "all of it is read"
    assert said
    for one in taken:
        assert isinstance(one, Note) or isinstance(one.original(), bytes)
    return taken


def papers(source: Source, data: object, name: str = "input.json") -> list[Any]:
    """The raw papers that the source makes of this JSON; nothing may be rejected or noted."""
    taken, rejected, notes = read_all(source, json.dumps(data), reading(name, source.source))
    assert (rejected, notes) == ([], [])
    return [one.raw for one in taken]


def paper(source: Source, data: object, name: str = "input.json") -> Any:
    """The one raw paper that the source makes of this JSON."""
    (only,) = papers(source, data, name)
    return only


def refusals(source: Source, data: object) -> list[tuple[str, str]]:
    """The place and reason of each record that the source rejects."""
    _, rejected, _ = read_all(source, json.dumps(data), reading("input.json", source.source))
    return [(one.where, one.reason) for one in rejected]

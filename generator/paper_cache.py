"""Papers that were read before, by the hash of their file: a store is read again in a quarter.

The cache is only ever a shortcut: a file that lines are appended to, each a key and a paper. It
may be deleted at any time; a line that is damaged, and a file that cannot be read or written, is
as good as none. It holds nothing that was not read from a record file without a fault, or written
to one.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC
from operator import attrgetter
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from generator.files import put
from generator.model import Paper, Provenance

#: Relative to the content folder.
FILE = ".cache/papers"
#: What a line holds: a paper's values, and instead of the abstract where in the file it begins.
_TYPES: dict[str, Any] = {**get_type_hints(Paper), "abstract": int}
_NAMES = tuple(_TYPES)
_ABSTRACT = _NAMES.index("abstract")
_PROVENANCE = _NAMES.index("provenance")
_VALUES = attrgetter(*_NAMES)
_ENCODER = msgspec.json.Encoder(enc_hook=dict)  # a mapping of another type
_DECODER = msgspec.json.Decoder(tuple[tuple(_TYPES.values())])  # type: ignore[misc]
#: Goes into each key: another form of the papers, or of the lines, finds none of the old ones, and
#: nor do other rules of what a record may hold.
_FORM = ("4 " + " ".join(_NAMES)).encode()
_KEY_DIGITS = 40
_BLANK = ord(" ")
#: Lines more than twice the files that are there, from which on the cache is written anew.
_SPARE = 1_000


class PaperCache:
    """What was read before; `get` and `remember` never fail."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._path = content / FILE
        self._lines: mmap.mmap | None = None
        self._places: dict[bytes, int] = {}
        self._used: set[bytes] = set()
        self._new: list[bytes] = []
        with suppress(OSError, ValueError), self._path.open("rb") as file:  # an empty one: no map
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._places = _places(self._lines)

    def get(self, data: bytes) -> Paper | None:
        """The paper whose file holds these bytes, if it is known."""
        if not self._places:
            return None
        key = _key(data)
        if key not in self._places:
            return None
        try:
            paper = _paper(self._values_of(key), data)
        except (ValueError, RecursionError):  # what msgspec and the decoding of UTF-8 raise
            return None
        self._used.add(key)
        return paper

    def remember(self, data: bytes, paper: Paper) -> None:
        """Remember the paper whose file holds these bytes, once `save` is called."""
        if line := _line(data, paper):
            self._new.append(line)

    def save(self) -> None:
        """Add what is new; where most lines are of files that are gone, write the file anew."""
        if len(self._places) > 2 * (len(self._used) + len(self._new)) + _SPARE:
            kept = [key + b" " + self._values_of(key) + b"\n" for key in self._used]
            with suppress(OSError):
                put(self._content, {self._path: b"".join([*kept, *self._new])})
        else:
            _append(self._path, self._new)

    def close(self) -> None:
        """Let the file go."""
        if self._lines is not None:
            self._lines.close()

    def _values_of(self, key: bytes) -> bytes:
        lines, start = self._lines, self._places[key]
        return lines[start : lines.find(b"\n", start)] if lines is not None else b""


@contextmanager
def paper_cache(content: Path) -> Iterator[PaperCache]:
    """The cache of a content folder, of which every file will be asked for."""
    cache = PaperCache(content)
    try:
        yield cache
        cache.save()
    finally:
        cache.close()


def remember(content: Path, papers: Mapping[bytes, Paper]) -> None:
    """Add papers to the cache by the bytes of their files, without reading it."""
    lines = (_line(data, paper) for data, paper in papers.items())
    _append(content / FILE, [line for line in lines if line])


def _append(path: Path, lines: list[bytes]) -> None:
    if not lines:
        return
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o644)
        try:
            # A line begins anew whatever a writer that was killed has left.
            os.write(handle, b"\n" + b"".join(lines))
        finally:
            os.close(handle)


def _places(lines: mmap.mmap) -> dict[bytes, int]:
    """Where the values of each key begin, in lines that have an end; of two of one key the last."""
    places: dict[bytes, int] = {}
    start, find = 0, lines.find
    while (end := find(b"\n", start)) != -1:
        behind = start + _KEY_DIGITS
        if behind < end and lines[behind] == _BLANK:
            places[lines[start:behind]] = behind + 1
        start = end + 1
    return places


def _key(data: bytes) -> bytes:
    return hashlib.blake2b(_FORM + data, digest_size=_KEY_DIGITS // 2).hexdigest().encode()


def _line(data: bytes, paper: Paper) -> bytes | None:
    """The line of a paper; None if its abstract does not end its file, or JSON cannot say it."""
    abstract = f"{paper.abstract}\n".encode() if paper.abstract else b""
    if not data.endswith(abstract):
        return None
    values = list(_VALUES(paper))
    values[_ABSTRACT] = len(data) - len(abstract)
    try:
        values[_PROVENANCE] = [_in_utc(item) for item in paper.provenance]
        text = _ENCODER.encode(values)
    except (TypeError, ValueError, OverflowError):  # a number too long for Python to write
        return None
    return b"%b %b\n" % (_key(data), text)  # one line: JSON escapes the ends of those in text


def _in_utc(item: Provenance) -> Provenance:
    """As its file says it, whatever the zone in which it was noted."""
    if item.retrieved.tzinfo is UTC:
        return item
    return replace(item, retrieved=item.retrieved.astimezone(UTC))


def _paper(line: bytes, data: bytes) -> Paper:
    values: list[Any] = list(_DECODER.decode(line))
    values[_ABSTRACT] = data[values[_ABSTRACT] :].decode().removesuffix("\n")
    return Paper(*values)

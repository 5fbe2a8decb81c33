"""Papers that were read before, by the hash of their file: a store is read again in a quarter.

The cache is only ever a shortcut: a file that lines are appended to, each a key and a paper. It
may be deleted at any time; a line that is damaged, and a file that cannot be read or written, is
as good as none. It holds nothing that was not read from a record file without a fault, or written
to one.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from generator.files import put
from generator.model import Author, Link, Listing, Paper, Provenance

#: Relative to the content folder.
FILE = ".cache/papers"
_NAMES = tuple(field.name for field in fields(Paper))
#: Goes into each key: another form of the papers, or of the lines, finds none of the old ones.
_FORM = ("2 " + " ".join(_NAMES)).encode()
_KEY_BYTES = 20
#: Lines more than twice the files that are there, from which on the cache is written anew.
_SPARE = 1_000


class PaperCache:
    """What was read before; `get` and `remember` never fail."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._path = content / FILE
        self._lines: mmap.mmap | None = None
        self._places: dict[bytes, tuple[int, int]] = {}
        self._used: set[bytes] = set()
        self._new: list[bytes] = []
        with suppress(OSError, ValueError), self._path.open("rb") as file:  # an empty one: no map
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._places = _places(self._lines)

    def get(self, data: bytes) -> Paper | None:
        """The paper whose file holds these bytes, if it is known."""
        key = _key(data)
        place = self._places.get(key)
        if place is None or self._lines is None:
            return None
        try:
            paper = _paper(self._lines[place[0] : place[1]], data)
        except (ValueError, TypeError, AttributeError):
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
            kept = [self._whole_line(key) for key in self._used]
            with suppress(OSError):
                put(self._content, {self._path: b"".join([*kept, *self._new])})
        else:
            _append(self._path, self._new)

    def close(self) -> None:
        """Let the file go."""
        if self._lines is not None:
            self._lines.close()

    def _whole_line(self, key: bytes) -> bytes:
        start, end = self._places[key]
        return key.hex().encode() + b" " + (self._lines or b"")[start:end] + b"\n"


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


def _places(lines: mmap.mmap) -> dict[bytes, tuple[int, int]]:
    """Where the paper of each key stands; of two of one key the last."""
    places: dict[bytes, tuple[int, int]] = {}
    start, digits = 0, 2 * _KEY_BYTES
    while (end := lines.find(b"\n", start)) != -1:
        with suppress(ValueError):
            if lines[start + digits : start + digits + 1] == b" ":
                key = bytes.fromhex(lines[start : start + digits].decode("ascii"))
                places[key] = (start + digits + 1, end)
        start = end + 1
    return places


def _key(data: bytes) -> bytes:
    return hashlib.blake2b(_FORM + data, digest_size=_KEY_BYTES).digest()


def _line(data: bytes, paper: Paper) -> bytes | None:
    """The line of a paper, without its abstract; None if that does not end its file."""
    abstract = f"{paper.abstract}\n".encode() if paper.abstract else b""
    if not data.endswith(abstract):
        return None
    values = [_plain(getattr(paper, name)) for name in _NAMES]
    values[_ABSTRACT] = len(data) - len(abstract)
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _key(data).hex().encode() + b" " + text.encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Author):
        return [value.name, value.orcid]
    if isinstance(value, Link):
        return [value.rel, value.url]
    if isinstance(value, Listing):
        return [value.source, value.day.isoformat()]
    if isinstance(value, Provenance):
        moment = value.retrieved.astimezone(UTC).isoformat()
        return [value.source, moment, dict(value.fields), value.version, value.updated]
    return dict(value) if isinstance(value, Mapping) else value


def _paper(line: bytes, data: bytes) -> Paper:
    values: list[Any] = json.loads(line)
    values[_ABSTRACT] = data[values[_ABSTRACT] :].decode().removesuffix("\n")
    return Paper(*(make(value) for make, value in zip(_MAKERS, values, strict=True)))


def _listing(source: str, day: str) -> Listing:
    return Listing(source, date.fromisoformat(day))


def _provenance(source: str, moment: str, given: dict[str, str], *rest: Any) -> Provenance:
    return Provenance(source, datetime.fromisoformat(moment), given, *rest)


_MADE: Mapping[str, Any] = {
    "listed": date.fromisoformat,
    "authors": lambda items: tuple(Author(*item) for item in items),
    "links": lambda items: tuple(Link(*item) for item in items),
    "listings": lambda items: tuple(_listing(*item) for item in items),
    "provenance": lambda items: tuple(_provenance(*item) for item in items),
    **dict.fromkeys(("categories", "media", "topics", "pinned", "aliases"), tuple),
}
_ABSTRACT = _NAMES.index("abstract")
_MAKERS = tuple(_MADE.get(name, lambda value: value) for name in _NAMES)

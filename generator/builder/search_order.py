"""One order for what Pagefind puts into another at each run: filters, and the values of each.

A filter's file is `pagefind_dcd` and CBOR: its name, and for each value the pages that have it. It
is named for its bytes, and the file of an index's facts names it. All else in an index is the same
at each run over a folder that lists its pages in the same order.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

_HEAD = b"pagefind_dcd"
#: What begins an array of two.
_PAIR = b"\x82"
#: CBOR's major types that an index has, and what an array's length may say of the bytes after it.
_TEXT, _ARRAY, _IN_BYTES = 3, 4, 24


def in_order(index: Path) -> None:
    """Write the files of filters in order, and what names them; an index of another form stays."""
    facts = sorted(index.glob("pagefind.*.pf_meta"))
    if len(facts) != 1:
        return
    told = gzip.decompress(facts[0].read_bytes())
    filters: list[tuple[bytes, bytes, Path, bytes]] = []
    for path in index.glob("filter/*.pf_filter"):
        data = gzip.decompress(path.read_bytes())
        if not data.startswith(_HEAD + _PAIR):
            return
        name, data = _sorted(data)
        old = path.name.removesuffix(".pf_filter")
        filters.append((name, _PAIR + name + _text(old), path, data))
    listed = b"".join(sorted((pair for _, pair, _, _ in filters), key=told.find))
    if told.count(listed) != 1:
        return
    ordered = []
    for name, _, path, data in sorted(filters):
        new = _named(path.name, data)
        path.unlink()
        path.with_name(new).write_bytes(gzip.compress(data, mtime=0))
        ordered.append(_PAIR + name + _text(new.removesuffix(".pf_filter")))
    told = told.replace(listed, b"".join(ordered))
    old = facts[0].name.removeprefix("pagefind.").removesuffix(".pf_meta")
    new = _named(old, told)
    facts[0].unlink()
    facts[0].with_name(f"pagefind.{new}.pf_meta").write_bytes(gzip.compress(told, mtime=0))
    entry = index / "pagefind-entry.json"
    entry.write_text(entry.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _named(old: str, data: bytes) -> str:
    """A name like the old one, `en_1a2b3c4`, but of these bytes."""
    language, _, rest = old.partition("_")
    digits, dot, ending = rest.partition(".")
    return f"{language}_{hashlib.sha256(data).hexdigest()[: len(digits)]}{dot}{ending}"


def _sorted(data: bytes) -> tuple[bytes, bytes]:
    """A filter's name, as it stands there, and all of it with its values in order."""
    start = len(_HEAD) + len(_PAIR)
    values = _end(data, start)
    _, count, first = _head(data, values)
    found = []
    at = first
    for _ in range(count):
        end = _end(data, at)
        found.append(data[at:end])
        at = end
    return data[start:values], data[:first] + b"".join(sorted(found)) + data[at:]


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The major type of the item there, its number, and where what it holds begins."""
    kind, number = data[at] >> 5, data[at] & 31
    at += 1
    if number < _IN_BYTES:
        return kind, number, at
    end = at + (1 << number - _IN_BYTES)
    return kind, int.from_bytes(data[at:end]), end


def _end(data: bytes, at: int) -> int:
    """Where the item ends that begins there."""
    kind, number, at = _head(data, at)
    if kind == _TEXT:
        return at + number
    if kind == _ARRAY:
        for _ in range(number):
            at = _end(data, at)
    return at


def _text(text: str) -> bytes:
    """A short text as CBOR."""
    return bytes([_TEXT << 5 | len(text)]) + text.encode()

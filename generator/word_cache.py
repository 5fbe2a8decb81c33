"""Words that were counted before, by the hash of a paper's title and abstract.

The cache is only ever a shortcut: it may be deleted at any time, and a file that is damaged, of
another form, or cannot be read or written, is as good as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from generator import cache_file
from generator.cache_file import KEY_BYTES
from generator.word_counts import FORM, Ints, WordCounts, count_more, no_counts, without_gone

#: Relative to the content folder.
FILE = ".cache/words"
#: Rows more than twice the texts that are there, from which on the others are dropped.
_SPARE = 1_000
_INTS = np.dtype("<i4")


class _Kept(msgspec.Struct, array_like=True):
    """The file, with arrays as the bytes of whole numbers of four bytes."""

    keys: bytes
    words: tuple[str, ...]
    starts: bytes
    firsts: bytes
    seconds: bytes
    counts: bytes


def count(content: Path, texts: Mapping[bytes, tuple[str, str]]) -> WordCounts:
    """A row for each of these titles and abstracts, and perhaps others; new ones are kept."""
    known = _read(content / FILE)
    new = {key: text for key, text in texts.items() if key not in known.rows}
    many = len(known.rows) + len(new) > 2 * len(texts) + _SPARE
    if not new and not many:
        return known
    counts = count_more(known, new)
    if many:
        counts = without_gone(counts, texts)
    cache_file.write(content, content / FILE, FORM, _bytes(counts))
    return counts


def _bytes(counts: WordCounts) -> bytes:
    arrays = (counts.starts, counts.firsts, counts.seconds, counts.counts)
    kept = (each.astype(_INTS).tobytes() for each in arrays)
    return msgspec.msgpack.encode(_Kept(b"".join(counts.rows), counts.words, *kept))


def _read(path: Path) -> WordCounts:
    """What is in the file; no row at all if anything is wrong with it."""
    body = cache_file.read(path, FORM)
    if body is None:
        return no_counts()
    try:
        kept = msgspec.msgpack.decode(body, type=_Kept)
        arrays = [_ints(each) for each in (kept.starts, kept.firsts, kept.seconds, kept.counts)]
    except ValueError:  # which a DecodeError is, too
        return no_counts()
    places = range(0, len(kept.keys), KEY_BYTES)
    rows = {kept.keys[place : place + KEY_BYTES]: row for row, place in enumerate(places)}
    counts = WordCounts(rows, kept.words, *arrays)
    each_once = len(kept.keys) == KEY_BYTES * len(rows)
    return counts if each_once and counts.is_sound() else no_counts()


def _ints(data: bytes) -> Ints:
    return np.frombuffer(data, _INTS).astype(np.int32, copy=False)

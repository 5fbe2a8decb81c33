"""Lists of papers nearest by their terms that were worked out before.

The cache is only ever a shortcut: it may be deleted at any time, and a file that is damaged, of
another form, or cannot be read or written, is as good as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from generator import cache_file
from generator.entries import Ints
from generator.near_papers import NONE, RELATED, WHOLE
from generator.nearness import NEIGHBOURS, Lists, lists_of, no_lists
from generator.term_weights import Weights

#: Relative to the content folder.
FILE = ".cache/nearest"
#: Goes up with each change by which the same papers would have other weights or lists.
FORM = b"nearest 1"
_INTS, _PRINTS = np.dtype("<i4"), np.dtype("<u8")


class _Kept(msgspec.Struct, array_like=True):
    """The file, with arrays as the bytes of whole numbers."""

    ids: tuple[str, ...]
    prints: bytes
    papers: bytes
    scores: bytes
    near: bytes
    nearness: bytes


def lists(content: Path, ids: Sequence[str], weights: Weights) -> Lists:
    """The lists of these papers; what is new in them is kept."""
    known = _read(content / FILE)
    found = lists_of(ids, weights, known)
    if not _same(found, known):
        cache_file.write(content, content / FILE, FORM, _bytes(found))
    return found


def _same(found: Lists, known: Lists) -> bool:
    return tuple(found.ids) == tuple(known.ids) and np.array_equal(found.prints, known.prints)


def _bytes(lists: Lists) -> bytes:
    arrays = (lists.papers, lists.scores, lists.near, lists.nearness)
    return msgspec.msgpack.encode(
        _Kept(
            tuple(lists.ids),
            lists.prints.astype(_PRINTS).tobytes(),
            *(each.astype(_INTS).tobytes() for each in arrays),
        )
    )


def _read(path: Path) -> Lists:
    """What is in the file; no list at all if anything is wrong with it."""
    body = cache_file.read(path, FORM)
    if body is None:
        return no_lists()
    try:
        kept = msgspec.msgpack.decode(body, type=_Kept)
        prints = np.frombuffer(kept.prints, _PRINTS)
        papers, scores = (_rows(each, 2 * NEIGHBOURS) for each in (kept.papers, kept.scores))
        near, nearness = (_rows(each, RELATED) for each in (kept.near, kept.nearness))
    except ValueError:  # which a DecodeError is, too
        return no_lists()
    lists = Lists(kept.ids, prints, papers, scores, near, nearness)
    return lists if _is_sound(lists) else no_lists()


def _rows(data: bytes, places: int) -> Ints:
    return np.frombuffer(data, _INTS).reshape(-1, places)


def _is_sound(lists: Lists) -> bool:
    size = len(set(lists.ids))
    members, values = (lists.papers, lists.near), (lists.scores, lists.nearness)
    return (
        all(len(each) == size for each in (lists.ids, lists.prints, *members, *values))
        and all(
            each.min(initial=NONE) >= NONE and each.max(initial=NONE) < size for each in members
        )
        and all(each.min(initial=0) >= 0 and each.max(initial=0) <= WHOLE for each in values)
    )

"""Names of authors as they are looked up, and in which file a name's papers stand.

`overrides/assets/javascripts/authors-page.js` has the same key and the same hash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from generator.feed import Feed
from generator.model import Paper

#: Bytes that a file should have on average, so that a fuller one stays below 100 kB.
_USUAL = 40_000
#: Files that there are at least: a crowd's paper then fills none.
_LEAST = 16
#: Bytes that an entry takes besides its title or name.
_ENTRY = 36
_BLANK = re.compile(r"[\t\n\v\f\r ]+")


class Named(NamedTuple):
    """All papers of a name, newest first, and the name as the newest of them has it.

    A named tuple, for there are half a million of them and dataclasses take five times as long.
    """

    name: str
    papers: tuple[Paper, ...]


def author_key(name: str) -> str:
    """What two spellings of one name have in common: no capitals, plain letters and blanks.

    Accents count: without them some scripts lose their vowels.
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return _BLANK.sub(" ", plain.lower()).strip(" ")


def shard_of(key: str, shards: int) -> int:
    """The number of the file for this key, of so many: the CRC-32 of its UTF-8 tells."""
    return crc32(key.encode("utf-8", "replace")) % shards


def shards_for(feed: Feed) -> int:
    """How many files the names take, a power of two: a feed that grows seldom needs others.

    A paper stands once in a file, however many of its authors do.
    """
    weight = sum(
        min(len(paper.authors), 256) * (len(paper.title) + _ENTRY) + len(paper.authors) * _ENTRY
        for paper in feed.papers
    )
    wanted = max(_LEAST, -(-weight // _USUAL))
    return 1 << (wanted - 1).bit_length()


def by_author(papers: Iterable[Paper]) -> dict[str, Named]:
    """Every name's papers by the name's key, in the order of `papers`."""
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        for author in paper.authors:
            key = keys.get(author.name)
            if key is None:
                key = keys[author.name] = author_key(author.name)
                names.setdefault(key, author.name)
            listed = found.setdefault(key, [])
            if not listed or listed[-1] is not paper:
                listed.append(paper)
    return {key: Named(names[key], tuple(listed)) for key, listed in found.items() if key}

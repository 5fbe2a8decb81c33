"""The words of the titles, the most frequent first: what search takes a misspelt word for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.addresses import SEARCH_WORDS
from generator.feed import Feed
from generator.markup import plain
from generator.model import OutputFile
from generator.site import Site

#: Words that the file has at most, which are some 100 kB packed.
MOST = 30_000
SHORTEST, LONGEST = 4, 40
_WORD = re.compile(r"[^\W_]+")


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one file, a word a line."""
    counts: Counter[str] = Counter()
    for paper in feed.papers:
        counts.update(
            word
            for word in set(_WORD.findall(plain(paper.title).lower()))
            if SHORTEST <= len(word) <= LONGEST and not word.isdigit()
        )
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:MOST]
    yield OutputFile(SEARCH_WORDS, "\n".join(ranked).encode())

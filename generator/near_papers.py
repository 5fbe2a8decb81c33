"""The papers that were found near each paper, in plain arrays: read without NumPy."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Papers that are named as near, and the shared terms that are named for each of them.
RELATED = 8
NAMED_TERMS = 4
#: What a nearness of 1 is: it is in millionths.
WHOLE = 1_000_000
#: What stands for no paper, and for no term.
NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each paper those nearest to it, by number, the nearest first: RELATED places a paper."""

    papers: array[int]
    #: How near they are, in millionths.
    nearness: array[int]
    #: NAMED_TERMS places for each: terms that both have, by their places in `names`, the weightiest
    #: first.
    terms: array[int]
    #: Terms as most papers write them.
    names: Sequence[str]
    #: Whether all that says so is a common word.
    weak: bytes

    def numbers(self, paper: int) -> Iterator[tuple[int, bool]]:
        """The papers nearest to this one, and whether that is weak."""
        start = paper * RELATED
        for place in range(start, start + RELATED):
            if self.papers[place] == NONE:
                return
            yield self.papers[place], bool(self.weak[place])

    def of(self, paper: int) -> Iterator[tuple[int, float, tuple[str, ...], bool]]:
        """The same, with how near they are (0 to 1), and the terms of each, before whether."""
        start, names = paper * RELATED, self.names
        for place, (other, weak) in enumerate(self.numbers(paper), start):
            terms = self.terms[place * NAMED_TERMS : (place + 1) * NAMED_TERMS]
            named = tuple([names[term] for term in terms if term != NONE])
            yield other, self.nearness[place] / WHOLE, named, weak

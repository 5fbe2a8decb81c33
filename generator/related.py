"""Which papers are near a paper, and the terms and topics that say so: worked out when asked for.

How near two papers are says `nearness.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.cache_file import text_key
from generator.collector import no_cycles
from generator.model import Paper

if TYPE_CHECKING:
    from generator.nearness import Nearest
    from generator.word_counts import WordCounts

    #: Titles and abstracts by their keys, to a row of counts for each.
    Count = Callable[[Mapping[bytes, tuple[str, str]]], WordCounts]


@dataclass(frozen=True, slots=True)
class Related:
    """A paper near another, how near (0 to 1), and the words and topics that both have."""

    paper: Paper
    nearness: float
    terms: tuple[str, ...]
    topics: tuple[str, ...]


class RelatedIndex(Mapping[str, tuple[Related, ...]]):
    """By a paper's id the papers nearest to it; worked out when first asked for.

    It depends on the papers and topics alone, not on their order. `count` counts the words of
    texts, perhaps with a cache; without one they are counted anew.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        topics: Mapping[str, frozenset[str]],
        *,
        count: Count | None = None,
    ) -> None:
        self._papers = sorted(papers, key=lambda paper: paper.id)
        self._topics = [topics.get(paper.id, frozenset()) for paper in self._papers]
        self._numbers = {paper.id: number for number, paper in enumerate(self._papers)}
        self._count = count
        self._near: Nearest | None = None

    def __getitem__(self, paper_id: str) -> tuple[Related, ...]:
        number = self._numbers[paper_id]
        if self._near is None:
            with no_cycles():
                self._near = _nearest(self._papers, self._topics, self._count)
        topics, found = self._topics[number], []
        for other, nearness, terms in self._near.of(number):
            shared = tuple(sorted(topics & self._topics[other]))
            found.append(Related(self._papers[other], nearness, terms, shared))
        return tuple(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _nearest(
    papers: Sequence[Paper], topics: Sequence[frozenset[str]], count: Count | None
) -> Nearest:
    # Here, for what never asks for related papers need not wait until these are loaded.
    from generator.nearness import nearest
    from generator.word_counts import count_more, no_counts

    keys = [text_key(paper.title, paper.abstract) for paper in papers]
    texts = {key: (paper.title, paper.abstract) for key, paper in zip(keys, papers, strict=True)}
    counts = count(texts) if count else count_more(no_counts(), texts)
    return nearest(counts, [counts.rows[key] for key in keys], topics)

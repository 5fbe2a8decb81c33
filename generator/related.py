"""Which papers are near a paper, and the terms and topics that say so: worked out when asked for.

How near two papers are says `nearness.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache_file import text_key
from generator.collector import no_cycles
from generator.model import Paper
from generator.near_papers import Nearest

if TYPE_CHECKING:
    from generator.term_weights import Weights


@dataclass(frozen=True, slots=True)
class Related:
    """A paper near another, how near (0 to 1), and the words and topics that both have."""

    paper: Paper
    nearness: float
    terms: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What comes of all papers together: those near each, and the terms typical of each topic."""

    near: Nearest
    typical: Mapping[str, tuple[str, ...]]


class RelatedIndex(Mapping[str, tuple[Related, ...]]):
    """By a paper's id the papers nearest to it; worked out when first asked for.

    Of papers without a topic in common those are left out that only share a common word.

    It depends on the papers and topics alone, not on their order. What is worked out may be kept in
    the caches of a content folder, and is then not worked out again.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        topics: Mapping[str, frozenset[str]],
        *,
        kept_in: Path | None = None,
    ) -> None:
        self._papers = sorted(papers, key=lambda paper: paper.id)
        self._topics = [topics.get(paper.id, frozenset()) for paper in self._papers]
        self._numbers = {paper.id: number for number, paper in enumerate(self._papers)}
        self._kept_in = kept_in
        self._work: Callable[[], WorkedOut] = self.work_out

    def worked_out_by(self, work: Callable[[], WorkedOut]) -> None:
        """Let `work` give what is worked out, when it is first asked for: another process may."""
        self._work = work

    def __getitem__(self, paper_id: str) -> tuple[Related, ...]:
        number = self._numbers[paper_id]
        topics, found = self._topics[number], []
        for other, nearness, terms, weak in self._near.of(number):
            shared = tuple(sorted(topics & self._topics[other]))
            if shared or not weak:
                found.append(Related(self._papers[other], nearness, terms, shared))
        return tuple(found)

    def ids(self, paper_id: str) -> tuple[str, ...]:
        """The ids alone of the papers nearest to a paper, the nearest first."""
        number = self._numbers[paper_id]
        topics = self._topics[number]
        return tuple(
            self._papers[other].id
            for other, weak in self._near.numbers(number)
            if not (weak and topics.isdisjoint(self._topics[other]))
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def typical(self) -> Mapping[str, tuple[str, ...]]:
        """The terms that are typical of each topic's papers, the most typical first."""
        return self._worked_out.typical

    @property
    def _near(self) -> Nearest:
        return self._worked_out.near

    @cached_property
    def _worked_out(self) -> WorkedOut:
        return self._work()

    def work_out(self) -> WorkedOut:
        """All that is worked out, in plain data."""
        # Here, for what never asks for related papers need not wait until these are loaded.
        from generator.nearness import lists_of, nearest, no_lists
        from generator.nearness_cache import lists

        with no_cycles():
            ids, weights, kept_in = tuple(self._numbers), self._weights(), self._kept_in
            known = lists(kept_in, ids, weights) if kept_in else lists_of(ids, weights, no_lists())
            return WorkedOut(nearest(known, weights), self._typical(weights))

    def _weights(self) -> Weights:
        from generator.term_weights import weigh
        from generator.word_cache import count
        from generator.word_counts import count_more, no_counts

        texts = [(paper.title, paper.abstract) for paper in self._papers]
        keys = [text_key(*text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        kept_in = self._kept_in
        counts = count(kept_in, by_key) if kept_in else count_more(no_counts(), by_key)
        return weigh(counts, [counts.rows[key] for key in keys], settled(self._papers))

    def _typical(self, weights: Weights) -> dict[str, tuple[str, ...]]:
        from generator.typical_terms import typical

        members: dict[str, list[int]] = defaultdict(list)
        for number, topics in enumerate(self._topics):
            for slug in topics:
                members[slug].append(number)
        slugs = sorted(members)
        found = typical(weights, [members[slug] for slug in slugs])
        return dict(zip(slugs, found, strict=True))


def settled(papers: Sequence[Paper]) -> Sequence[bool]:
    """Which papers say how rare a term is: those from before the latest month, if they are most."""
    latest = max((paper.listed for paper in papers), default=date.max).replace(day=1)
    before = [paper.listed < latest for paper in papers]
    return before if 2 * sum(before) >= len(papers) else [True] * len(papers)

"""The papers nearest to each paper, by the terms that both have: products of sparse matrices.

A paper is its weightiest terms: words of its title and abstract that some papers have and most do
not (tf-idf; a word of the title counts as three). Two papers are as near as the cosine of these
says, a little nearer for each topic that they share. Only the papers in which a term weighs most
are looked up by it, so the work grows with the number of papers and not with its square.

What comes of it depends on the papers alone: terms are numbered in the order of their names, and
weights and scores are whole numbers, whose sums are the same in whatever order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from generator.terms import terms_of
from generator.word_counts import Ints, WordCounts

RELATED = 5
#: Shared terms that are named for each of them.
NAMED_TERMS = 5
#: Terms that stand for a paper, and papers that are looked up by a term.
TERMS = 20
POSTINGS = 100
#: Papers that topics may bring nearer; what is far away they do not bring in.
CANDIDATES = 4 * RELATED
#: A term that more than this share of the papers have tells nothing of any of them.
COMMON = 0.1
#: In a feed of a few papers a term may be in this many whatever its share.
ALWAYS_ALLOWED = 5
#: Below so many papers a term gains little by being rarer: it may be a whim of its authors.
DAMPING = 3
#: Nearness in millionths: what a nearness of 1 is, and the least that counts.
WHOLE = 1_000_000
LEAST = 50_000
#: How many hundredths nearer a topic brings two papers that share it.
TOPIC_BONUS = 15

#: Weights of a paper of the length 1 are whole numbers of this part: sums of their products are
#: below 2**53, and so exact in floats.
_UNIT = 2**26
#: Before, they are whole numbers of this part.
_GRAIN = 2**18
#: Papers whose neighbours are looked for at once: what they may be takes 10 MB in memory.
_BLOCK = 1_000
#: So near, in millionths, are enough papers to most: those below need not be sorted.
_ABOVE = 80_000

Floats = NDArray[np.float64]
#: Groups, their members, the members' scores, and their places in the group.
_Entries = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each paper those nearest to it, by number, the nearest first; -1 is none."""

    papers: Ints
    #: How near they are, in millionths.
    nearness: Ints
    #: The terms that they share, as most papers write them, the weightiest first; "" is none.
    terms: NDArray[np.object_]

    def of(self, paper: int) -> Iterator[tuple[int, float, tuple[str, ...]]]:
        """The papers nearest to this one, how near they are (0 to 1), and the terms of each."""
        rows = (each[paper].tolist() for each in (self.papers, self.nearness, self.terms))
        for other, nearness, terms in zip(*rows, strict=True):
            if other < 0:
                return
            yield other, nearness / WHOLE, tuple(filter(None, terms))


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """Papers and terms: each entry says how often a paper has a term."""

    #: Terms as most papers write them.
    shown: tuple[str, ...]
    #: How much each term tells.
    rarity: Floats
    papers: Ints
    terms: Ints
    counts: Ints


def nearest(counts: WordCounts, rows: Sequence[int], topics: Sequence[Collection[str]]) -> Nearest:
    """The neighbours of papers in the order of their ids, by the rows and topics of each."""
    size = len(rows)
    found = _terms(counts, rows)
    of_paper = _weightiest(found, size)
    by_term = _postings(of_paper)
    marks = _marks(topics)
    # What stays below LEAST with every topic that two papers can share is not looked at.
    most = max(map(len, topics), default=0)
    least = LEAST * 100 // (100 + TOPIC_BONUS * most) - 1
    near = np.full((size, RELATED), -1, np.int32)
    nearness = np.zeros((size, RELATED), np.int32)
    for start in range(0, size, _BLOCK):
        block = of_paper[start : start + _BLOCK] @ by_term
        papers, others, scores, _ = _candidates(block, start, least)
        shared = np.bitwise_count(marks[papers] & marks[others]).sum(axis=1, dtype=np.int64)
        scores = np.minimum((scores * (100 + TOPIC_BONUS * shared) + 50) // 100, WHOLE)
        kept = scores >= LEAST
        papers, others, scores, places = _first(papers[kept], others[kept], scores[kept], RELATED)
        near[papers, places] = others
        nearness[papers, places] = scores
    shown = np.array([*found.shown, ""], np.object_)
    return Nearest(near, nearness, shown[_shared(near, of_paper)])


def _terms(counts: WordCounts, rows: Sequence[int]) -> _Terms:
    """The terms that some papers have and most do not, in the order of their names."""
    size = len(rows)
    every: dict[str, int] = {}
    numbers = np.array(
        [every.setdefault(term, len(every)) if term else -1 for term in terms_of(counts.words)],
        np.int32,
    )
    telling = numbers >= 0
    shape = (len(counts.rows), len(counts.words))
    words = csr_array((counts.counts, counts.numbers, counts.starts), shape=shape)
    words = words[np.array(rows, np.int64)]
    ones, starts = np.ones(telling.sum(), np.int32), np.concatenate(([0], np.cumsum(telling)))
    merging = csr_array((ones, numbers[telling], starts), shape=(len(counts.words), len(every)))
    terms = words @ merging
    spread = np.bincount(terms.indices, minlength=len(every))
    most = min(max(ALWAYS_ALLOWED, int(COMMON * size)), size - 1)
    names = list(every)
    kept = sorted(np.flatnonzero((spread >= 2) & (spread <= most)).tolist(), key=names.__getitem__)
    place = np.full(len(every) + 1, -1, np.int32)  # the last one is that of no term
    place[kept] = np.arange(len(kept))
    known = place[terms.indices] >= 0
    written = np.bincount(words.indices, minlength=len(counts.words))
    return _Terms(
        _shown(counts.words, place[numbers], written, len(kept)),
        np.log((size + DAMPING) / (spread[kept] + DAMPING)),
        _rows(terms)[known],
        place[terms.indices][known],
        terms.data[known],
    )


def _shown(
    words: Sequence[str], terms: Ints, written: NDArray[np.int64], size: int
) -> tuple[str, ...]:
    """Each term as most papers write it, by the term of each word and the papers that have it."""
    known = np.flatnonzero(terms >= 0)
    most = np.zeros(size, np.int64)
    np.maximum.at(most, terms[known], written[known])
    best: dict[int, str] = {}
    for word in known[written[known] == most[terms[known]]].tolist():
        term, form = int(terms[word]), words[word]
        best[term] = min(best.get(term, form), form)
    return tuple(best[term] for term in range(size))


def _weightiest(found: _Terms, size: int) -> csr_array:
    """Papers by terms: the weights of each paper's weightiest terms, of a length of 1 together."""
    often = 1 + np.log(np.arange(1, found.counts.max(initial=0) + 1))
    weights = often[found.counts - 1] * found.rarity[found.terms]
    papers, terms, units, _ = _first(found.papers, found.terms, np.rint(weights * _GRAIN), TERMS)
    lengths = np.sqrt(np.bincount(papers, units**2, minlength=size))
    units = np.rint(units / lengths[papers] * _UNIT)
    matrix = csr_array((units, terms, _starts(papers, size)), shape=(size, len(found.shown)))
    matrix.sort_indices()
    return matrix


def _postings(weights: csr_array) -> csr_array:
    """Terms by papers: the weights of each term in the papers where it weighs most."""
    papers = _rows(weights)
    terms, papers, units, _ = _first(weights.indices, papers, weights.data, POSTINGS)
    starts = _starts(terms, weights.shape[1])
    return csr_array((units, papers, starts), shape=weights.shape[::-1])


def _candidates(block: csr_array, start: int, least: int) -> _Entries:
    """The papers nearest to each of a block that begins at `start`, by their terms alone."""
    scores = block.data * (WHOLE / _UNIT**2)
    # Where enough are well above it, what is below is not sorted.
    above = np.concatenate(([0], np.cumsum(scores >= _ABOVE)))[block.indptr]
    floors = np.where(np.diff(above) > CANDIDATES, _ABOVE, least) - 0.5  # they are rounded below
    kept = np.flatnonzero(scores >= np.repeat(floors, np.diff(block.indptr)))
    papers, others = _rows(block)[kept], block.indices[kept]
    scores = np.rint(scores[kept])
    strangers = papers != others - start
    papers, others, scores, places = _first(
        papers[strangers], others[strangers], scores[strangers], CANDIDATES
    )
    return papers + start, others, scores.astype(np.int64), places


def _shared(near: Ints, weights: csr_array) -> Ints:
    """By paper and place the terms that both have, the weightiest first; -1 is none."""
    terms = np.full((*near.shape, NAMED_TERMS), -1, np.int32)
    papers, places = np.nonzero(near >= 0)
    both = weights[papers].multiply(weights[near[papers, places]])
    pairs, shared, _, order = _first(_rows(both), both.indices, both.data // _UNIT, NAMED_TERMS)
    terms[papers[pairs], places[pairs], order] = shared
    return terms


def _marks(topics: Sequence[Collection[str]]) -> NDArray[np.uint8]:
    """A bit of each paper for each topic."""
    number = {slug: place for place, slug in enumerate(sorted(set().union(*topics)))}
    marks = np.zeros((len(topics), len(number)), np.bool_)
    papers = np.repeat(np.arange(len(topics)), [len(slugs) for slugs in topics])
    marks[papers, [number[slug] for slugs in topics for slug in slugs]] = True
    return np.packbits(marks, axis=1)


def _first(groups: Ints, members: Ints, scores: NDArray[Any], number: int) -> _Entries:
    """Of each group the members with the highest scores, and their places; equals by number."""
    order = _order(groups, members, scores.astype(np.int64))
    lengths = np.bincount(groups)
    kept = np.minimum(lengths, number)
    places = _within(kept)
    order = order[np.repeat(np.cumsum(lengths) - lengths, kept) + places]
    return groups[order], members[order], scores[order], places


def _order(groups: Ints, members: Ints, scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order of groups, of scores from the highest in each, and of members among equals."""
    spans = [int(each.max(initial=0)) + 1 for each in (groups, scores, members)]
    if prod(spans) < 2**63:
        # One number for the three is sorted ten times as fast.
        _, highest, others = spans
        return np.argsort(
            (groups.astype(np.int64) * highest + (highest - 1 - scores)) * others + members
        )
    return np.lexsort((members, -scores, groups))


def _within(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 ... for each of some lengths, one after another."""
    return np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def _rows(matrix: csr_array) -> Ints:
    """The row of each entry."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def _starts(groups: Ints, size: int) -> Ints:
    """Where each group begins among entries that are in order of their groups, and the end."""
    return np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=size))))

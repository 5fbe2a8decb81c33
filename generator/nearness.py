"""The papers nearest to each paper, by the terms that both have: products of sparse matrices.

Two papers are as near as the cosine of their weights (`term_weights.py`) says, and nearer the more
of the papers nearest to one are among those nearest to the other (shared neighbours: Jarvis and
Patrick 1973), which keeps out those that have a few words in common by chance. Only settled papers
count as neighbours. So how near two are depends on these two and on what was there before the
latest month: a new paper comes into lists and changes nothing else in them, and of lists made
before only what is new is worked out.

What comes of it depends on the papers alone: scores are whole numbers, whose sums are the same in
whatever order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from generator.entries import Entries, Ints, Placed, first, rows_of, starts_of
from generator.near_papers import NAMED_TERMS, NONE, RELATED, WHOLE, Nearest
from generator.term_weights import ALWAYS_ALLOWED, UNIT, Flags, Weights
from generator.word_counts import ALONE

#: Papers that are nearest to a paper by their terms, of which others have some as well.
NEIGHBOURS = 40
#: The least nearness by terms that counts, in millionths.
LEAST = 50_000
#: How much of nearness is that of terms, and how much that of neighbours.
BY_TERMS, BY_NEIGHBOURS = 10, 3
#: Where a paper has more neighbours above one of these than it needs, those below are left out.
_FLOORS = (80_000, 120_000, 180_000, 270_000)
#: Papers whose neighbours are looked for at once: at 10,000 papers what they may be takes 20 MB.
_BLOCK = 256
#: A term is not named whose part of the nearness is so many times less than that of the first.
_HARDLY = 5
#: One word tells little that so large a part of the papers has, unless two are as near as this.
COMMON, WEAK = 300, 150_000
#: Terms from which those are taken, for a word that is in one of the pairs is none of them.
_TERMS_LOOKED_AT = 2 * NAMED_TERMS


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """For each paper, by number, those nearest to it, the nearest first.

    Numbers of papers, and how near they are in millionths; NONE where there are no more. A row of
    `papers` is two lists of NEIGHBOURS places, by terms alone: of settled papers, and of others. A
    row of `near` is what is chosen of these.
    """

    ids: Sequence[str]
    #: What its terms and their weights were, as a number.
    prints: NDArray[np.uint64]
    papers: Ints
    scores: Ints
    near: Ints
    nearness: Ints


def no_lists() -> Lists:
    """Of no paper."""
    none, near = (np.zeros((0, places), np.int32) for places in (2 * NEIGHBOURS, RELATED))
    return Lists((), np.zeros(0, np.uint64), none, none, near, near)


def lists_of(ids: Sequence[str], weights: Weights, known: Lists) -> Lists:
    """The lists of papers in the order of their ids; what is known is as if it were worked out."""
    lists, stale, new = _taken_over(ids, weights.prints, known)
    if 2 * stale.sum() > len(ids):
        stale[:] = True
    lists.papers[stale], lists.scores[stale] = NONE, 0
    members, values = lists.papers.reshape(-1, NEIGHBOURS), lists.scores.reshape(-1, NEIGHBOURS)
    changed = np.repeat(stale, 2)
    others = 1 - weights.settled  # which of a paper's two lists another one comes into
    turned = weights.matrix.T.tocsr()
    more = []
    for rows in _blocks(np.flatnonzero(stale)):
        found = _near(weights.matrix[rows] @ turned, rows)
        highest = _highest(found._replace(groups=2 * found.groups + others[found.members]))
        places = 2 * rows[highest.groups // 2] + highest.groups % 2, highest.places
        members[places], values[places] = highest.members, highest.scores
        # Those whose lists are as they were may have a new paper among their nearest.
        told = found.of(new[rows[found.groups]] & ~stale[found.members])
        fresh = rows[told.groups]
        back = Entries(2 * told.members + others[fresh], fresh, told.scores)
        more.append(back.of(back.scores >= values[back.groups, -1]))
    if more:
        added = Entries(*map(np.concatenate, zip(*more, strict=True)))
        _add(members, values, added)
        changed[added.groups] = True
    _choose(lists, changed.reshape(-1, 2))
    return lists


def _choose(lists: Lists, changed: Flags) -> None:
    """Choose those near by neighbours as well, where one of the lists or of the circles changed."""
    size = len(lists.ids)
    circle_changed = np.append(changed[:, 0], False)  # the last one is that of no paper
    touched = changed.any(axis=1) | circle_changed[lists.papers].any(axis=1)
    by_terms = _matrix(lists.papers, lists.scores)
    either = by_terms.copy()
    either.data = np.ones_like(either.data)
    settled = lists.papers[:, :NEIGHBOURS]
    # Everybody is in the own circle.
    own = eye_array(size, dtype=np.int32, format="csr")
    circles = _matrix(settled, np.ones_like(settled)) + own
    turned = circles.T.tocsr()
    lists.near[touched], lists.nearness[touched] = NONE, 0
    for rows in _blocks(np.flatnonzero(touched)):
        # One is added, for else those of whom no circle has any would be lost.
        shared = (circles[rows] @ turned).multiply(either[rows]).tocsr() + either[rows]
        shared.sort_indices()
        by_neighbours = WHOLE * (shared.data.astype(np.int64) - 1) // (NEIGHBOURS + 1)
        scores = BY_TERMS * by_terms[rows].data.astype(np.int64) + BY_NEIGHBOURS * by_neighbours
        scores //= BY_TERMS + BY_NEIGHBOURS
        found = first(rows[rows_of(shared)], shared.indices, scores, RELATED)
        lists.near[found.groups, found.places] = found.members
        lists.nearness[found.groups, found.places] = found.scores


def nearest(lists: Lists, weights: Weights) -> Nearest:
    """The papers that are chosen, and the terms that bring them together."""
    named = _shared(lists.near, weights)
    names = weights.names(named[named != NONE])
    places = np.full(len(weights.firsts) + 1, NONE, np.int32)  # the last one is that of none
    places[list(names)] = np.arange(len(names))
    weak = _is_common(named, weights) & (lists.nearness < WEAK)
    return Nearest(
        papers=_plain(lists.near),
        nearness=_plain(lists.nearness),
        terms=_plain(places[named]),
        names=tuple(names.values()),
        weak=weak.tobytes(),
    )


def _plain(numbers: Ints) -> array[int]:
    return array("i", numbers.astype(np.intc).tobytes())


def _matrix(members: Ints, values: Ints) -> csr_array:
    """Papers by the papers on their lists, with the value of each."""
    there = members != NONE
    size = len(members)
    starts = starts_of(np.nonzero(there)[0], size)
    matrix = csr_array((values[there], members[there], starts), shape=(size, size))
    matrix.sort_indices()
    return matrix


def _taken_over(
    ids: Sequence[str], prints: NDArray[np.uint64], known: Lists
) -> tuple[Lists, Flags, Flags]:
    """Lists as they were, which of them are to be made anew, and which papers are new.

    New is a paper that was not there, or had other weights. A list is stale if its paper is new, or
    if one on it is gone: what came after that one is not known.
    """
    before = {paper: row for row, paper in enumerate(known.ids)}
    rows = np.array([before.get(paper, NONE) for paper in ids], np.int64)
    new = rows == NONE
    there = np.flatnonzero(~new)
    same = known.prints[rows[there]] == prints[there]
    new[there[~same]] = True
    there = there[same]
    number = np.full(len(known.ids) + 1, NONE, np.int32)  # the last one is that of no paper
    number[rows[there]] = there

    def moved(old: Ints, empty: int) -> Ints:
        taken = np.full((len(ids), old.shape[1]), empty, np.int32)
        taken[there] = old[rows[there]] if empty != NONE else number[old[rows[there]]]
        return taken

    papers, near = (moved(each, NONE) for each in (known.papers, known.near))
    scores, nearness = (moved(each, 0) for each in (known.scores, known.nearness))
    stale = new.copy()
    stale[there] = ((papers[there] == NONE) & (known.papers[rows[there]] != NONE)).any(axis=1)
    return Lists(ids, prints, papers, scores, near, nearness), stale, new


def _near(products: csr_array, rows: Ints) -> Entries:
    """Of the products of some papers' weights with all those that are near enough."""
    scores = products.data * (WHOLE / UNIT**2)
    kept = np.flatnonzero(scores >= LEAST - 0.5)  # it is rounded below
    groups, others = rows_of(products)[kept], products.indices[kept]
    apart = rows[groups] != others
    scores = np.minimum(np.rint(scores[kept][apart]), WHOLE).astype(np.int64)
    return Entries(groups[apart], others[apart], scores)


def _highest(found: Entries) -> Placed:
    """Of each group those that come into its list; what is far below them is not sorted."""
    for floor in _FLOORS:
        above = found.scores >= floor
        many = np.bincount(found.groups[above], minlength=2 * _BLOCK) >= NEIGHBOURS
        found = found.of(above | ~many[found.groups])
    return first(*found, NEIGHBOURS)


def _add(papers: Ints, scores: Ints, more: Entries) -> None:
    """Put more entries where they belong in lists that are there."""
    rows = np.unique(more.groups)
    there = papers[rows] != NONE
    old = (rows[np.nonzero(there)[0]], papers[rows][there], scores[rows][there])
    groups, members, values = (np.concatenate(both) for both in zip(old, more, strict=True))
    found = first(groups, members, values, NEIGHBOURS)
    papers[found.groups, found.places] = found.members
    scores[found.groups, found.places] = found.scores


def _is_common(named: Ints, weights: Weights) -> Flags:
    """Whether one term alone is named, and it is a word that many papers have among theirs."""
    spread = np.bincount(weights.matrix.indices, minlength=len(weights.firsts))
    common = (spread > ALWAYS_ALLOWED) & (COMMON * spread > len(named))
    common = np.append(common & (weights.seconds == ALONE), False)  # the last one is that of none
    found: Flags = common[named[:, :, 0]] & (named[:, :, 1] == NONE)
    return found


def _shared(near: Ints, weights: Weights) -> Ints:
    """By paper and place the terms that both have, the weightiest first; NONE is none."""
    named = np.full((*near.shape, NAMED_TERMS), NONE, np.int32)
    for rows in _blocks(np.arange(len(near))):
        papers, places = np.nonzero(near[rows] != NONE)
        papers = rows[papers]
        both = weights.matrix[papers].multiply(weights.matrix[near[papers, places]]).tocsr()
        heaviest = first(rows_of(both), both.indices, both.data // UNIT, _TERMS_LOOKED_AT)
        parts = np.zeros((len(papers), _TERMS_LOOKED_AT))
        parts[heaviest.groups, heaviest.places] = heaviest.scores
        terms = np.full_like(parts, NONE, np.int32)
        terms[heaviest.groups, heaviest.places] = heaviest.members
        terms[parts * _HARDLY < parts[:, :1]] = NONE
        named[papers, places] = weights.telling(terms, NAMED_TERMS)
    return named


def _blocks(rows: Ints) -> Iterator[Ints]:
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]

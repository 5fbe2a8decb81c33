"""Entries in groups, such as those of a sparse matrix by its rows: the first of each group."""

from __future__ import annotations

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

#: Whole numbers.
Ints = NDArray[Any]


class Entries(NamedTuple):
    """Groups, their members, and the members' scores."""

    groups: Ints
    members: Ints
    scores: NDArray[Any]

    def of(self, flags: NDArray[np.bool_]) -> Entries:
        """Only those with a flag."""
        return Entries(*(each[flags] for each in self))


class Placed(NamedTuple):
    """Entries and their places in the group."""

    groups: Ints
    members: Ints
    scores: NDArray[Any]
    places: Ints


def first(groups: Ints, members: Ints, scores: NDArray[Any], number: int) -> Placed:
    """Of each group the members with the highest scores; equals by number.

    Scores are whole numbers, not below zero.
    """
    order = _order(groups, members, scores.astype(np.int64))
    lengths = np.bincount(groups)
    kept = np.minimum(lengths, number)
    places = _within(kept)
    order = order[np.repeat(np.cumsum(lengths) - lengths, kept) + places]
    return Placed(groups[order], members[order], scores[order], places)


def rows_of(matrix: csr_array) -> Ints:
    """The row of each entry."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def starts_of(groups: Ints, size: int) -> Ints:
    """Where each group begins among entries that are in order of their groups, and the end."""
    return np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=size))))


def places_of(starts: Ints, rows: Ints) -> Ints:
    """The places of the entries of some rows, one row after another, by where each row starts."""
    lengths = np.diff(starts)[rows]
    places: Ints = _within(lengths) + np.repeat(starts[rows], lengths)
    return places


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


def _within(lengths: Ints) -> NDArray[np.int64]:
    """0, 1, 2 ... for each of some lengths, one after another."""
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    within: NDArray[np.int64] = np.arange(len(before)) - before
    return within

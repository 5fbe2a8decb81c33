"""The terms that are typical of some papers among all: what they say more than others do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from generator.entries import first, rows_of, starts_of
from generator.term_weights import UNIT, Weights

#: Terms that are named, and those from which they are taken.
TYPICAL = 8
_LOOKED_AT = 3 * TYPICAL


def typical(weights: Weights, groups: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """For each group of papers, by number, its most typical terms, the most typical first.

    The more a term weighs in the group's papers beyond their part of its weight in all of them,
    the more typical it is; but one paper makes no type. A word that is in a pair is not named.
    """
    sizes = np.array([len(group) for group in groups], np.int64)
    members = np.array([member for group in groups for member in group], np.int64)
    of_group = np.repeat(np.arange(len(groups)), sizes)
    number = weights.matrix.shape[0]
    shape = (len(groups), number)
    # Whole numbers, so that sums are the same in whatever order.
    matrix = weights.matrix.copy()
    matrix.data = matrix.data // (UNIT // 2**16)
    chosen = csr_array((np.ones(len(members)), members, starts_of(of_group, len(groups))), shape)
    within = (chosen @ matrix).tocsr()
    ones = csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
    having = (chosen @ ones).tocsr()
    for each in (within, having):
        each.sort_indices()
    rows, terms = rows_of(within), within.indices
    every = np.bincount(matrix.indices, matrix.data, minlength=matrix.shape[1]).astype(np.int64)
    beyond = within.data.astype(np.int64) - every[terms] * sizes[rows] // max(number, 1)
    more = (beyond > 0) & (having.data > 1)
    found = first(rows[more], terms[more], beyond[more], _LOOKED_AT)
    best = np.full((len(groups), _LOOKED_AT), -1, np.int32)
    best[found.groups, found.places] = found.members
    best = weights.telling(best, TYPICAL)
    names = weights.names(best[best >= 0])
    return [tuple(names[term] for term in row if term >= 0) for row in best.tolist()]

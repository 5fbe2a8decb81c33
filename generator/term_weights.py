"""How much each term weighs in each paper: its title and abstract as a row of whole numbers.

A term is a word that tells something, or two that stand side by side. It weighs more the more
often a paper has it and the fewer papers do (tf-idf; what is in the title counts as three). How
many do is looked up in the papers from before the latest month alone, and in steps of a fifth, so
that a new day, or a correction, leaves the weights of most other papers as they were.

What comes of it depends on the papers alone: terms are in the order of their names, and all is done
in whole numbers but for lengths, which are as exact everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from generator.entries import Ints, first, places_of, rows_of, starts_of
from generator.terms import terms_of
from generator.word_counts import ALONE, WordCounts

#: Terms that stand for a paper, its weightiest.
TERMS = 80
#: Weights of a paper of the length 1 are whole numbers of this part: sums of their products are
#: below 2**53, and so exact in floats.
UNIT = 2**26
#: Rarity is in steps of which so many halve or double the number of papers.
STEPS = 4
#: A term that more than a tenth of the papers have, in these steps, tells nothing of any of them.
COMMON = 13
#: In a feed of a few papers a term may be in this many whatever its share.
ALWAYS_ALLOWED = 5
#: Below so many papers a term gains little by being rarer: it may be a whim of its authors.
DAMPING = 10
#: Of this part are frequencies whole numbers.
_GRAIN = 64

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Papers by terms in the order of their names; each paper's length is 1, in units."""

    matrix: csr_array
    #: Of each paper a number that another text, or other weights, would make another one.
    prints: NDArray[np.uint64]
    #: The words of each term by number; ALONE is the second of a single word.
    firsts: Ints
    seconds: Ints
    #: Words as most papers write them, by number.
    words: tuple[str, ...]

    def name(self, term: int) -> str:
        """The term as it is shown."""
        second = self.seconds[term]
        own = self.words[self.firsts[term]]
        return own if second == ALONE else f"{own} {self.words[second]}"


def weigh(counts: WordCounts, rows: Sequence[int], settled: Sequence[bool]) -> Weights:
    """The weights of papers, by the row of each, and whether it says how rare terms are."""
    size = len(rows)
    numbers, names = _numbers(counts.words)
    places = places_of(counts.starts, np.array(rows, np.int64))
    papers = np.repeat(np.arange(size, dtype=np.int32), np.diff(counts.starts)[rows])
    firsts, seconds = numbers[counts.firsts[places]], numbers[counts.seconds[places]]
    # A word and the pairs that it begins stand together, in the order of names.
    keys, terms = np.unique(
        firsts.astype(np.int64) * (len(names) + 1) + seconds + 1, return_inverse=True
    )
    merged = csr_array((counts.counts[places], (papers, terms)), shape=(size, len(keys)))
    papers, terms = rows_of(merged), merged.indices
    rarity = _rarity(papers, terms, np.array(settled, np.bool_), len(keys))
    known = rarity[terms] > 0
    papers, terms, times = papers[known], terms[known], merged.data[known]
    often = np.rint((1 + np.log(np.arange(1, times.max(initial=0) + 1))) * _GRAIN)
    heaviest = first(papers, terms, often[times - 1] * rarity[terms], TERMS)
    matrix = _of_length_one(heaviest.groups, heaviest.members, heaviest.scores, (size, len(keys)))
    firsts, seconds = (each.astype(np.int32) for each in np.divmod(keys, len(names) + 1))
    return Weights(
        matrix,
        _prints(matrix, firsts, seconds - 1, names),
        firsts,
        seconds - 1,
        _shown(counts.words, numbers, _written(counts, rows), len(names)),
    )


def _numbers(words: Sequence[str]) -> tuple[Ints, list[str]]:
    """The number of what each word stands for, of no word (the last one), and the names."""
    terms = terms_of(words)
    names = sorted(set(terms))
    place = {name: number for number, name in enumerate(names)}
    return np.array([*map(place.__getitem__, terms), ALONE], np.int32), names


def _rarity(papers: Ints, terms: Ints, settled: Flags, size: int) -> Floats:
    """How rare each term is, in steps; 0 is that of one that tells nothing.

    One that no settled paper has is as rare as the others make it. What a single settled paper has
    is left out, for else it would come into that one's weights when another paper has it as well.
    """
    every = np.bincount(terms, minlength=size)
    before = np.bincount(terms[settled[papers]], minlength=size)
    spread = np.where(before > 0, before, every)
    number = int(settled.sum())
    several = (every > 1) & (before != 1)
    rare = _steps(number) - _steps(spread) >= COMMON
    few = (spread <= ALWAYS_ALLOWED) & (every < len(settled))
    rarity = np.maximum(_steps(number + DAMPING) - _steps(spread + DAMPING), 1)
    return np.where(several & (rare | few), rarity, 0)


def _steps(numbers: Ints | int) -> Floats:
    # No whole number is half a step away from another, so it is the same on each machine.
    steps: Floats = np.rint(STEPS * np.log2(np.maximum(numbers, 1)))
    return steps


def _of_length_one(papers: Ints, terms: Ints, weights: Floats, shape: tuple[int, int]) -> csr_array:
    lengths = np.sqrt(np.bincount(papers, weights**2, minlength=shape[0]))
    units = np.rint(weights / lengths[papers] * UNIT)
    matrix = csr_array((units, terms, starts_of(papers, shape[0])), shape=shape)
    matrix.sort_indices()
    return matrix


def _prints(
    matrix: csr_array, firsts: Ints, seconds: Ints, names: Sequence[str]
) -> NDArray[np.uint64]:
    used = np.unique(matrix.indices)
    digests = [hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names]
    hashes = np.array([*(int.from_bytes(each, "little") for each in digests), 0], np.uint64)
    of_term = np.zeros(matrix.shape[1], np.uint64)
    of_term[used] = _mixed(_mixed(hashes[firsts[used]]) + hashes[seconds[used]])
    products = _mixed(of_term[matrix.indices] + matrix.data.astype(np.uint64))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(products, dtype=np.uint64)))
    prints: NDArray[np.uint64] = np.diff(sums[matrix.indptr])
    return prints


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers of which each bit depends on each bit: as SplitMix64 ends (Steele et al. 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _written(counts: WordCounts, rows: Sequence[int]) -> NDArray[np.int64]:
    """In how many papers each word is, as it is shown."""
    places = places_of(counts.starts, np.array(rows, np.int64))
    alone = counts.firsts[places][counts.seconds[places] == ALONE]
    return np.bincount(alone, minlength=len(counts.words))


def _shown(
    words: Sequence[str], numbers: Ints, written: NDArray[np.int64], size: int
) -> tuple[str, ...]:
    """Each word as most papers write it, by its number; the smaller string among equals."""
    numbers = numbers[:-1]
    most = np.zeros(size, np.int64)
    np.maximum.at(most, numbers, written)
    best = [""] * size
    for word in np.flatnonzero(written == most[numbers]).tolist():
        number, form = int(numbers[word]), words[word]
        best[number] = min(best[number] or form, form)
    return tuple(best)

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
class Standing:
    """How terms stand in papers: the words of each time that a paper has one in this form."""

    words: Sequence[str]
    terms: Ints
    #: Numbers of words; ALONE is the second of a single one.
    firsts: Ints
    seconds: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Papers by terms, words before pairs, by their names; each paper's length is 1, in units."""

    matrix: csr_array
    #: Of each paper a number that differs where its weights do, or whether it is settled.
    prints: NDArray[np.uint64]
    #: Whether a paper says how rare terms are.
    settled: Flags
    #: What each term consists of, by number; ALONE is the second of a single word.
    firsts: Ints
    seconds: Ints
    standing: Standing

    def names(self, terms: Ints) -> dict[int, str]:
        """Some terms as most papers write them; among equals the smaller string."""
        wanted = np.zeros(len(self.firsts), np.bool_)
        wanted[terms] = True
        standing = self.standing
        here = wanted[standing.terms]
        size = len(standing.words) + 1
        forms, first_times, papers = np.unique(
            standing.firsts[here].astype(np.int64) * size + standing.seconds[here] + 1,
            return_index=True,
            return_counts=True,
        )
        firsts, seconds = (each.tolist() for each in np.divmod(forms, size))
        words = ("", *(f" {word}" for word in standing.words))  # as the second one, and none
        best: dict[int, tuple[int, str]] = {}
        of_forms = standing.terms[here][first_times].tolist()
        for term, first_word, second, number in zip(
            of_forms, firsts, seconds, papers.tolist(), strict=True
        ):
            form = (-number, f"{standing.words[first_word]}{words[second]}")
            best[term] = min(best.get(term, form), form)
        return {term: name for term, (_, name) in best.items()}

    def telling(self, terms: Ints, number: int) -> Ints:
        """Of the terms in each row, -1 for none, so many, without words that a pair has as well."""
        firsts = np.append(self.firsts, -1)[terms]
        seconds = np.append(self.seconds, ALONE)[terms]
        alone = (seconds == ALONE)[:, None]
        begun, ended = (words[:, :, None] == firsts[:, None] for words in (firsts, seconds))
        told = (alone & (begun | ended) & ~alone.swapaxes(1, 2)).any(axis=1)
        kept = (terms >= 0) & ~told
        order = np.argsort(~kept, axis=1, kind="stable")[:, :number]
        return np.take_along_axis(np.where(kept, terms, -1), order, axis=1)


def weigh(counts: WordCounts, rows: Sequence[int], settled: Sequence[bool]) -> Weights:
    """The weights of papers, by the row of each and whether it says how rare terms are."""
    size = len(rows)
    numbers, names = _numbers(counts.words)
    places = places_of(counts.starts, np.array(rows, np.int64))
    papers = np.repeat(np.arange(size, dtype=np.int32), np.diff(counts.starts)[rows])
    firsts, seconds = counts.firsts[places], counts.seconds[places]
    # Words in the order of their names, and after them pairs in that of theirs.
    alone = seconds == ALONE
    number = np.int64(len(names))
    pairs, of_pairs = np.unique(
        numbers[firsts[~alone]] * number + numbers[seconds[~alone]], return_inverse=True
    )
    terms = numbers[firsts]
    terms[~alone] = number + of_pairs
    standing = Standing(counts.words, terms, firsts, seconds)
    shape = (size, len(names) + len(pairs))
    merged = csr_array((counts.counts[places], (papers, terms)), shape=shape)
    papers, terms = rows_of(merged), merged.indices
    flags = np.array(settled, np.bool_)
    rarity = _rarity(papers, terms, flags, np.arange(shape[1]) < number)
    known = rarity[terms] > 0
    papers, terms, times = papers[known], terms[known], merged.data[known]
    often = np.rint((1 + np.log(np.arange(1, times.max(initial=0) + 1))) * _GRAIN)
    heaviest = first(papers, terms, often[times - 1] * rarity[terms], TERMS)
    matrix = _of_length_one(heaviest.groups, heaviest.members, heaviest.scores, shape)
    divided = np.divmod(pairs, max(len(names), 1))
    firsts = np.concatenate((np.arange(number), divided[0])).astype(np.int32)
    seconds = np.concatenate((np.full(number, ALONE), divided[1])).astype(np.int32)
    prints = _mixed(_prints(matrix, firsts, seconds, names) + flags)
    return Weights(matrix, prints, flags, firsts, seconds, standing)


def _numbers(words: Sequence[str]) -> tuple[Ints, list[str]]:
    """The number of what each word stands for, of no word (the last one), and the names."""
    terms = terms_of(words)
    names = sorted(set(terms))
    place = {name: number for number, name in enumerate(names)}
    return np.array([*map(place.__getitem__, terms), ALONE], np.int32), names


def _rarity(papers: Ints, terms: Ints, settled: Flags, alone: Flags) -> Floats:
    """How rare each term is, in steps, by whether it is a single word; 0 is one that tells nothing.

    One that no settled paper has is as rare as the others make it, if several do. What a single
    settled paper has does not depend on others, for else that one's weights would change whenever a
    new paper has it as well: a word tells something, for it may be a name, and a pair does not.
    """
    every = np.bincount(terms, minlength=len(alone))
    before = np.bincount(terms[settled[papers]], minlength=len(alone))
    spread = np.where(before > 0, before, every)
    number = int(settled.sum())
    known = np.where(before == 1, alone, every > 1)
    rare = _steps(number) - _steps(spread) >= COMMON
    few = (spread <= ALWAYS_ALLOWED) & (every < len(settled))
    rarity = np.maximum(_steps(number + DAMPING) - _steps(spread + DAMPING), 1)
    return np.where(known & (rare | few), rarity, 0)


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
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]))
    hashes = np.zeros(len(names) + 1, np.uint64)  # the last one is that of no word
    words = np.unique(np.concatenate((firsts[used], seconds[used][seconds[used] != ALONE])))
    digests = [
        hashlib.blake2b(names[word].encode(), digest_size=8).digest() for word in words.tolist()
    ]
    hashes[words] = np.frombuffer(b"".join(digests), "<u8")
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

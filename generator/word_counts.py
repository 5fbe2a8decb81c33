"""How often each word, and each pair of words, is in each text: a row of counts a text."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generator.entries import places_of
from generator.terms import shown, terms_of, words_of

#: Goes up with each change by which the same text would be counted otherwise.
FORM = b"words 2"
TITLE_WEIGHT = 3
#: What stands for the second word where there is one alone.
ALONE = -1
#: What stands for a word that tells nothing.
_EMPTY = -1

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """Rows of counts: row `i` is what the arrays have from `starts[i]` up to `starts[i + 1]`.

    An entry is of a word or, with `seconds`, of two that stand side by side, all of them words
    that tell something. What is in the title counts as three. In a row nothing comes twice, and
    all is in any order.
    """

    #: The row of each text, by its key.
    rows: Mapping[bytes, int]
    #: As they are shown, each once; `firsts` and `seconds` say which.
    words: tuple[str, ...]
    starts: Ints
    firsts: Ints
    seconds: Ints
    counts: Ints

    def is_sound(self) -> bool:
        """Whether every row and word that is spoken of is there."""
        starts, firsts, seconds = self.starts, self.firsts, self.seconds
        return bool(
            len(starts) == len(self.rows) + 1
            and starts[0] == 0
            and (np.diff(starts) >= 0).all()
            and starts[-1] == len(firsts) == len(seconds) == len(self.counts)
            and firsts.min(initial=0) >= 0
            and firsts.max(initial=-1) < len(self.words)
            and seconds.min(initial=ALONE) >= ALONE
            and seconds.max(initial=ALONE) < len(self.words)
            and self.counts.min(initial=1) > 0
            and len(set(self.words)) == len(self.words)
        )


def no_counts() -> WordCounts:
    """No row at all."""
    none = np.zeros(0, np.int32)
    return WordCounts({}, (), np.zeros(1, np.int32), none, none, none)


def count_more(known: WordCounts, texts: Mapping[bytes, tuple[str, str]]) -> WordCounts:
    """The known rows and after them one for each of these titles and abstracts, by their keys."""
    starts, firsts, seconds, counts = array("i"), array("i"), array("i"), array("i")
    end = len(known.firsts)
    vocabulary = _Vocabulary(known.words)
    for title, abstract in texts.values():
        words, pairs = Counter[int](), Counter[tuple[int, int]]()
        for text, weight in ((title, TITLE_WEIGHT), (abstract, 1)):
            numbers = vocabulary.numbers(words_of(text))
            words.update([each for each in numbers if each != _EMPTY] * weight)
            pairs.update([each for each in pairwise(numbers) if _EMPTY not in each] * weight)
        firsts.extend(words)
        seconds.extend([ALONE] * len(words))
        firsts.extend([first for first, _ in pairs])
        seconds.extend([second for _, second in pairs])
        counts.extend(words.values())
        counts.extend(pairs.values())
        starts.append(end + len(firsts))
    row = len(known.rows)
    return WordCounts(
        {**known.rows, **{key: row + number for number, key in enumerate(texts)}},
        tuple(vocabulary.words),
        _joined(known.starts, starts),
        _joined(known.firsts, firsts),
        _joined(known.seconds, seconds),
        _joined(known.counts, counts),
    )


def without_gone(counts: WordCounts, used: Iterable[bytes]) -> WordCounts:
    """Only the rows of these keys, and the words that are in them."""
    kept = {key: counts.rows[key] for key in used}
    rows = np.fromiter(kept.values(), np.int64, len(kept))
    places = places_of(counts.starts, rows)
    # A word of a pair is there by itself as well.
    words, firsts = np.unique(counts.firsts[places], return_inverse=True)
    number = np.full(len(counts.words) + 1, ALONE, np.int32)  # the last one is that of no word
    number[words] = np.arange(len(words))
    return WordCounts(
        {key: row for row, key in enumerate(kept)},
        tuple(counts.words[word] for word in words),
        np.concatenate(([0], np.cumsum(np.diff(counts.starts)[rows]))).astype(np.int32),
        firsts.astype(np.int32),
        number[counts.seconds[places]],
        counts.counts[places],
    )


class _Vocabulary:
    """Words that tell something by number, in the order in which texts bring them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self._numbers = {word: number for number, word in enumerate(self.words)}
        #: By a word as it stands in a text.
        self._standing: dict[str, int] = {}

    def numbers(self, words: Iterable[str]) -> list[int]:
        """The number of each word; those that are new get the next ones."""
        known = self._standing
        return [known[word] if word in known else self._learn(word) for word in words]

    def _learn(self, word: str) -> int:
        form = shown(word)
        number = _EMPTY
        if terms_of((form,)) != [""]:
            number = self._numbers.setdefault(form, len(self.words))
            if number == len(self.words):
                self.words.append(form)
        self._standing[word] = number
        return number


def _joined(known: Ints, more: array[int]) -> Ints:
    return np.concatenate((known, np.array(more, np.int32)))

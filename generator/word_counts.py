"""How often each word is in each text: a row of counts a text, as a sparse matrix."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.terms import shown, words_of

#: Goes up with each change by which the same text would be counted otherwise.
FORM = b"words 1"
TITLE_WEIGHT = 3

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """Rows of counts: row `i` is `numbers` and `counts` from `starts[i]` up to `starts[i + 1]`.

    A word of the title counts as three. In a row no word comes twice, and words are in any order.
    """

    #: The row of each text, by its key.
    rows: Mapping[bytes, int]
    #: As they are shown, each once; `numbers` say which.
    words: tuple[str, ...]
    starts: Ints
    numbers: Ints
    counts: Ints

    def is_sound(self) -> bool:
        """Whether every row and word that is spoken of is there."""
        starts, numbers = self.starts, self.numbers
        return bool(
            len(starts) == len(self.rows) + 1
            and starts[0] == 0
            and (np.diff(starts) >= 0).all()
            and starts[-1] == len(numbers) == len(self.counts)
            and numbers.min(initial=0) >= 0
            and numbers.max(initial=-1) < len(self.words)
            and self.counts.min(initial=1) > 0
            and len(set(self.words)) == len(self.words)
        )


def no_counts() -> WordCounts:
    """No row at all."""
    none = np.zeros(0, np.int32)
    return WordCounts({}, (), np.zeros(1, np.int32), none, none)


def count_more(known: WordCounts, texts: Mapping[bytes, tuple[str, str]]) -> WordCounts:
    """The known rows and after them one for each of these titles and abstracts, by their keys."""
    numbers, counts, starts = array("i"), array("i"), array("i")
    end = len(known.numbers)
    vocabulary = _Vocabulary(known.words)
    for title, abstract in texts.values():
        found = Counter(vocabulary.numbers(words_of(title)) * TITLE_WEIGHT)
        found.update(vocabulary.numbers(words_of(abstract)))
        numbers.extend(found)
        counts.extend(found.values())
        starts.append(end + len(numbers))
    first = len(known.rows)
    return WordCounts(
        {**known.rows, **{key: first + number for number, key in enumerate(texts)}},
        tuple(vocabulary.words),
        _joined(known.starts, starts),
        _joined(known.numbers, numbers),
        _joined(known.counts, counts),
    )


def without_gone(counts: WordCounts, used: Iterable[bytes]) -> WordCounts:
    """Only the rows of these keys, and the words that are in them."""
    kept = {key: counts.rows[key] for key in used}
    rows = np.fromiter(kept.values(), np.int64, len(kept))
    lengths = np.diff(counts.starts)[rows]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    places = np.arange(starts[-1]) + np.repeat(counts.starts[rows] - starts[:-1], lengths)
    words, numbers = np.unique(counts.numbers[places], return_inverse=True)
    return WordCounts(
        {key: row for row, key in enumerate(kept)},
        tuple(counts.words[word] for word in words),
        starts.astype(np.int32),
        numbers.astype(np.int32),
        counts.counts[places],
    )


class _Vocabulary:
    """Words by number, in the order in which texts bring them."""

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
        number = self._numbers.setdefault(form, len(self.words))
        if number == len(self.words):
            self.words.append(form)
        self._standing[word] = number
        return number


def _joined(known: Ints, more: array[int]) -> Ints:
    return np.concatenate((known, np.array(more, np.int32)))

"""Which papers are near a paper, and the terms that they share.

A paper is its weightiest terms: words of its title and abstract that some papers have and most do
not (tf-idf; a word of the title counts as three). Two papers are as near as the cosine of these
says, a little nearer for each topic that they share. Only the papers in which a term weighs most
are looked up by it, so the work grows with the number of papers and not with its square.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from operator import itemgetter

from generator.model import Paper

RELATED = 5
#: Shared terms that are named for each of them.
NAMED_TERMS = 5
TITLE_WEIGHT = 3
#: Terms that stand for a paper, and papers that are looked up by a term.
TERMS = 20
POSTINGS = 100
#: A term that more than this share of the papers have tells nothing of any of them.
COMMON = 0.1
#: In a feed of a few papers a term may be in this many whatever its share.
ALWAYS_ALLOWED = 5
#: Below so many papers a term gains little by being rarer: it may be a whim of its authors.
DAMPING = 3
#: How much nearer a topic brings two papers that share it, and the least nearness that counts.
TOPIC_BONUS = 0.15
LEAST = 0.05

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: Formulas and addresses.
_NO_WORDS = re.compile(r"(?<!\\)\$\$?[^$]+\$\$?|https?://\S+")
#: Words of any paper, which tell nothing of this one.
_EMPTY_WORDS = frozenset(
    """
    a about above across after against all almost also although among an and another any are as at
    based be because been before being best better between both but by can could did do does doing
    due during each either end enable enables even every existing few first finally for from further
    given good had has have having here high higher how however https http if in instead into is it
    its itself just known large larger less like low lower main make makes many may might more
    moreover most much must namely need needs new no nor not novel now of often on once one only or
    other others our ours out over own paper papers per previous propose proposed proposes provide
    provides recent recently research same see several should show shown shows since so some such
    than that the their them then there these they this those three through thus to together too
    two under until up upon us use used useful uses using various very via was way we well were
    what when where whether which while who whose why will with within without work works would yet
    you your abstract achieve achieves additionally conduct conducted approach approaches
    demonstrate demonstrates
    experiments extensive furthermore introduce introduces key method methods present presents
    problem respectively result results significant significantly study
    """.split()
)


@dataclass(frozen=True, slots=True)
class Related:
    """A paper near another, how near (0 to 1), and the words and topics that both have."""

    paper: Paper
    nearness: float
    terms: tuple[str, ...]
    topics: tuple[str, ...]


class RelatedIndex(Mapping[str, tuple[Related, ...]]):
    """By a paper's id the papers nearest to it; worked out when first asked for."""

    def __init__(self, papers: Sequence[Paper], topics: Mapping[str, frozenset[str]]) -> None:
        self._papers = papers
        self._topics = topics
        self._near: Callable[[Paper], tuple[Related, ...]] | None = None
        self._by_id = {paper.id: paper for paper in papers}

    def __getitem__(self, paper_id: str) -> tuple[Related, ...]:
        if self._near is None:
            self._near = _nearness(self._papers, self._topics)
        return self._near(self._by_id[paper_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)


def _nearness(
    papers: Sequence[Paper], topics: Mapping[str, frozenset[str]]
) -> Callable[[Paper], tuple[Related, ...]]:
    """A function from a paper to those near it; equals stand in the order of their ids."""
    ordered = sorted(papers, key=lambda paper: paper.id)
    place = {paper.id: number for number, paper in enumerate(ordered)}
    slugs = [topics.get(paper.id, frozenset()) for paper in ordered]
    terms = _Terms()
    counted = [array("I", terms.of(paper)) for paper in ordered]
    rarity = _rarity(counted)
    weights = [_weights(numbers, rarity, terms.names) for numbers in counted]
    heaviest = _heaviest(weights)

    def near(paper: Paper) -> tuple[Related, ...]:
        number = place[paper.id]
        own = weights[number]
        scores: dict[int, float] = {}
        known = scores.get
        for term, weight in own.items():
            for other, its_weight in heaviest[term]:
                scores[other] = known(other, 0.0) + weight * its_weight
        scores.pop(number, None)
        rated = []
        # Topics order those that are near; what is far away they do not bring in.
        for other, score in nlargest(4 * RELATED, scores.items(), key=itemgetter(1)):
            shared = len(slugs[number] & slugs[other])
            rated.append((min(1.0, round(score * (1 + TOPIC_BONUS * shared), 6)), other))
        best = sorted((-score, other) for score, other in rated if score >= LEAST)[:RELATED]
        return tuple(
            Related(
                ordered[other],
                -score,
                tuple(terms.shown[term] for term in _shared(own, weights[other], terms.names)),
                tuple(sorted(slugs[number] & slugs[other])),
            )
            for score, other in best
        )

    return near


class _Terms:
    """Terms by number, in the order in which papers bring them: `names`, and how each is written.

    A number takes four bytes where a word takes sixty, of which a hundred thousand papers have ten
    million.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        #: As the term is written where it stands first.
        self.shown: list[str] = []
        self._numbers: dict[str, int] = {}
        #: By a word as it stands in a text; None for one that tells nothing.
        self._words: dict[str, int | None] = {}

    def of(self, paper: Paper) -> Iterator[int]:
        """The terms of the paper, as often as they are in it, those of the title thrice."""
        words = self._words
        for text, times in ((paper.title, TITLE_WEIGHT), (paper.abstract, 1)):
            for word in _WORD.findall(_NO_WORDS.sub(" ", text)):
                number = words[word] if word in words else self._learn(word)
                if number is not None:
                    yield from (number,) * times if times > 1 else (number,)

    def _learn(self, word: str) -> int | None:
        low = word.lower()
        number = None
        if len(low) > 2 and low not in _EMPTY_WORDS and not low[0].isdigit():
            term = _singular(low)
            number = self._numbers.setdefault(term, len(self.names))
            if number == len(self.names):
                self.names.append(term)
                self.shown.append(word if not word.istitle() else low)
        self._words[word] = number
        return number


def _rarity(counted: Sequence[Iterable[int]]) -> dict[int, float]:
    """How much a term tells: more, the fewer papers have it, but little more below ten."""
    spread: Counter[int] = Counter()
    for numbers in counted:
        spread.update(set(numbers))
    most = max(ALWAYS_ALLOWED, int(COMMON * len(counted)))
    return {
        term: log((len(counted) + DAMPING) / (number + DAMPING))
        for term, number in spread.items()
        if 2 <= number <= most
    }


def _heaviest(weights: Sequence[Mapping[int, float]]) -> dict[int, list[tuple[int, float]]]:
    """By term the papers in which it weighs most, with its weight."""
    postings: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, own in enumerate(weights):
        for term, weight in own.items():
            postings[term].append((number, weight))
    return {
        term: sorted(found, key=lambda each: (-each[1], each[0]))[:POSTINGS]
        for term, found in postings.items()
    }


def _singular(word: str) -> str:
    """The word without the `s` of its plural, as far as that can be told without a dictionary."""
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return word


def _weights(
    numbers: Iterable[int], rarity: Mapping[int, float], names: Sequence[str]
) -> dict[int, float]:
    """The paper's weightiest terms, of a length of 1 together."""
    found = [
        (-(1 + log(count)) * rarity[term], names[term], term)
        for term, count in Counter(numbers).items()
        if term in rarity
    ]
    kept = sorted(found)[:TERMS]
    length = sqrt(sum(weight * weight for weight, _, _ in kept)) or 1.0
    return {term: -weight / length for weight, _, term in kept}


def _shared(
    own: Mapping[int, float], other: Mapping[int, float], names: Sequence[str]
) -> list[int]:
    """The terms that both have, those first that bring them nearest."""
    both = own.keys() & other.keys()
    return sorted(both, key=lambda term: (-own[term] * other[term], names[term]))[:NAMED_TERMS]

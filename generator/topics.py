"""Say which topics a paper is about, and which words of its title and abstract say so."""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

FORM = 3  # goes up with each change by which the same topics would be found otherwise
MAX_TOPICS = 5
TITLE_WEIGHT = 3.0  # what a phrase in the title counts; in the abstract it counts 1
REPEAT = 0.5  # what each further mention counts, compared with the one before
THRESHOLD = 1.5  # what earns a topic: a title hit, two phrases, or one phrase twice
LAST_RESORT = 0.9  # a paper that earns none gets its best topic if that has this much
SHARE_OF_BEST = 0.25  # a topic with less than this share of the best is a side remark
SURE = 2.5  # what scores this is none, whatever the best has: a title hit of a strong phrase
FURTHER = 0.5  # what a category counts that is not the paper's first, by which it is filed

PLACES = ("anywhere", "title", "abstract")
CATEGORY = "category"  # the place of evidence that is no phrase

_MATH = re.compile(r"(?<!\\)\$\$?(?!\s)[^$]+(?<![\s\\])\$\$?(?!\d)")
_ACRONYM = re.compile(r"[A-Z]{2,5}")
JOINT = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
# A word, or punctuation that no phrase spans; spaces, hyphens and slashes only join words.
_TOKEN = re.compile(r"[^\W_]+|[^\w\s/'\u2019\u2010-\u2014-]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that earn a topic, how much they count (0: they hide shorter ones), and where."""

    text: str
    weight: float = 1.0
    place: str = "anywhere"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the feed, in the words of `topics.yml`."""

    slug: str
    label: str
    meaning: str
    area: str
    phrases: tuple[Phrase, ...]
    categories: tuple[tuple[str, float], ...] = ()  # of arXiv, and what each counts


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase found in a paper; `place` is `title`, `abstract`, or `category` for one of arXiv."""

    phrase: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """Why a paper has a topic: evidence, strongest first, or a person's word (`by_hand`)."""

    slug: str
    score: float
    evidence: tuple[Evidence, ...]
    by_hand: bool = False


_Counts = dict[tuple[Phrase, str], int]  # how often a phrase stands in a place
_Entry = tuple[int, Phrase, tuple[str, ...]]  # topic's number, words whose capitals must agree


@dataclass(slots=True)
class _Node:
    """The phrases that end after these words, and the words that may come next."""

    entries: list[_Entry] = field(default_factory=list)
    after: dict[str, "_Node"] = field(default_factory=dict)


class Tagger:
    """Finds the phrases of all topics in one pass over a paper's words."""

    __slots__ = ("_categories", "_endings", "_root", "_slugs")

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._slugs: list[str] = []
        self._root = _Node()  # of the tree of all phrases, in lower case
        self._endings: dict[str, list[_Entry]] = {}  # by the end of a word, for "*Bench"
        self._categories: dict[str, list[tuple[int, float]]] = {}
        for number, topic in enumerate(topics):
            self._slugs.append(topic.slug)
            for phrase in topic.phrases:
                self._add(number, phrase)
            for category, weight in topic.categories:
                self._categories.setdefault(category, []).append((number, weight))

    def _add(self, number: int, phrase: Phrase) -> None:
        if phrase.text.startswith("*"):
            for ending in (phrase.text[1:], phrase.text[1:] + "s"):
                self._endings.setdefault(ending, []).append((number, phrase, ()))
            return
        for words in _spellings(phrase.text):
            exact = tuple(word if _ACRONYM.fullmatch(word) else "" for word in words)
            exact = exact if any(exact) else ()
            for key in itertools.product(*map(_number_forms, words)):
                node = self._root
                for word in key:
                    node = node.after.setdefault(word, _Node())
                node.entries.append((number, phrase, exact))

    def match(
        self, title: str, abstract: str, categories: Sequence[str] = ()
    ) -> tuple[TopicMatch, ...]:
        """The topics of a paper, best first, at most five; equals keep the order of the topics."""
        found: dict[int, _Counts] = {}
        for place, text in (("title", title), ("abstract", abstract)):
            for number, phrase in self._mentions(text, place):
                counts = found.setdefault(number, {})
                counts[phrase, place] = counts.get((phrase, place), 0) + 1
        for at, category in enumerate(categories):
            for number, weight in self._categories.get(category, ()):
                filed = Phrase(category, weight * FURTHER if at else weight, CATEGORY)
                found.setdefault(number, {})[filed, CATEGORY] = 1
        scores = {n: round(sum(map(_value, counts.items())), 6) for n, counts in found.items()}
        best = max(scores.values(), default=0.0)
        enough = THRESHOLD if best >= THRESHOLD else max(best, LAST_RESORT)
        enough = max(enough, min(SHARE_OF_BEST * best, SURE))
        earned = [n for n, score in scores.items() if score >= enough]
        best_first = sorted(earned, key=lambda n: (-scores[n], n))[:MAX_TOPICS]
        return tuple(TopicMatch(self._slugs[n], scores[n], _evidence(found[n])) for n in best_first)

    def _mentions(self, text: str, place: str) -> Iterator[tuple[int, Phrase]]:
        """Each mention of a phrase; where phrases of one topic overlap, the first, longest one."""
        raw = _TOKEN.findall(_MATH.sub(" $ ", text))
        words = [*map(str.lower, raw), ""]
        first, endings, places = self._root.after, tuple(self._endings), (PLACES[0], place)
        cased = all(map(_has_capital, endings))  # then a word in lower case has none of them
        taken: dict[int, int] = {}  # by topic: where the words that already count for it end
        for start, word in enumerate(words[:-1]):
            node, end = first.get(word), start
            ends = not (cased and raw[start] == word) and raw[start].endswith(endings)
            if not node and not ends:
                continue
            hits: list[tuple[int, _Entry]] = []  # longest first
            while node:
                end += 1
                if node.entries:
                    hits[:0] = [(end, entry) for entry in node.entries]
                node = node.after.get(words[end])
            if ends:
                for ending in filter(raw[start].endswith, endings):
                    hits += [(start + 1, entry) for entry in self._endings[ending]]
            for end, (number, phrase, exact) in hits:
                if (
                    taken.get(number, 0) <= start
                    and phrase.place in places
                    and all(not e or raw[start + i] in (e, e + "s") for i, e in enumerate(exact))
                ):
                    taken[number] = end
                    if phrase.weight:
                        yield number, phrase


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _spellings(text: str) -> Iterable[tuple[str, ...]]:
    """The words of a phrase; the words that a hyphen joins are also written as one."""
    variants = itertools.product(*((part + " ", part) for part in JOINT.split(text)))
    return dict.fromkeys(tuple(_TOKEN.findall("".join(parts))) for parts in variants)


def _number_forms(word: str) -> tuple[str, str]:
    """A word in lower case, as it is and in the other number."""
    word = word.lower()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "news")):
        return word, re.sub(r"ies$", "y", re.sub(r"(?<=ss|sh|ch)es$|(?<=x)es$|(?<!ie)s$", "", word))
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word, word + "es"
    return word, re.sub(r"(?<=[^aeiou])ys$", "ies", word + "s")


def _value(item: tuple[tuple[Phrase, str], int]) -> float:
    """What a phrase's mentions in a place are worth: 1, 1.5, 1.75 ... times its weights."""
    (phrase, place), count = item
    mentions = (1 - REPEAT**count) / (1 - REPEAT)
    return mentions * phrase.weight * (TITLE_WEIGHT if place == "title" else 1.0)


def _evidence(counts: _Counts) -> tuple[Evidence, ...]:
    ranked = sorted(counts.items(), key=_value, reverse=True)
    return tuple(Evidence(phrase.text, place, count) for (phrase, place), count in ranked)


def apply_override(
    matches: Sequence[TopicMatch], words: tuple[str, ...], known: Collection[str]
) -> tuple[TopicMatch, ...]:
    """The topics after a person's word: `slug` replaces, `+slug` adds, `-slug` removes.

    What a person gave is all kept; found topics fill up to five; unknown words are passed over.
    """
    valid = [word.strip() for word in words if _slug_of(word) in known]
    plain = [word for word in valid if word[0] not in "+-"]
    found = {} if plain else {match.slug: match for match in matches}
    by_hand = dict.fromkeys(plain)
    for word in [word for word in valid if word[0] in "+-"]:
        found.pop(_slug_of(word), None)
        by_hand.pop(_slug_of(word), None)
        by_hand |= {_slug_of(word): None} if word[0] == "+" else {}
    given = tuple(TopicMatch(slug, 0.0, (), by_hand=True) for slug in by_hand)
    return given + tuple(found.values())[: max(0, MAX_TOPICS - len(given))]


def unknown_topics(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The slugs in a paper file's `topics:` that name no topic, each once, in their order."""
    return tuple(dict.fromkeys(slug for slug in map(_slug_of, words) if slug not in known))


def _slug_of(word: str) -> str:
    return word.strip().lstrip("+-").strip()

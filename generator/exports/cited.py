"""A paper as exports cite it, with a key that no other one of them has."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any

from generator.addresses import paper_uri, url_of
from generator.citing import citation
from generator.feed import Feed
from generator.model import Paper

#: Words that a key does not take from a title.
_PASSED_OVER = frozenset(
    "a an and are as at be by can do does for from how in into is it its of on or the to what when "
    "which why with".split()
)
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_OTHER = re.compile(r"[^a-z0-9]+")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9.:-]")


@dataclass(frozen=True, slots=True)
class Cited:
    """The paper, its citation (see `citing.py`) with all its authors, its key, page and topics.

    `plain_key` is the key that it has where no other one has it.
    """

    paper: Paper
    data: Mapping[str, Any]
    key: str
    page: str
    topics: tuple[str, ...]
    plain_key: str


def cited(papers: Iterable[Paper], feed: Feed, url: str) -> Iterator[Cited]:
    """The papers as they are cited; `url` is the site's address."""
    return with_keys(_cited(papers, feed, url))


def with_keys(papers: Iterable[Cited]) -> Iterator[Cited]:
    """The same, each with a key of its own.

    Of several with the same key the first keeps it, and the others get a letter or a number.
    """
    times = Counter[str]()
    taken: set[str] = set()
    for each in papers:
        key = each.plain_key
        while key in taken:
            times[each.plain_key] += 1
            key = each.plain_key + _mark(times[each.plain_key])
        taken.add(key)
        yield each if key == each.plain_key else replace(each, key=key)


def _cited(papers: Iterable[Paper], feed: Feed, url: str) -> Iterator[Cited]:
    for paper in papers:
        page = f"{url}{url_of(paper_uri(paper.id))}"
        data = citation(paper, page, most=len(paper.authors))
        key = key_of(data)
        labels = tuple(topic.label for topic in feed.topics_of(paper))
        yield Cited(paper, data, key, page, labels, key)


def key_of(data: Mapping[str, Any]) -> str:
    """`vaswani2017attention`: first author's family name, year, the title's first word of weight.

    As `overrides/assets/javascripts/citation.js` makes it.
    """
    first = (data.get("author") or [{}])[0]
    family = _letters(first.get("family") or first.get("literal") or "")
    words = [word for each in _words(data["title"]) if (word := _letters(each))]
    word = next((each for each in words if each not in _PASSED_OVER), words[0] if words else "")
    made = f"{family}{data.get('issued', '')[:4]}{word}"
    if any(letter in ascii_lowercase for letter in made):
        return made
    return f"paper-{_NOT_IN_KEYS.sub('', data['id'])}"


def _mark(time: int) -> str:
    """`b` for the first that is not the only one, then `c` and on, then numbers."""
    return ascii_lowercase[time] if time < len(ascii_lowercase) else f"-{time + 1}"


def _words(title: str) -> list[str]:
    """What stands between signs; letters, digits and marks make words."""
    if title.isascii():
        return _WORDS.findall(title)
    kept = (each if unicodedata.category(each)[0] in "LNM" else " " for each in title)
    return "".join(kept).split()


def _letters(text: str) -> str:
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_SPELLED))
    return _OTHER.sub("", plain)

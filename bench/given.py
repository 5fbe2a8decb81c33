"""Topics and related papers as given, for the part of a build that is compared.

Hugo is given them in front matter. A build with them given does all else that a cold build does.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from generator.builder import project
from generator.collector import no_cycles
from generator.feed import Feed
from generator.model import Paper
from generator.related import RelatedIndex, WorkedOut
from generator.topics import Tagger, TopicMatch

_Matches = dict[str, tuple[TopicMatch, ...]]


def save(file: Path, feed: Feed) -> None:
    """Work out the topics and related papers of the feed, and write them down."""
    tagger = Tagger(feed.topics.values())
    matches = {
        _key(*text): tagger.match(*text)
        for paper in feed.papers
        for text in [(paper.title, paper.abstract, paper.categories)]
    }
    near = pickle.dumps((list(feed.related), feed.related.work_out()))
    file.write_bytes(msgspec.msgpack.encode((matches, near)))


def give(file: Path) -> None:
    """From now on feeds of these papers have the topics and related papers of the file."""
    with no_cycles():  # as what works them out does
        matches, near = msgspec.msgpack.decode(file.read_bytes(), type=tuple[_Matches, bytes])
        ids, worked_out = pickle.loads(near)  # noqa: S301 - `save` wrote it
    for name in ("TopicCache", "RelatedIndex"):
        if not hasattr(project, name):
            raise AttributeError(f"{project.__name__} has no {name}: tell bench/given.py what has")

    vars(project)["TopicCache"] = lambda content, topics: _Given(matches)
    vars(project)["RelatedIndex"] = lambda papers, topics, kept_in: _Near(
        papers, topics, ids, worked_out
    )


class _Given:
    """Finds topics by looking them up."""

    def __init__(self, matches: _Matches) -> None:
        self._matches = matches

    def match(
        self, title: str, abstract: str, categories: Sequence[str] = ()
    ) -> tuple[TopicMatch, ...]:
        return self._matches[_key(title, abstract, categories)]

    def save(self) -> None:
        """Nothing is new."""


class _Near(RelatedIndex):
    """Has what is given as worked out."""

    def __init__(
        self,
        papers: Sequence[Paper],
        topics: Mapping[str, frozenset[str]],
        ids: list[str],
        worked_out: WorkedOut,
    ) -> None:
        super().__init__(papers, topics)
        if ids != list(self):
            raise ValueError("related papers are given for other papers: give them anew")
        self._given = worked_out

    def work_out(self) -> WorkedOut:
        return self._given


def _key(title: str, abstract: str, categories: Sequence[str]) -> str:
    text = f"{title}\n{abstract}\n{' '.join(categories)}"
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()

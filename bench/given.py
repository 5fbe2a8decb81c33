"""Topics and related papers as given, for the part of a build that is compared.

Hugo is given them in front matter. A build with them given does all else that a cold build does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator.builder import project
from generator.collector import no_cycles
from generator.feed import Feed
from generator.model import Paper
from generator.related import Related, RelatedIndex
from generator.topics import Tagger, TopicMatch

#: Terms by topic.
_Typical = dict[str, tuple[str, ...]]
_Matches = dict[str, tuple[TopicMatch, ...]]
#: Of a paper near another: id, nearness, terms, topics.
_Shared = dict[str, tuple[tuple[str, float, tuple[str, ...], tuple[str, ...]], ...]]


def save(file: Path, feed: Feed) -> None:
    """Work out the topics and related papers of the feed, and write them down."""
    tagger = Tagger(feed.topics.values())
    related = {
        paper.id: tuple((n.paper.id, n.nearness, n.terms, n.topics) for n in found)
        for paper in feed.papers
        if (found := feed.related[paper.id])
    }
    matches = {
        _key(*text): tagger.match(*text)
        for paper in feed.papers
        for text in [(paper.title, paper.abstract, paper.categories)]
    }
    file.write_bytes(msgspec.msgpack.encode((matches, related, feed.related.typical)))


def give(file: Path) -> None:
    """From now on feeds of these papers have the topics and related papers of the file."""
    with no_cycles():  # as what works them out does
        matches, related, typical = msgspec.msgpack.decode(
            file.read_bytes(), type=tuple[_Matches, _Shared, _Typical]
        )
    for name in ("TopicCache", "RelatedIndex"):
        if not hasattr(project, name):
            raise AttributeError(f"{project.__name__} has no {name}: tell bench/given.py what has")
    vars(project)["TopicCache"] = lambda content, topics: _Given(matches)
    vars(project)["RelatedIndex"] = lambda papers, topics, kept_in: _Near(papers, related, typical)


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
    """By a paper's id the papers that are given as near to it."""

    def __init__(self, papers: Sequence[Paper], related: _Shared, typical: _Typical) -> None:
        super().__init__(papers, {})
        self._by_id = {paper.id: paper for paper in papers}
        self._related = related
        self.typical = typical

    def ids(self, paper_id: str) -> tuple[str, ...]:
        return tuple(near[0] for near in self._related.get(paper_id, ()))

    def __getitem__(self, paper_id: str) -> tuple[Related, ...]:
        return tuple(
            Related(self._by_id[other], nearness, terms, topics)
            for other, nearness, terms, topics in self._related.get(paper_id, ())
        )


def _key(title: str, abstract: str, categories: Sequence[str]) -> str:
    text = f"{title}\n{abstract}\n{' '.join(categories)}"
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()

"""Topics and related papers as given, for the part of a build that is compared.

Hugo is given them in front matter. A build with them given does all else that a cold build does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.builder import project
from generator.feed import Feed
from generator.model import Paper
from generator.related import Related
from generator.topics import Evidence, Tagger, TopicMatch

_Matches = dict[str, tuple[TopicMatch, ...]]


def save(file: Path, feed: Feed) -> None:
    """Work out the topics and related papers of the feed, and write them down."""
    tagger = Tagger(feed.topics.values())
    related = {
        paper.id: [[near.paper.id, near.nearness, near.terms, near.topics] for near in found]
        for paper in feed.papers
        if (found := feed.related[paper.id])
    }
    matches = {
        _key(paper.title, paper.abstract): [
            [match.slug, match.score, [[e.phrase, e.place, e.count] for e in match.evidence]]
            for match in tagger.match(paper.title, paper.abstract)
        ]
        for paper in feed.papers
    }
    file.write_text(json.dumps({"matches": matches, "related": related}), encoding="utf-8")


def give(file: Path) -> None:
    """From now on feeds of these papers have the topics and related papers of the file."""
    given = json.loads(file.read_text(encoding="utf-8"))
    matches = {key: tuple(map(_match, found)) for key, found in given["matches"].items()}
    for name in ("TopicCache", "RelatedIndex"):
        if not hasattr(project, name):
            raise AttributeError(f"{project.__name__} has no {name}: tell bench/given.py what has")
    vars(project)["TopicCache"] = lambda content, topics: _Given(matches)
    vars(project)["RelatedIndex"] = lambda papers, topics, count: _Near(papers, given["related"])


class _Given:
    """Finds topics by looking them up."""

    def __init__(self, matches: _Matches) -> None:
        self._matches = matches

    def match(self, title: str, abstract: str) -> tuple[TopicMatch, ...]:
        return self._matches[_key(title, abstract)]

    def save(self) -> None:
        """Nothing is new."""


class _Near(Mapping[str, tuple[Related, ...]]):
    """By a paper's id the papers that are given as near to it."""

    def __init__(self, papers: Sequence[Paper], related: Mapping[str, Any]) -> None:
        self._papers = {paper.id: paper for paper in papers}
        self._related = related

    def __getitem__(self, paper_id: str) -> tuple[Related, ...]:
        return tuple(
            Related(self._papers[other], nearness, tuple(terms), tuple(topics))
            for other, nearness, terms, topics in self._related.get(paper_id, ())
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._papers)

    def __len__(self) -> int:
        return len(self._papers)


def _key(title: str, abstract: str) -> str:
    return hashlib.blake2b(f"{title}\n{abstract}".encode(), digest_size=12).hexdigest()


def _match(found: list[Any]) -> TopicMatch:
    slug, score, evidence = found
    return TopicMatch(slug, score, tuple(Evidence(*each) for each in evidence))

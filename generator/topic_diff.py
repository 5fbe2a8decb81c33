"""Which papers gain or lose a topic when the rules change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.model import Paper
from generator.topics import Tagger, Topic, apply_override
from generator.words import count, shortened

#: Papers that are listed unless all are asked for.
SHOWN = 50
_TITLE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A paper whose topics change, and how; slugs in the order of the topics."""

    id: str
    title: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic, and how many papers gain and lose it."""

    slug: str
    gained: int
    lost: int


def changes(
    papers: Iterable[Paper], old: Sequence[Topic], new: Sequence[Topic]
) -> Iterator[Change | None]:
    """What changes for each paper; None where nothing does.

    A person's word in a paper's file counts under the old rules as under the new ones.
    """
    before, after = _Rules(old), _Rules(new)
    for paper in papers:
        had, has = before.topics_of(paper), after.topics_of(paper)
        gained = tuple(topic.slug for topic in new if topic.slug in has - had)
        lost = tuple(topic.slug for topic in old if topic.slug in had - has)
        yield Change(paper.id, paper.title, gained, lost) if gained or lost else None


class _Rules:
    """A file of topics, ready to be asked."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._match = Tagger(topics).match
        self._known = frozenset(topic.slug for topic in topics)

    def topics_of(self, paper: Paper) -> frozenset[str]:
        earned = self._match(paper.title, paper.abstract, paper.categories)
        return frozenset(m.slug for m in apply_override(earned, paper.topics, self._known))


def by_topic(changed: Iterable[Change]) -> list[TopicChange]:
    """Each topic that some paper gains or loses, those that change most first."""
    gained, lost = Counter[str](), Counter[str]()
    for change in changed:
        gained.update(change.gained)
        lost.update(change.lost)
    each = [TopicChange(slug, gained[slug], lost[slug]) for slug in gained | lost]
    return sorted(each, key=lambda topic: (-topic.gained - topic.lost, topic.slug))


def report(papers: int, changed: Sequence[Change], shown: int | None = SHOWN) -> Iterator[str]:
    """The lines that tell it: a row for each topic, then the papers, so many at most."""
    yield f"{count(papers, 'paper')}, {len(changed):,} with other topics"
    topics = by_topic(changed)
    width = max((len(topic.slug) for topic in topics), default=0)
    for topic in topics:
        yield f"  {topic.slug:{width}}  {_signed(topic.gained):>6}  {_signed(-topic.lost):>6}"
    for change in changed[:shown]:
        marks = [*(f"+{slug}" for slug in change.gained), *(f"-{slug}" for slug in change.lost)]
        yield f"{change.id}: {' '.join(marks)}: {shortened(change.title, _TITLE)}"
    if shown is not None and len(changed) > shown:
        yield f"and {len(changed) - shown:,} more (--all lists them)"


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"

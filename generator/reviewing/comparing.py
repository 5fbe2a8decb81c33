"""What readers of one feed get that those of another did not, and what they lose. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from generator.feed import Feed
from generator.model import Paper

#: What no page shows.
_UNSEEN = ("provenance", "pinned", "topics")


@dataclass(frozen=True, slots=True)
class Changed:
    """A paper, and what of it is different: fields of its record, topics gained and lost."""

    paper: Paper
    fields: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Papers that are new, gone, taken down and changed, by id; topics that are new and gone."""

    added: tuple[Paper, ...]
    gone: tuple[Paper, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    new_topics: tuple[str, ...]
    gone_topics: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def review(old: Feed, new: Feed) -> Review:
    """What is different in the new feed.

    A paper that has become an alias of another is not gone, one with a tombstone is taken down.
    """
    before = {paper.id: paper for paper in old.papers}
    after = {paper.id: paper for paper in new.papers}
    names = {alias for paper in new.papers for alias in paper.aliases}
    down = {name for tombstone in new.removed for name in tombstone.names}
    missing = [before[name] for name in sorted(before.keys() - after.keys() - names)]
    return Review(
        added=tuple(after[name] for name in sorted(after.keys() - before.keys())),
        gone=tuple(paper for paper in missing if paper.id not in down),
        removed=tuple(paper.id for paper in missing if paper.id in down),
        changed=tuple(_changes(before, after, old, new)),
        new_topics=tuple(sorted(new.topics.keys() - old.topics.keys())),
        gone_topics=tuple(sorted(old.topics.keys() - new.topics.keys())),
    )


def _changes(
    before: dict[str, Paper], after: dict[str, Paper], old: Feed, new: Feed
) -> Iterator[Changed]:
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        named = [
            field.name
            for field in fields(Paper)
            if field.name not in _UNSEEN and getattr(was, field.name) != getattr(now, field.name)
        ]
        had = {match.slug for match in old.matches[name]}
        has = {match.slug for match in new.matches[name]}
        gained, lost = tuple(sorted(has - had)), tuple(sorted(had - has))
        if named or gained or lost:
            yield Changed(now, tuple(named), gained, lost)

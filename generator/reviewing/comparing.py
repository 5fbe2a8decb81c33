"""What readers of one feed get that those of another did not, and what they lose. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal

from generator.feed import Feed
from generator.model import Paper, Tombstone
from generator.store import path_of
from generator.tombstones import path_of as tombstone_path
from generator.topics import Topic

_TOPICS = "topics.yml"
#: How a reviewer calls what a topic has.
_PARTS = {"label": "label", "meaning": "is", "area": "area"}
_RULES = ("phrases", "categories")


@dataclass(frozen=True, slots=True)
class Changed:
    """A paper, and what of it is different: fields of its record, topics gained and lost."""

    paper: Paper
    fields: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """A paper that was taken down: its tombstone, and its title if the paper was there before."""

    tombstone: Tombstone
    title: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """A tombstone that is gone, and whether the paper that it stood for is there again."""

    tombstone: Tombstone
    back: bool


@dataclass(frozen=True, slots=True)
class Retold:
    """A tombstone that says something else now, such as another reason."""

    was: Tombstone
    now: Tombstone

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are different."""
        return _different(self.was, self.now)


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """A topic of whose entry in `topics.yml` something is different."""

    was: Topic
    now: Topic

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """What readers see of it and is different: its key, its words before and now."""
        return tuple(
            (key, getattr(self.was, name), getattr(self.now, name))
            for name, key in _PARTS.items()
            if getattr(self.was, name) != getattr(self.now, name)
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """Which of its rules are different."""
        found = _different(self.was, self.now)
        return tuple(name for name in _RULES if name in found)


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file by its name in the content folder, and what came of it."""

    name: str
    what: Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Review:
    """Papers that are new, gone, taken down and changed, by id; topics that are new and gone.

    `undone` and `retold` are tombstones that are gone or say something else, `changed_topics` are
    there before and now. `files` are those that differ and that nothing else here speaks of; None
    of the rest is known unless `read`.
    """

    added: tuple[Paper, ...] = ()
    gone: tuple[Paper, ...] = ()
    removed: tuple[Removal, ...] = ()
    changed: tuple[Changed, ...] = ()
    new_topics: tuple[str, ...] = ()
    gone_topics: tuple[str, ...] = ()
    undone: tuple[Undone, ...] = ()
    retold: tuple[Retold, ...] = ()
    changed_topics: tuple[ChangedTopic, ...] = ()
    files: tuple[ChangedFile, ...] = ()
    read: bool = True

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.files) or self.tells_of_papers

    @property
    def tells_of_papers(self) -> bool:
        """Whether any paper or topic, there or taken down, is different."""
        others = ("files", "read")
        return any(getattr(self, each.name) for each in fields(self) if each.name not in others)


def review(old: Feed, new: Feed, files: Iterable[ChangedFile] = ()) -> Review:
    """What is different in the new feed; `files` are those of the two folders that differ.

    A paper that has become an alias of another is not gone, one with a tombstone is taken down.
    """
    before = {paper.id: paper for paper in old.papers}
    after = {paper.id: paper for paper in new.papers}
    names = {alias for paper in new.papers for alias in paper.aliases}
    down = {name for tombstone in new.removed for name in tombstone.names}
    missing = [before[name] for name in sorted(before.keys() - after.keys() - names)]
    stood = {tombstone.id: tombstone for tombstone in old.removed}
    stands = {tombstone.id: tombstone for tombstone in new.removed}
    changed = tuple(_changes(before, after, old, new))
    changed_topics = tuple(_changed_topics(old, new))
    new_topics = tuple(sorted(new.topics.keys() - old.topics.keys()))
    gone_topics = tuple(sorted(old.topics.keys() - new.topics.keys()))
    told = {path_of(each) for each in missing}
    told |= {path_of(after[name]) for name in after.keys() - before.keys()}
    for each in changed:
        told |= {path_of(before[each.paper.id]), path_of(each.paper)}
    told |= {
        tombstone_path(name)
        for name in stood.keys() | stands.keys()
        if stood.get(name) != stands.get(name)
    }
    if new_topics or gone_topics or changed_topics:
        told.add(_TOPICS)
    return Review(
        added=tuple(after[name] for name in sorted(after.keys() - before.keys())),
        gone=tuple(paper for paper in missing if paper.id not in down),
        removed=tuple(
            _removal(stands[name], before) for name in sorted(stands.keys() - stood.keys())
        ),
        changed=changed,
        new_topics=new_topics,
        gone_topics=gone_topics,
        undone=tuple(
            Undone(stood[name], name in after or name in names)
            for name in sorted(stood.keys() - stands.keys())
        ),
        retold=tuple(
            Retold(stood[name], stands[name])
            for name in sorted(stood.keys() & stands.keys())
            if stood[name] != stands[name]
        ),
        changed_topics=changed_topics,
        files=tuple(file for file in files if file.name not in told),
    )


def _removal(tombstone: Tombstone, before: dict[str, Paper]) -> Removal:
    titles = (before[name].title for name in tombstone.names if name in before)
    return Removal(tombstone, next(titles, ""))


def _changes(
    before: dict[str, Paper], after: dict[str, Paper], old: Feed, new: Feed
) -> Iterator[Changed]:
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        named = _different(was, now) if was != now else ()
        had = {match.slug for match in old.matches[name]}
        has = {match.slug for match in new.matches[name]}
        gained, lost = tuple(sorted(has - had)), tuple(sorted(had - has))
        if named or gained or lost:
            yield Changed(now, named, gained, lost)


def _changed_topics(old: Feed, new: Feed) -> Iterator[ChangedTopic]:
    for slug in sorted(old.topics.keys() & new.topics.keys()):
        if old.topics[slug] != new.topics[slug]:
            yield ChangedTopic(old.topics[slug], new.topics[slug])


def _different(was: Paper | Tombstone | Topic, now: Paper | Tombstone | Topic) -> tuple[str, ...]:
    """The fields in which two of a kind differ."""
    names = (each.name for each in fields(was))
    return tuple(name for name in names if getattr(was, name) != getattr(now, name))

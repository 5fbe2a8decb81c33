"""Incoming records -> the store, and an account of every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator.admit import Admitted, Refused
from generator.fields import printable
from generator.identifiers import (
    identifier_id,
    is_generic,
    normal_name,
    normal_title,
    permanent_id,
)
from generator.incoming import Note
from generator.merge import merge
from generator.model import Author, Paper
from generator.record import dump
from generator.rejected import file_of, keep
from generator.rejected import path_of as kept_path
from generator.store import Contents, path_of, remove, write

ADDED, UPDATED, UNCHANGED, REJECTED = "added", "updated", "unchanged", "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one record of an input ended; `state` is one of the four words above."""

    input: str
    where: str
    state: str
    paper: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Account:
    """Every record of a run and how it ended, and what else is worth saying."""

    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many records ended so."""
        return sum(outcome.state == state for outcome in self.outcomes)

    def counts(self) -> dict[str, int]:
        """The records by how they ended, in the order of the words."""
        found = Counter(outcome.state for outcome in self.outcomes)
        return {state: found[state] for state in (ADDED, UPDATED, UNCHANGED, REJECTED)}

    @property
    def rejected(self) -> list[Outcome]:
        """The records that did not become papers."""
        return [outcome for outcome in self.outcomes if outcome.state == REJECTED]


class Shelf:
    """The papers in memory, found by id, alias, identifier or title, and what changed of them."""

    def __init__(self, contents: Contents) -> None:
        self._papers: dict[str, Paper] = {}
        self._names: dict[str, list[str]] = {}
        self._titles: dict[str, list[str]] = {}
        self._unreadable = contents.unreadable
        for paper in contents.papers:
            self._put(paper)

    def __len__(self) -> int:
        return len(self._papers)

    def matches(self, paper: Paper) -> list[Paper]:
        """The stored papers that are this one: by id, alias or identifier, and by title.

        More than one if the record shows that papers stored apart are the same; the first listed
        comes first. Papers that `conflict` are never taken together; of two that do, the one that
        already has the record's id stays.
        """
        own = {paper.id, *paper.aliases}
        named = {id_ for name in _names(paper) for id_ in self._names.get(name, ())}
        titled: set[str] = set()
        if not is_generic(paper.title):
            same = (
                *self._titles.get(normal_title(paper.title), ()),
                *self._names.get(_title_id(paper.title), ()),
            )
            titled = {*same} - named
        found: list[Paper] = []
        for papers, apart in ((named, _other_arxiv), (titled, conflict)):
            surest = sorted(
                (self._papers[id_] for id_ in papers),
                key=lambda other: (
                    own.isdisjoint((other.id, *other.aliases)),
                    *_first_listed(other),
                ),
            )
            for other in surest:
                if not any(apart(other, known) for known in (paper, *found)):
                    found.append(other)
        return sorted(found, key=_first_listed)

    def refuses(self, paper: Paper) -> str | None:
        """Why the paper cannot be added, if a file that cannot be read has its id."""
        if paper.id in self._unreadable:
            return f"`{paper.id}.md` is there and cannot be read; mend it (paperfeed check)"
        return None

    def known_by_former_titles(self, merged: Paper, parts: Iterable[Paper]) -> Paper:
        """`merged` with an alias for each title that its parts had, if they had more than one.

        Records that have only a former title find it by that; the id is the one that such a
        record alone would get. Titles that many papers share, and ids that are taken, are no help.
        """
        together = (*parts, merged)
        titles = {normal_title(part.title): part.title for part in together}
        if len(titles) < 2:
            return merged
        own = {part.id for part in together}
        names = {_title_id(title) for title in titles.values() if not is_generic(title)}
        free = {name for name in names if own.issuperset(self._names.get(name, ()))}
        return replace(merged, aliases=tuple(sorted({*merged.aliases, *free} - {merged.id})))

    def clash(self, new: Paper, old: list[Paper]) -> str | None:
        """Why `new` cannot stand in the place of `old`: a paper left apart has one of its names."""
        gone = {paper.id for paper in old}
        for name in sorted({new.id, *new.aliases}):
            for id_ in self._names.get(name, ()):
                if id_ not in gone and name in (id_, *self._papers[id_].aliases):
                    return f"`{name}` is already a name of {id_}, which is another paper"
        return None

    def replace(self, old: list[Paper], new: Paper) -> None:
        """Put `new` where `old` were."""
        for paper in old:
            self._take(paper)
        self._put(new)

    def _put(self, paper: Paper) -> None:
        self._papers[paper.id] = paper
        for name in _names(paper):
            self._names.setdefault(name, []).append(paper.id)
        self._titles.setdefault(normal_title(paper.title), []).append(paper.id)

    def _take(self, paper: Paper) -> None:
        del self._papers[paper.id]
        for name in _names(paper):
            self._names[name].remove(paper.id)
        self._titles[normal_title(paper.title)].remove(paper.id)


def _names(paper: Paper) -> set[str]:
    identified = {identifier_id(kind, value) for kind, value in paper.identifiers.items()}
    return {paper.id, *paper.aliases, *identified}


def _title_id(title: str) -> str:
    """The id of a paper of which nothing but the title is known."""
    return permanent_id({}, title, "", "")


def _first_listed(paper: Paper) -> tuple[date, str]:
    return paper.listed, paper.id


def _other_arxiv(first: Paper, second: Paper) -> bool:
    """Whether arXiv knows the two as different papers, whatever else they share."""
    return _other("arxiv", first, second)


def _other(kind: str, first: Paper, second: Paper) -> bool:
    ours, theirs = first.identifiers.get(kind), second.identifiers.get(kind)
    return ours is not None and theirs is not None and ours != theirs


def conflict(first: Paper, second: Paper) -> bool:
    """Whether two papers of one title are different ones.

    They are if arXiv or the ACL Anthology knows them as two, or if both have authors and share
    none: by last name and the first letter of the first.
    """
    if _other_arxiv(first, second) or _other("acl", first, second):
        return True
    ours, theirs = _author_keys(first.authors), _author_keys(second.authors)
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _author_keys(authors: tuple[Author, ...]) -> set[tuple[str, str]]:
    names = (normal_name(author.name).split() for author in authors)
    return {(name[-1], name[0][0]) for name in names if name}


@dataclass(slots=True)
class _Changes:
    """What a batch of records changes on the disk."""

    papers: dict[str, Paper] = field(default_factory=dict)
    gone: list[Paper] = field(default_factory=list)
    rejected: dict[str, bytes] = field(default_factory=dict)
    taken_in: list[str] = field(default_factory=list)


def ingest(
    content: Path,
    shelf: Shelf,
    records: Iterable[Admitted | Refused | Note],
    input_: str,
    account: Account,
    *,
    dry_run: bool = False,
) -> None:
    """Take the records in; how each ended goes to `account` once all of it is on the disk.

    The store must be locked. Raises StoreError if the disk refuses.
    """
    outcomes: list[Outcome] = []
    notes: list[str] = []
    changes = _Changes()
    for record in records:
        if isinstance(record, Note):
            notes.append(f"{input_}: {printable(record.text)}")
            continue
        if isinstance(record, Admitted):
            said = (f"{input_}: {record.where}: {printable(text)}" for text in record.left_out)
            notes += said
            refused = _take_in(shelf, record, input_, outcomes, changes, notes)
        else:
            refused = record
        if refused:
            reason = printable(refused.reason)
            outcomes.append(Outcome(input_, refused.where, REJECTED, reason=reason))
            path, data = file_of(refused, input_)
            changes.rejected[path] = data
    if not dry_run:
        _store(content, changes)
    account.outcomes += outcomes
    account.notes += notes


def _take_in(
    shelf: Shelf,
    record: Admitted,
    input_: str,
    outcomes: list[Outcome],
    changes: _Changes,
    notes: list[str],
) -> Refused | None:
    """Take one record in, or say why it cannot be."""
    paper = record.paper
    stored = shelf.matches(paper)
    if not stored:
        if reason := shelf.refuses(paper):
            return _refused(record, reason)
        merged, state = paper, ADDED
    else:
        merged = stored[0]
        for other in (*stored[1:], paper):
            merged = merge(merged, other)
        merged = shelf.known_by_former_titles(merged, (*stored, paper))
        state = UNCHANGED if merged == stored[0] and len(stored) == 1 else UPDATED
    if reason := shelf.clash(merged, stored):
        return _refused(record, reason)
    if state != UNCHANGED:
        shelf.replace(stored, merged)
        changes.papers[path_of(merged)] = merged
        for gone in stored[1:]:
            changes.papers.pop(path_of(gone), None)
            changes.gone.append(gone)
            notes.append(f"{path_of(gone)} is the same paper as {path_of(merged)}")
    outcomes.append(Outcome(input_, record.where, state, paper=merged.id))
    if record.kept_as:
        changes.taken_in.append(kept_path(record.source, record.kept_as))
    return None


def _refused(record: Admitted, reason: str) -> Refused:
    """An admitted record that has no place; its source's own bytes are gone by now."""
    text = dump(replace(record.paper, provenance=()))
    return Refused(record.where, record.source, reason, text.encode())


def _store(content: Path, changes: _Changes) -> None:
    write(content, *changes.papers.values())
    for paper in changes.gone:
        remove(content, paper)
    keep(content, changes.rejected, changes.taken_in)

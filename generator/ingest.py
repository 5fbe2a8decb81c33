"""Incoming records -> the store, and an account of every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from generator.admit import InadmissibleError, admit
from generator.fields import printable
from generator.identifiers import identifier_id, is_generic, normal_name, normal_title
from generator.incoming import Incoming, Note, Reading, Rejected
from generator.merge import merge
from generator.model import Author, Paper
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
            titled = {*self._titles.get(normal_title(paper.title), ())} - named
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


def _first_listed(paper: Paper) -> tuple[date, str]:
    return paper.listed, paper.id


def _other_arxiv(first: Paper, second: Paper) -> bool:
    """Whether arXiv knows the two as different papers, whatever else they share."""
    ours, theirs = first.identifiers.get("arxiv"), second.identifiers.get("arxiv")
    return ours is not None and theirs is not None and ours != theirs


def conflict(first: Paper, second: Paper) -> bool:
    """Whether two papers of one title are different ones.

    They are if arXiv knows them as two, or if both have authors and share none: by last name and
    the first letter of the first.
    """
    if _other_arxiv(first, second):
        return True
    ours, theirs = _author_keys(first.authors), _author_keys(second.authors)
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _author_keys(authors: tuple[Author, ...]) -> set[tuple[str, str]]:
    names = (normal_name(author.name).split() for author in authors)
    return {(name[-1], name[0][0]) for name in names if name}


def ingest(
    content: Path,
    shelf: Shelf,
    records: Iterable[Incoming | Rejected | Note],
    reading: Reading,
    retrieved: datetime,
    account: Account,
    *,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """Take the records in one by one, yielding how each ended; all of it goes to `account`.

    The store must be locked. Raises StoreError if the disk refuses.
    """
    for record in records:
        if isinstance(record, Note):
            account.notes.append(f"{reading.name}: {printable(record.text)}")
            continue
        outcome = _take_in(content, shelf, record, reading, retrieved, account, dry_run)
        account.outcomes.append(outcome)
        yield outcome


def _take_in(
    content: Path,
    shelf: Shelf,
    record: Incoming | Rejected,
    reading: Reading,
    retrieved: datetime,
    account: Account,
    dry_run: bool,
) -> Outcome:
    if isinstance(record, Rejected):
        return Outcome(reading.name, record.where, REJECTED, reason=printable(record.reason))
    try:
        paper, left_out = admit(record, reading, retrieved)
    except InadmissibleError as error:
        return Outcome(reading.name, record.where, REJECTED, reason=printable(str(error)))
    account.notes += [f"{reading.name}: {record.where}: {printable(note)}" for note in left_out]
    stored = shelf.matches(paper)
    if not stored:
        if reason := shelf.refuses(paper):
            return Outcome(reading.name, record.where, REJECTED, reason=reason)
        merged, state = paper, ADDED
    else:
        merged = stored[0]
        for other in (*stored[1:], paper):
            merged = merge(merged, other)
        state = UNCHANGED if merged == stored[0] and len(stored) == 1 else UPDATED
    if reason := shelf.clash(merged, stored):
        return Outcome(reading.name, record.where, REJECTED, reason=reason)
    if state != UNCHANGED:
        shelf.replace(stored, merged)
        if not dry_run:
            write(content, merged)
            for gone in stored[1:]:
                remove(content, gone)
                account.notes.append(f"{path_of(gone)} is the same paper as {path_of(merged)}")
    return Outcome(reading.name, record.where, state, paper=merged.id)

"""Incoming records -> the store, and an account of every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.admit import Admitted, Refused, fingerprint
from generator.faults import printable
from generator.incoming import Note
from generator.model import Paper
from generator.record import dump
from generator.rejected import file_of, keep
from generator.rejected import path_of as kept_path
from generator.shelf import Shelf
from generator.store import path_of, remove, write

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
    #: The folders, relative to the content folder, that papers were added to.
    folders: set[str] = field(default_factory=set)
    #: How many of the rejected records are kept.
    kept: int = 0

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


@dataclass(slots=True)
class _Changes:
    """What a batch of records changes on the disk."""

    papers: dict[str, Paper] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
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
            refused = _without_removed(shelf, record)
        if refused:
            reason = printable(refused.reason)
            outcomes.append(Outcome(input_, refused.where, REJECTED, reason=reason))
            if refused.may_be_kept:
                path, data = file_of(refused, input_)
                changes.rejected[path] = data
            elif refused.known:
                changes.taken_in.append(kept_path(refused.source, refused.known))
    if not dry_run:
        _store(content, changes)
    account.outcomes += outcomes
    account.notes += notes
    account.folders |= changes.folders
    account.kept += len(changes.rejected)


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
    stored, merged = shelf.joined(paper)
    if reason := shelf.removed(paper, stored):
        # Nothing of its text stays, not even as a record that was rejected.
        return Refused(record.where, record.source, reason, b"", False, record.kept_as)
    if not stored:
        if reason := shelf.refuses(paper):
            return _refused(record, reason)
        state = ADDED
    else:
        state = UNCHANGED if merged == stored[0] and len(stored) == 1 else UPDATED
    if reason := shelf.clash(merged, stored):
        return _refused(record, reason)
    if state != UNCHANGED:
        shelf.replace(stored, merged)
        changes.papers[path_of(merged)] = merged
        if state == ADDED:
            changes.folders.add(path_of(merged).rpartition("/")[0])
        for gone in stored[1:]:
            changes.papers.pop(path_of(gone), None)
            changes.gone.append(gone)
            notes.append(f"{path_of(gone)} is the same paper as {path_of(merged)}")
    outcomes.append(Outcome(input_, record.where, state, paper=merged.id))
    if record.kept_as:
        changes.taken_in.append(kept_path(record.source, record.kept_as))
    return None


def _without_removed(shelf: Shelf, refused: Refused) -> Refused:
    """The record as it was refused; of one that tells of a removed paper nothing but that."""
    reason = shelf.removed_as_told(refused.told, refused.original)
    if reason is None:
        return refused
    known = fingerprint(refused.original)
    return Refused(refused.where, refused.source, reason, b"", False, known)


def _refused(record: Admitted, reason: str) -> Refused:
    """An admitted record that has no place; its source's own bytes are gone by now."""
    text = dump(replace(record.paper, provenance=()))
    return Refused(record.where, record.source, reason, text.encode())


def _store(content: Path, changes: _Changes) -> None:
    write(content, *changes.papers.values())
    for paper in changes.gone:
        remove(content, paper)
    keep(content, changes.rejected, changes.taken_in)

"""A month's records of another site -> the store: what is not here, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.admit import Refused, fingerprint
from generator.api.hashes import hash_of
from generator.faults import printable
from generator.ingest import REJECTED, Outcome
from generator.mirroring.comparing import Met
from generator.mirroring.months import Mirrored
from generator.model import Paper
from generator.rejected import file_of, keep
from generator.rejected import path_of as kept_path
from generator.shelf import Shelf
from generator.store import path_of, write


@dataclass(slots=True)
class Taken:
    """How the records of a month ended: ids of those added, of those that are known here under
    another name or were removed here, and those that were rejected.

    `settled` are the hashes of all of them: as long as a record stays so, it need not be had again.
    """

    added: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rejected: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    met: dict[str, Met] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def take(
    content: Path,
    shelf: Shelf,
    records: Iterable[Mirrored | Refused],
    input_: str,
    source: str,
    *,
    dry_run: bool = False,
) -> Taken:
    """Take in the records that are not here; a paper that is here stays as it is.

    `input_` is where they are from. The store must be locked. Raises StoreError if the disk
    refuses.
    """
    taken = Taken()
    papers: dict[str, Paper] = {}
    kept: dict[str, bytes] = {}
    taken_in: list[str] = []
    for record in records:
        refused = record if isinstance(record, Refused) else None
        if isinstance(record, Mirrored):
            taken.settled.add(record.listed.hash)
            paper = record.paper
            stored = shelf.matches(paper)
            if stone := shelf.tombstone_of(paper, stored):
                taken.removed.append(paper.id)
                taken.met[paper.id] = Met(record.listed.hash, stone.id)
            elif stored:
                taken.here.append(paper.id)
                taken.met[paper.id] = Met(record.listed.hash, stored[0].id)
            elif reason := shelf.refuses(paper) or shelf.clash(paper, []):
                refused = Refused(record.where, source, reason, record.original)
            else:
                shelf.replace([], paper)
                papers[path_of(paper)] = paper
                taken.added.append(paper.id)
                taken_in.append(kept_path(source, fingerprint(record.original)))
                taken.notes += _notes(record, input_)
        if refused:
            taken.settled.add(hash_of(refused.original))
            removed = shelf.removed_as_told(refused.told, refused.original)
            reason = printable(removed or refused.reason)
            taken.rejected.append(Outcome(input_, refused.where, REJECTED, reason=reason))
            path, data = file_of(refused, input_)
            if removed:  # nothing of its text stays
                taken_in.append(path)
            else:
                kept[path] = data
    if not dry_run:
        write(content, *papers.values())
        keep(content, kept, taken_in)
    return taken


def _notes(record: Mirrored, input_: str) -> Iterator[str]:
    if record.cleaned:
        yield f"{input_}: {printable(record.where)}: cleaned: {', '.join(record.cleaned)}"

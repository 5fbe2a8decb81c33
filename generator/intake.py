"""A run of ingest: files in, the store changed, every record accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.incoming import InputError, Reading, Source
from generator.ingest import Account, Shelf, ingest
from generator.inputs import opened
from generator.sources import SOURCES, detect
from generator.store import StoreError, load, locked


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who ingests has said: format, listing day, source's name; None if not."""

    source: Source | None = None
    day: date | None = None
    name: str | None = None
    dry_run: bool = False


def take_in(
    files: Sequence[Path],
    content: Path,
    options: Options,
    now: datetime,
    advance: Callable[[str], None] = lambda name: None,
) -> tuple[Account, list[str]]:
    """The account of the run, and every error that is not a single record's.

    `now` (UTC) becomes `retrieved`; `advance` is told the file's name at each record. A file
    without a paper is an error, and so is each fault of the store; neither stops the rest.
    """
    account = Account()
    errors: list[str] = []
    try:
        with nullcontext() if options.dry_run else locked(content):
            contents = load(content)
            errors += [str(fault) for fault in contents.faults]
            shelf = Shelf(contents)
            for path in files:
                taken = len(account.outcomes) - len(account.rejected)
                try:
                    _file(path, content, options, now, shelf, account, advance)
                except InputError as error:
                    errors.append(str(error))
                    continue
                if len(account.outcomes) - len(account.rejected) == taken:
                    errors.append(f"{path}: no paper in it was taken in")
    except StoreError as error:
        errors.append(str(error))
    return account, errors


def _file(
    path: Path,
    content: Path,
    options: Options,
    now: datetime,
    shelf: Shelf,
    account: Account,
    advance: Callable[[str], None],
) -> None:
    with opened(path) as (head, stream):
        source = options.source or detect(head)
        if source is None:
            known = ", ".join(each.format for each in SOURCES)
            what = "is in no format that is known" if head.strip() else "is empty"
            raise InputError(f"{path}: {what}; --format takes {known}")
        reading = Reading(path.name, options.name or source.source, options.day, now.date())
        records = source.read(stream, reading)
        for _ in ingest(content, shelf, records, reading, now, account, dry_run=options.dry_run):
            advance(path.name)

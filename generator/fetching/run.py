"""A run of fetch: every source asked, what came taken in, each day's account kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.faults import StoreError
from generator.fetching.asking import FetchedSource
from generator.fetching.client import Client
from generator.fetching.gathering import FetchOptions, Gathered, Progress, gather
from generator.fetching.judging import Verdict
from generator.fetching.taking import take
from generator.ingest import Account
from generator.intake_days import load_intake
from generator.kept_out import require_known
from generator.schema import require
from generator.shelf import Shelf
from generator.store import load, load_to_write, locked
from generator.tombstones import load_tombstones


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How a source ended: its days, the records by how they ended, what was wrong."""

    source: str
    days: tuple[Verdict, ...]
    counts: Mapping[str, int]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchReport:
    """Every source, every record, and what is wrong with the store."""

    sources: tuple[SourceOutcome, ...]
    account: Account
    errors: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether every source answered and every record was accounted for."""
        return not self.errors and not any(source.problems for source in self.sources)


def fetch(
    sources: Sequence[FetchedSource],
    content: Path,
    client: Client,
    options: FetchOptions,
    tell: Progress = lambda what, done, of: None,
) -> FetchReport:
    """Ask the sources one after another, then take in what came.

    The store is held only while it is written, not while the network is waited for. Nothing that
    goes wrong with one source or the store stops the account of the rest.
    """
    account, outcomes = Account(), list[SourceOutcome]()
    try:
        with tempfile.TemporaryDirectory(prefix="paperfeed.", ignore_cleanup_errors=True) as folder:
            # Else sources would be asked in vain.
            require(content)
            require_known(load_tombstones(content).unknown)
            intake = load_intake(content)
            gathered = [
                gather(source, intake, client, options, Path(folder, str(number)), tell)
                for number, source in enumerate(sources)
            ]
            errors = [str(fault) for fault in intake.faults]
            if options.dry_run:
                shelf = Shelf(load(content))
                outcomes += _outcomes(gathered, content, shelf, account, options)
            else:
                with locked(content):
                    contents = load_to_write(content)
                    errors += [str(fault) for fault in contents.faults]
                    outcomes += _outcomes(gathered, content, Shelf(contents), account, options)
    except StoreError as error:
        return FetchReport(tuple(outcomes), account, (str(error),))
    except OSError as error:  # of the files in which the answers are kept
        where = error.filename or tempfile.gettempdir()
        reason = f"{where}: cannot be written: {error.strerror}"
        return FetchReport(tuple(outcomes), account, (reason,))
    return FetchReport(tuple(outcomes), account, tuple(errors))


def _outcomes(
    gathered: Sequence[Gathered],
    content: Path,
    shelf: Shelf,
    account: Account,
    options: FetchOptions,
) -> Iterator[SourceOutcome]:
    # Read again: another run may have taken the same days in while this one waited.
    intake = load_intake(content)
    for each in gathered:
        taken = take(each, intake, content, shelf, account, options)
        yield SourceOutcome(
            each.source.name,
            taken.verdicts,
            taken.counts,
            (*each.problems, *taken.problems),
            (*each.notes, *taken.notes),
        )

"""A run of ingest: inputs in, the store changed, every input and record accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, groupby
from pathlib import Path

from generator.faults import StoreError
from generator.formats import SOURCES
from generator.incoming import Source
from generator.ingest import REJECTED, Account, ingest
from generator.inputs import Input, inputs_of
from generator.reader import Batch, Broken, Format, Message, Request, reading_ahead
from generator.rejected import kept
from generator.shelf import Shelf
from generator.store import load, load_to_write, locked


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who ingests has said: format, listing day, source's name; None if not."""

    source: Source | None = None
    day: date | None = None
    name: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """How one input ended: its format, its records by how they ended, and what was wrong with it.

    `within` is the folder or archive that it was come upon in, if it was not named itself.
    """

    input: str
    format: str | None
    counts: Mapping[str, int]
    error: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Every record, every input, and every error that is not a single record's."""

    account: Account
    files: tuple[FileOutcome, ...]
    errors: tuple[str, ...]


#: Rejected records of one input that are listed one by one.
_SHOWN = 20

#: Told what is being done, how many records it has got through, and which part (0 to 1) is done.
Progress = Callable[[str, int, float], None]


def _silent(_what: str, _records: int, _part: float) -> None:
    pass


def take_in(
    paths: Sequence[Path],
    content: Path,
    options: Options,
    now: datetime,
    tell: Progress = _silent,
) -> Report:
    """Take in every file that the paths name; folders, archives and `-` as `inputs_of` has them.

    `now` (UTC) becomes `retrieved`. An input without a paper is an error if it was named itself;
    of a folder or archive only if none of its files had one. Each fault of the store is an error
    as well. None of them stops the rest.
    """
    run = _Run(content, options, now, tell)
    try:
        with inputs_of(paths) as inputs, ExitStack() as stack:
            requests = run.requests(inputs)
            # The first input is read while the store is.
            first = [stack.enter_context(reading_ahead(request)) for request in requests[:1]]
            stack.enter_context(nullcontext() if options.dry_run else locked(content))
            run.load()
            for request, messages in zip(requests, first, strict=False):
                run.take(request.one, messages)
            for request in requests[1:]:
                with reading_ahead(request) as messages:
                    run.take(request.one, messages)
            run.judge_folders()
    except StoreError as error:
        run.errors.append(str(error))
    return Report(run.account, tuple(run.files), tuple(run.errors))


class _Run:
    """What a run knows and has found so far."""

    def __init__(self, content: Path, options: Options, now: datetime, tell: Progress) -> None:
        self.account = Account()
        self.files: list[FileOutcome] = []
        self.errors: list[str] = []
        self._content, self._options, self._now, self._tell = content, options, now, tell
        self._groups: dict[str, bool] = {}
        self._size, self._done = 1, 0

    def requests(self, inputs: Sequence[Input]) -> list[Request]:
        """How each input is to be read."""
        self._size = sum(one.size for one in inputs) or 1
        options, names = self._options, kept(self._content)
        return [
            Request(one, options.source, options.name, options.day, self._now, names)
            for one in inputs
        ]

    def load(self) -> None:
        """Read what is in the store."""
        papers = count(1)
        read = load if self._options.dry_run else load_to_write
        contents = read(
            self._content, lambda: self._tell("reading what is here", next(papers), 0.0)
        )
        self.errors += [str(fault) for fault in contents.faults]
        self._shelf = Shelf(contents)

    def take(self, one: Input, messages: Iterator[Message]) -> None:
        """Take in the records of one input and note how it ended."""
        before = self.account.counts()
        format_: str | None = None
        broken: Broken | None = None
        for message in messages:
            if isinstance(message, Format):
                format_ = message.format
            elif isinstance(message, Broken):
                broken = message
            else:
                self._ingest(one, message)
        self._done += one.size
        counts = {key: n - before[key] for key, n in self.account.counts().items()}
        accepted = sum(counts.values()) - counts[REJECTED]
        error = broken.reason if broken else None
        if error is None and not accepted:
            error = "no paper in it was taken in"
        self.files.append(FileOutcome(one.name, format_, counts, error, one.within))
        if one.within:
            self._groups[one.within] = bool(self._groups.get(one.within) or accepted)
        elif error:
            known = ", ".join(source.format for source in SOURCES)
            hint = f"; --format takes {known}" if broken and broken.strange else ""
            self.errors.append(f"{one.given}: {error}{hint}")

    def judge_folders(self) -> None:
        """A folder or archive is wrong as a whole if none of its files had a paper."""
        for name, accepted in self._groups.items():
            if not accepted:
                self.errors.append(f"{name}: no paper in any of its files was taken in")

    def _ingest(self, one: Input, batch: Batch) -> None:
        dry_run = self._options.dry_run
        ingest(self._content, self._shelf, batch.records, one.name, self.account, dry_run=dry_run)
        part = (self._done + one.size * batch.part) / self._size
        self._tell(one.name, len(self.account.outcomes), part)


def rejections(account: Account) -> Iterator[str]:
    """A line for each rejected record; of many in one input the first, and how many more."""
    for input_, of_one in groupby(account.rejected, lambda outcome: outcome.input):
        outcomes = list(of_one)
        for outcome in outcomes[:_SHOWN]:
            yield f"{input_}: {outcome.where}: rejected: {outcome.reason}"
        if len(outcomes) > _SHOWN:
            more = len(outcomes) - _SHOWN
            yield f"{input_}: {more:,} more rejected (--json lists them all)"

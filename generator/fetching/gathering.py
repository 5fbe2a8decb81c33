"""Asking a source for the days that are wanted: what it answered, day by day, kept in files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.fetching.asking import Check, FetchedSource, Kind
from generator.fetching.client import Answer, Client, Validators
from generator.fetching.errors import FetchError, TransientError
from generator.fetching.judging import as_believed, days_to_ask
from generator.fetching.kinds import kind_of
from generator.inputs import Input
from generator.intake_days import Cursor, Intake
from generator.words import count

#: Days that a first run goes back.
_FIRST_DAYS = 7
#: Days in a row that a source may refuse before it is left alone.
_MOST_REFUSALS = 3
#: How far two clocks may be apart before it is said.
_APART = timedelta(hours=12)
#: A lie of a server's about what has changed is believed for less than a week.
_BELIEVED = timedelta(7)

#: Told which source and day is asked for, how many days are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What the person who fetches has said, and when it is (UTC)."""

    now: datetime
    since: date | None = None
    dry_run: bool = False
    #: Seconds that one source may take.
    deadline: float = 900.0


@dataclass(frozen=True, slots=True)
class DayGathered:
    """What a source answered for a day: its bodies as inputs, and why there are not more."""

    day: date
    inputs: tuple[Input, ...]
    error: FetchError | None = None


@dataclass(slots=True)
class Gathered:
    """All that a source answered in this run."""

    source: FetchedSource
    kind: Kind
    until: date
    days: list[DayGathered] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: The day (UTC) that it is, by our clock or the server's, whichever is behind.
    today: date = date.max
    #: The latest day (UTC) that a clock of the source's has said.
    latest: date = date.min
    #: Of a source that shows only what is new: what makes the next request conditional.
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False


def gather(
    source: FetchedSource,
    intake: Intake,
    client: Client,
    options: FetchOptions,
    folder: Path,
    tell: Progress,
) -> Gathered:
    """Ask one source for every day that is wanted; what goes wrong is part of what is gathered."""
    kind = kind_of(source.kind)
    if kind is None:
        raise ValueError(f"no kind of source is called {source.kind}")
    folder.mkdir()
    today = options.now.date()
    kept = intake.cursors.get(source.name, Cursor())
    cursor = as_believed(kept, today)
    every = intake.days.get(source.name, {})
    known = {day: each for day, each in every.items() if day <= today}
    until = options.since - timedelta(1) if options.since else cursor.until
    if until is None:
        until = today - timedelta(_FIRST_DAYS if kind.by_day else 1)
        until = min(until, max(known, default=until))  # where a cursor was lost
    gathered = Gathered(source, kind, min(until, cursor.until or until), today=today)
    gathered.notes += _disbelieved(kept, every, today)
    asker = _Asker(client, gathered, options, cursor, folder, client.clock() + options.deadline)
    if kind.by_day:
        wanted = days_to_ask(until, today, {} if options.since else known)
        asker.ask_days(wanted, tell)
    else:
        asker.ask_what_is_new(tell)
    return gathered


def _disbelieved(cursor: Cursor, known: Collection[date], today: date) -> Iterator[str]:
    """What the account of a source says of days that have not come."""
    if as_believed(cursor, today) != cursor:
        yield (
            f"its cursor.yml says that all is known up to {cursor.until}, which has not come; that "
            "is not believed, and --since asks for days that are missing"
        )
    if days := [day for day in known if day > today]:
        yield f"there is an account of {min(days)}, which has not come; it is not believed"


@dataclass(slots=True)
class _Asker:
    """Asks one source within its time, and puts what comes into files."""

    client: Client
    gathered: Gathered
    options: FetchOptions
    cursor: Cursor
    folder: Path
    ends: float
    _bodies: int = 0
    _is_clock_told: bool = False

    def ask_days(self, days: Sequence[date], tell: Progress) -> None:
        """Ask for each day, until the source is out of reach or refuses again and again."""
        name, refusals = self.gathered.source.name, 0
        for number, day in enumerate(days):
            if day > self.gathered.today:
                return  # the server's day has not begun
            tell(f"{name} {day}", number, len(days))
            inputs, error = self._pages(day, self._ask)
            self.gathered.days.append(DayGathered(day, inputs, error))
            refusals = refusals + 1 if error else 0
            rest = len(days) - number - 1
            if rest and (isinstance(error, TransientError) or refusals == _MOST_REFUSALS):
                self.gathered.notes.append(f"{count(rest, 'more day')} left to the next run")
                return

    def ask_what_is_new(self, tell: Progress) -> None:
        """Ask a source that shows only what is new, conditionally if its last answer is known."""
        today = self.options.now.date()
        tell(self.gathered.source.name, 0, 1)
        inputs, error = self._pages(today, self._ask_conditionally)
        self.gathered.days.append(DayGathered(today, inputs, error))

    def _pages(
        self, day: date, ask: Callable[[str, Check], bytes]
    ) -> tuple[tuple[Input, ...], FetchError | None]:
        kind, source = self.gathered.kind, self.gathered.source
        inputs: list[Input] = []
        try:
            for body in kind.pages(source, day, ask):
                inputs.append(self._kept(body, day, len(inputs)))
        except _UnchangedError:
            self.gathered.unchanged = True
        except FetchError as error:
            return tuple(inputs), error
        return tuple(inputs), None

    def _ask(self, url: str, check: Check) -> bytes:
        return self._body(self.client.get(url, self.ends, check=check))

    def _ask_conditionally(self, url: str, check: Check) -> bytes:
        cursor, today = self.cursor, self.options.now.date()
        fresh = cursor.asked is not None and timedelta(0) <= today - cursor.asked < _BELIEVED
        believed = fresh and not self.options.since
        validators = Validators(cursor.etag, cursor.last_modified) if believed else Validators()
        answer = self.client.get(url, self.ends, validators, check)
        self.gathered.validators = answer.validators
        return self._body(answer)

    def _body(self, answer: Answer) -> bytes:
        if answer.moment is not None:
            self._compare_clocks(answer.moment)
        if answer.body is None:
            raise _UnchangedError
        return answer.body

    def _compare_clocks(self, moment: datetime) -> None:
        gathered, now = self.gathered, self.options.now
        gathered.today = min(gathered.today, moment.date())
        gathered.latest = max(gathered.latest, moment.date())
        if abs(moment - now) > _APART and not self._is_clock_told:
            self._is_clock_told = True
            said = (
                f"this machine's clock says {now:%Y-%m-%d %H:%M}, the source's "
                f"{moment:%Y-%m-%d %H:%M} (UTC); the one that is behind counts"
            )
            # Days that the source's clock has not reached are not asked for: that is no success.
            (gathered.problems if moment < now else gathered.notes).append(said)

    def _kept(self, body: bytes, day: date, number: int) -> Input:
        path = self.folder / f"{self._bodies}"
        self._bodies += 1
        path.write_bytes(body)
        name = self.gathered.source.name
        shown = f"{name} {day}" if self.gathered.kind.by_day else name
        if number:
            shown += f" page {number + 1}"
        return Input(shown, path, within=name, size=len(body))


class _UnchangedError(Exception):
    """The source has nothing that it had not the last time."""

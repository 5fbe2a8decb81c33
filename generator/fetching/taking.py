"""What a source answered -> the store, a verdict on each day, and how far the source is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from generator.admit import Admitted, Refused
from generator.fetching.asking import FetchedSource
from generator.fetching.gathering import DayGathered, FetchOptions, Gathered
from generator.fetching.judging import (
    PARTIAL,
    About,
    Found,
    Verdict,
    as_believed,
    judged,
    known_until,
)
from generator.incoming import Note
from generator.ingest import REJECTED, Account, ingest
from generator.intake_days import Cursor, Intake, keep_intake
from generator.model import IntakeDay
from generator.reader import Batch, Broken, Request, read
from generator.rejected import kept
from generator.shelf import Shelf

#: Days after which a day that failed is given up.
_GIVE_UP = 14


@dataclass(frozen=True, slots=True)
class Taken:
    """How a source's days went, its records by how they ended, what was wrong, what else to say."""

    verdicts: tuple[Verdict, ...]
    counts: Mapping[str, int]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """The papers that came in by the day to which they count, and the rejected records."""

    papers: dict[date | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    rejected: int = 0
    error: str | None = None
    reason: str | None = None

    def days(self) -> set[date]:
        """The days to which papers count by their own word."""
        return {day for day in self.papers if day is not None}


def take(
    gathered: Gathered,
    intake: Intake,
    content: Path,
    shelf: Shelf,
    account: Account,
    options: FetchOptions,
) -> Taken:
    """Take in what a source answered, and keep how its days went; the store must be locked.

    Raises StoreError if the disk refuses.
    """
    name, kind = gathered.source.name, gathered.kind
    before = account.counts()
    today = options.now.date()
    known = {day: each for day, each in intake.days.get(name, {}).items() if day <= today}
    tallies = [
        (each, _tally(each, gathered, content, shelf, account, options)) for each in gathered.days
    ]
    found = _by_day(tallies) if kind.by_day else _of_what_is_new(tallies, gathered, known)
    verdicts: list[Verdict] = []
    # The latest first: that the source has gone on says something about the days before.
    for day in sorted(found, reverse=True):
        verdict = judged(name, day, found[day], _about(gathered, day), known)
        if verdict.kept is not None:
            known[day] = verdict.kept
        verdicts.append(verdict)
    verdicts.reverse()
    if not options.dry_run:
        days = [verdict.kept for verdict in verdicts if verdict.kept is not None]
        keep_intake(content, name, days, _cursor(gathered, intake, known, tallies, options))
    counts = {state: number - before[state] for state, number in account.counts().items()}
    judgements = list(zip(sorted(found), verdicts, strict=True))
    problems = tuple(f"{day}: {verdict.problem}" for day, verdict in judgements if verdict.problem)
    notes = tuple(f"{day}: {verdict.note}" for day, verdict in judgements if verdict.note)
    return Taken(tuple(verdicts), counts, problems, notes)


def _tally(
    each: DayGathered,
    gathered: Gathered,
    content: Path,
    shelf: Shelf,
    account: Account,
    options: FetchOptions,
) -> _Tally:
    """Take in the answers for a day and count them."""
    tally = _Tally()
    if each.error is not None:
        tally.error, tally.reason = str(each.error), each.error.reason
    source, kind = gathered.source, gathered.kind
    names = kept(content)
    for one in each.inputs:
        request = Request(one, kind.format, source.name, None, options.now, names)
        for message in read(request):
            if isinstance(message, Broken):
                if not message.empty:
                    tally.error = tally.error or message.reason
            elif isinstance(message, Batch):
                records = [r for r in message.records if not (isinstance(r, Note) and r.more)]
                start = len(account.outcomes)
                ingest(content, shelf, records, one.name, account, dry_run=options.dry_run)
                outcomes = account.outcomes[start:]
                taken = [record for record in records if not isinstance(record, Note)]
                for record, outcome in zip(taken, outcomes, strict=True):
                    _count(tally, record, outcome.state, gathered)
    return tally


def _count(tally: _Tally, record: Admitted | Refused, state: str, gathered: Gathered) -> None:
    if state == REJECTED or isinstance(record, Refused):
        tally.rejected += 1
    else:
        tally.papers[gathered.kind.day_of(record.paper)].add(record.paper.id)


def _by_day(tallies: list[tuple[DayGathered, _Tally]]) -> dict[date, Found]:
    """Of a source that was asked for days: what came of each."""
    found: dict[date, Found] = {}
    for each, tally in tallies:
        error, days = tally.error, tally.days()
        papers = set().union(*tally.papers.values())
        if days and each.day not in days and not tally.papers.get(None):
            shown = ", ".join(str(day) for day in sorted(days)[:3])
            error, papers = error or f"the answer is of {shown}, not of this day", set()
        found[each.day] = Found(len(papers) + tally.rejected, tally.rejected, error, tally.reason)
    return found


def _of_what_is_new(
    tallies: list[tuple[DayGathered, _Tally]],
    gathered: Gathered,
    known: Mapping[date, IntakeDay],
) -> dict[date, Found]:
    """Of a source that shows what is new: what came of each day since it was last known.

    What has no day of its own counts to the latest that is there.
    """
    ((each, tally),) = tallies
    since = gathered.until
    days = {day for day in tally.days() if since < day <= each.day}
    if not tally.error:  # a day that was not over when it was seen may be gone by now
        days |= {day for day, kept in known.items() if kept.state == PARTIAL and day <= each.day}
        # What failed today does so no more.
        days |= {each.day} & known.keys()
    latest = max(tally.days(), default=each.day)
    if gathered.kind.daily and latest < each.day and not tally.error:
        gathered.notes.append(f"the latest that it shows is of {latest}")
    if tally.error:
        # Nothing can be said of days that the answer may have held.
        days = days or {each.day}
        latest = max(days)
    elif gathered.kind.daily:
        days |= {since + timedelta(n) for n in range(1, (each.day - since).days + 1)}
    found: dict[date, Found] = {}
    for day in days:
        papers = set(tally.papers.get(day, ()))
        rejected = tally.rejected if day == latest else 0
        if day == latest:
            papers |= tally.papers.get(None, set())
        error, reason = (tally.error, tally.reason) if day == latest else (None, None)
        found[day] = Found(len(papers) + rejected, rejected, error, reason)
    return found


def _about(gathered: Gathered, day: date) -> About:
    kind = gathered.kind
    return About(
        gathered.today,
        kind.settles,
        kind.by_day,
        kind.daily,
        is_closed(gathered.source, day),
    )


def is_closed(source: FetchedSource, day: date) -> bool:
    """Whether the configuration says that the source has no papers on this day."""
    return not source.closed.isdisjoint((day.isoformat(), f"{day:%m-%d}"))


def _cursor(
    gathered: Gathered,
    intake: Intake,
    known: Mapping[date, IntakeDay],
    tallies: list[tuple[DayGathered, _Tally]],
    options: FetchOptions,
) -> Cursor | None:
    """How far the source is known after this run; None if that cannot be said."""
    # A machine whose clock is behind must not take back what others know.
    today = max(options.now.date(), gathered.latest)
    old = as_believed(intake.cursors.get(gathered.source.name, Cursor()), today)
    if gathered.kind.by_day:
        until = known_until(gathered.until, gathered.today, known, _GIVE_UP)
        return Cursor(max(until, old.until or until))
    if any(tally.error for _, tally in tallies):
        return old if old != Cursor() else None
    # Days that have gone do not come back: the source shows only what is new.
    until = max(gathered.today - timedelta(1), old.until or date.min)
    if gathered.unchanged:
        return Cursor(until, old.asked, old.etag, old.last_modified)
    validators = gathered.validators
    asked = options.now.date() if validators.headers() else None
    return Cursor(until, asked, validators.etag, validators.last_modified)

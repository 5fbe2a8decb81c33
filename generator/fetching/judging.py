"""What a source's answer for a day says of that day, seen against the days before. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.intake_days import Cursor
from generator.model import IntakeDay
from generator.words import count

COMPLETE, PARTIAL, CLOSED, FAILED = "complete", "partial", "closed", "failed"
_KNOWN = (COMPLETE, CLOSED)
#: How many weeks back a day is compared with the same day of the week.
_WEEKS = 4
#: Days after which an empty day is believed, if the source has gone on since.
_BELIEVED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What came in of a day: records, those of them that were rejected, why there are not more."""

    records: int = 0
    rejected: int = 0
    error: str | None = None
    #: The error without what is only true of this run; as the error if not given.
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the day is judged by, besides what was found.

    `today` is the day (UTC) on which was asked; `settles` how many days later a day no longer
    changes; `by_day` whether the source can be asked for a day, or only shows what is new; `daily`
    whether it is expected to have papers on most days; `closed` whether the configuration says
    that it has none that day.
    """

    today: date
    settles: int = 1
    by_day: bool = True
    daily: bool = True
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day as it is kept (None: nothing is known of it yet), what is wrong, what else to say."""

    kept: IntakeDay | None
    problem: str | None = None
    note: str | None = None


def judged(
    source: str, day: date, found: Found, about: About, known: Mapping[date, IntakeDay]
) -> Verdict:
    """How the day went; `known` are the source's days as they were kept before, and this run's."""
    kept = known.get(day)
    settled = about.today - day >= timedelta(about.settles)
    if found.error is not None:
        return _failed(source, day, found, kept)
    if kept is not None and kept.state == COMPLETE and found.records < kept.records:
        said = (
            f"{count(found.records, 'record')} of {day} now, where {kept.records:,} were complete"
        )
        return Verdict(kept, note=f"the source shows {said}; those stay" if about.by_day else None)
    if kept is not None and kept.state == PARTIAL and found.records < kept.records:
        found = Found(kept.records, kept.rejected)
    if found.records == 0:
        return _empty(source, day, about, known, settled=settled)
    if found.records == found.rejected:
        reason = f"none of {count(found.records, 'record')} became a paper"
        return Verdict(
            IntakeDay(source, day, FAILED, found.records, found.rejected, reason), reason
        )
    state, why = COMPLETE, None
    if not settled:
        over = day < about.today
        state, why = PARTIAL, "papers of this day still come in" if over else "the day was not over"
    return Verdict(IntakeDay(source, day, state, found.records, found.rejected, why))


def _failed(source: str, day: date, found: Found, kept: IntakeDay | None) -> Verdict:
    """What was known of the day stays if it is more than what has come now."""
    if kept is not None and (kept.state in _KNOWN or kept.records > found.records):
        return Verdict(kept, found.error)
    state = PARTIAL if found.records > found.rejected else FAILED
    reason = found.reason or found.error
    new = IntakeDay(source, day, state, found.records, found.rejected, reason)
    return Verdict(new, found.error)


def _empty(
    source: str, day: date, about: About, known: Mapping[date, IntakeDay], *, settled: bool
) -> Verdict:
    """A day without records: not over yet, closed, or a failure that does not look like one."""
    kept = known.get(day)

    def closed(reason: str) -> Verdict:
        return Verdict(IntakeDay(source, day, CLOSED, reason=reason))

    if about.closed:
        return closed("the source is closed on this day")
    if kept is not None and kept.state == FAILED and not settled:
        # It could not be had before; now it can, and has nothing yet.
        return Verdict(IntakeDay(source, day, PARTIAL, reason="the day was not over"))
    if kept is not None and kept.state == PARTIAL and settled and not about.daily:
        return closed("nothing came of this day")
    if not settled or not about.daily or (kept is not None and kept.state in _KNOWN):
        return Verdict(kept)
    weekend = day.weekday() >= 5
    before = list(_comparable(day, known, same_weekday=True))
    if not before and not weekend:
        before = list(_comparable(day, known, same_weekday=False))
    if before and before[0].records == 0:
        return closed("closed for the weekend" if weekend else f"nothing, as on {before[0].day}")
    if not before and weekend:
        return closed("closed for the weekend")
    later = [each.day for each in known.values() if each.day > day and each.records > each.rejected]
    if later and (about.today - day).days >= _BELIEVED and before:
        return closed(f"nothing was listed; the source went on on {min(later)}")
    if before:
        shown = ", ".join(f"{each.day} had {each.records:,}" for each in before[:3])
        reason = f"no papers, though {shown}"
    else:
        reason = "no papers, and none ever came from this source; look at it in mkdocs.yml"
    return Verdict(IntakeDay(source, day, FAILED, reason=reason), reason)


def _comparable(
    day: date, known: Mapping[date, IntakeDay], *, same_weekday: bool
) -> Iterator[IntakeDay]:
    """The days before that this one is compared with, the latest first: of four weeks."""
    for back in range(1, 7 * _WEEKS + 1):
        other = known.get(day - timedelta(back))
        if other is None or other.state == FAILED:
            continue
        alike = back % 7 == 0 if same_weekday else other.day.weekday() < 5
        if alike and other.reason != "the source is closed on this day":
            yield other


def as_believed(cursor: Cursor, today: date) -> Cursor:
    """The cursor without a day to come: nobody can know all of that."""
    return replace(cursor, until=None) if cursor.until and cursor.until > today else cursor


def days_to_ask(until: date, today: date, known: Mapping[date, IntakeDay]) -> tuple[date, ...]:
    """The days after `until`, up to today, of which not all is known."""
    every = (until + timedelta(number) for number in range(1, (today - until).days + 1))
    return tuple(day for day in every if day not in known or known[day].state not in _KNOWN)


def known_until(until: date, today: date, known: Mapping[date, IntakeDay], give_up: int) -> date:
    """The last day of which, and of all before it back to `until`, nothing more is to be had.

    A day that failed is given up after so many days: it stays failed, and others are not held up.
    """
    day = until
    while (following := day + timedelta(1)) < today:
        kept = known.get(following)
        old = (today - following).days > give_up
        if not (old or (kept is not None and kept.state in _KNOWN)):
            break
        day = following
    return day

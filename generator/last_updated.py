"""When the site was last updated, as its content knows it: never the day of a build, nor later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.intake_days import Intake
from generator.model import Paper, Tombstone


def last_updated(
    papers: Iterable[Paper],
    intake: Intake,
    removed: Iterable[Tombstone],
    today: date = date.max,
) -> date | None:
    """The newest day (UTC) on which something came in, was seen not to have come, or was removed.

    A day that failed tells of nothing that came. A source that has nothing new for weeks was asked
    all the same: its cursor says so. What is later than `today`, the day of the build, nobody can
    know. None if nothing is known of any day.
    """
    days = (*_of_papers(papers), *_of_intake(intake), *(tombstone.day for tombstone in removed))
    return max((day for day in days if day <= today), default=None)


def _of_papers(papers: Iterable[Paper]) -> Iterator[date]:
    for paper in papers:
        if paper.provenance:
            yield from (each.retrieved.date() for each in paper.provenance)
        else:  # written by hand
            yield paper.listed


def _of_intake(intake: Intake) -> Iterator[date]:
    for days in intake.days.values():
        yield from (day for day, each in days.items() if each.state != "failed")
    for cursor in intake.cursors.values():
        yield from (day for day in (cursor.until, cursor.asked) if day)

"""Days that are said to be known, or over, and have not come: of the intake, and of removals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.days import is_to_come
from generator.days_to_come import not_come
from generator.faults import Flaw
from generator.intake_days import CURSOR, FOLDER, Cursor
from generator.model import Tombstone
from generator.tombstones import path_of


def of_intake(
    days: Iterable[tuple[str, date]], cursors: Mapping[str, Cursor], today: date
) -> Iterator[tuple[str, Flaw]]:
    """Each file of the intake that tells of a day later than tomorrow, and what is wrong with it.

    `days` are those of which there are files, with their sources.
    """
    for source, day in days:
        if is_to_come(day, today):
            said = f"is of {day}, which has not come (today is {today}, in UTC); delete it"
            yield f"{FOLDER}/{source}/{day}.yml", Flaw(said)
    for source, cursor in cursors.items():
        for key in ("until", "asked"):
            day = getattr(cursor, key)
            if day is not None and is_to_come(day, today):
                do = "write the last day of which all is known, or delete the file"
                if key == "asked":
                    do = "delete the line, and those of `etag` and `last_modified`"
                yield f"{FOLDER}/{source}/{CURSOR}", not_come((key,), day, today, do)


def of_removals(removed: Iterable[Tombstone], today: date) -> Iterator[tuple[str, Flaw]]:
    """Each tombstone's file whose day is later than tomorrow, and what is wrong with it."""
    for tombstone in removed:
        if is_to_come(tombstone.day, today):
            do = "write the day on which it was removed"
            yield path_of(tombstone.id), not_come(("day",), tombstone.day, today, do)

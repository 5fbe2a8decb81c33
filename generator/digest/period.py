"""The day or the ISO week that a digest is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last; `name` is as the command takes it: a day, or `2025-W11`."""

    name: str
    first: date
    last: date

    @property
    def is_week(self) -> bool:
        """Whether it is more than a day."""
        return self.first != self.last


def day_period(day: date) -> Period:
    """One day."""
    return Period(day.isoformat(), day, day)


def week_period(text: str) -> Period | None:
    """The ISO week that `2025-W11` names; None if it names none."""
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    try:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return Period(text, first, first + timedelta(6))

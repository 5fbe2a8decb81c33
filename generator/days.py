"""The days that a feed may have."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: The first year and the last. Calendars, addresses and packed files know of none far beyond.
YEARS = (1000, 2099)
_WRITTEN_AS_ONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def how_to_write(wrong: object, otherwise: str = "write a day as 2025-03-11") -> str:
    """What to do about a value that should be a day and is none; `otherwise` if it looks like
    something else.
    """
    if isinstance(wrong, str) and _WRITTEN_AS_ONE.fullmatch(wrong):
        return "there is no such day; correct it"
    return otherwise


def wrong_day(*days: date) -> str:
    """What is wrong with the first of these that cannot be; the empty string if all can."""
    wrong = next((day for day in days if not is_day(day)), None)
    return f"of the day {wrong}; a feed has the years {YEARS[0]} to {YEARS[1]}" if wrong else ""


def is_to_come(day: date, today: date) -> bool:
    """Whether a day has not come, nor is tomorrow: clocks differ, and so do zones."""
    return day - today > timedelta(1)


def is_day(day: date) -> bool:
    """Whether something can be of this day."""
    return YEARS[0] <= day.year <= YEARS[1]

"""The days that a feed may have."""

from __future__ import annotations

from datetime import date, timedelta

#: The first year and the last. Calendars, addresses and packed files know of none far beyond.
YEARS = (1000, 2099)


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

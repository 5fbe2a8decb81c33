"""Dates as the Web writes them: a moment, a day, a month or a year.

Source: https://www.w3.org/TR/NOTE-datetime
"""

from __future__ import annotations

from generator.parsing.shapes import day_of, partial_date


def stated_date(text: str) -> str | None:
    """The day (UTC) that `text` says, or the month or year if it says no more; else None."""
    bare = text.strip()
    if day := day_of(bare):
        return day.isoformat()
    year, _, month = bare.partition("-")
    return partial_date(year, month) if len(bare) == 7 else partial_date(bare)

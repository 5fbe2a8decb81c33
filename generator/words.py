"""Dates and counts in the interface's words."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def long_day(day: date) -> str:
    """`Tuesday, 11 March 2025`."""
    return f"{WEEKDAYS[day.weekday()]}, {short_day(day)}"


def short_day(day: date) -> str:
    """`11 March 2025`."""
    return f"{day.day} {month_name(day.year, day.month)}"


def month_name(year: int, month: int) -> str:
    """`March 2025`."""
    return f"{MONTHS[month - 1]} {year}"


def week_name(year: int, week: int) -> str:
    """`Week 11 of 2025`, as ISO 8601 counts weeks."""
    return f"Week {week} of {year}"


def partial_date(text: str) -> str:
    """A date of any precision in words: `2019`, `June 2019`, `12 June 2019`."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return short_day(date(*parts))
    return month_name(*parts) if len(parts) == 2 else text


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 paper`, `1,200 papers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shortened(text: str, limit: int) -> str:
    """The text, cut between words to at most `limit` characters with a sign that it was."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-")
    return f"{cut or text[: limit - 1]}…"


def byline(names: tuple[str, ...], limit: int = 3) -> str:
    """The first authors, and how many more there are."""
    shown = ", ".join(names[:limit])
    rest = len(names) - limit
    return f"{shown} and {rest:,} more" if rest > 1 else ", ".join(names[: limit + 1])

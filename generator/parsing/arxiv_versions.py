"""The versions of a paper as arXiv's formats list them: when each came, and what follows of it.

Source: https://info.arxiv.org/help/versions.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a paper; None where its number or its day (UTC) cannot be read."""

    number: int | None
    day: date | None


def stamped_day(text: str) -> date | None:
    """The day (UTC) of a time as mail has it: `Mon, 2 Apr 2007 19:18:42 GMT`; else None."""
    try:
        moment = parsedate_to_datetime(text.strip()[:60])
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def dated(versions: Sequence[Version]) -> dict[str, object]:
    """The fields of a record that its versions state: `published`, `updated` and `version`."""
    first = next((each for each in versions if each.number == 1), None)
    last = max(reversed(versions), key=lambda each: each.number or 0, default=None)
    return {
        "published": first.day.isoformat() if first and first.day else None,
        "updated": last.day.isoformat() if last and last.day else None,
        "version": last.number if last else None,
    }

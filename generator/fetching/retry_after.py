"""How long a source asks to be left alone.

Source: RFC 9110, section 10.2.3: seconds, or a date.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_to_wait(value: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` asks for, from 0; None if it says nothing that is known.

    `now` is what the server's own clock says: only the distance to its date counts.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    then = moment_of(text)
    return max(0.0, (then - now).total_seconds()) if then else None


def moment_of(value: str | None) -> datetime | None:
    """The moment (UTC) of an HTTP date; None if it is none."""
    try:
        moment = parsedate_to_datetime((value or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None

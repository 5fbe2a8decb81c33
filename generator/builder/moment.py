"""The day of a build: what a site says of later days it cannot know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

#: No Paperfeed built anything before: what is earlier stands for no moment at all.
_FIRST = date(2025, 1, 1)


def day_of_build(environ: Mapping[str, str], now: datetime) -> date:
    """The day (UTC) that the environment gives to builds that are made again, else that of `now`.

    Some set 0 or another number that is no moment of a build, only always the same: then it is
    `now`, too.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    try:
        day = datetime.fromtimestamp(int(environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return now.astimezone(UTC).date()
    return day if day >= _FIRST else now.astimezone(UTC).date()

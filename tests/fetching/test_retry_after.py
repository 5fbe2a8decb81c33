"""How long a source asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fetching.retry_after import moment_of, seconds_to_wait
from tests.core import RAW

NOW = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("00", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Wed, 12 Mar 2025 06:31:00 GMT", 60.0),
        ("Wednesday, 12-Mar-25 06:31:00 GMT", 60.0),
        ("Wed Mar 12 06:31:00 2025", 60.0),
        ("Wed, 12 Mar 2025 07:31:00 +0100", 60.0),
        ("Wed, 12 Mar 2025 06:29:00 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("1e3", None),
        ("5, 7", None),
        ("٣", None),
        ("²", None),
        ("Wed, 99 Mar 2025 06:31:00 GMT", None),
        ("Wed, 12 Mar 99999 06:31:00 GMT", None),
        ("9" * 5000, 999_999_999_999.0),
    ],
)
def test_seconds_dates_and_garbage(value: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(value, NOW) == seconds


@given(st.integers(0, 10**9))
def test_every_number_of_seconds(number: int) -> None:
    assert seconds_to_wait(str(number), NOW) == number


@given(MOMENTS, MOMENTS)
def test_every_http_date(then: datetime, now: datetime) -> None:
    value = format_datetime(then, usegmt=True)
    assert moment_of(value) == then
    assert seconds_to_wait(value, now) == max(0.0, (then - now) / timedelta(seconds=1))


@given(st.one_of(RAW, st.text(), st.text("0123456789 :,-+GMTWedMar"), st.none()))
def test_garbage_never_raises_and_never_asks_for_less_than_nothing(value: str | None) -> None:
    found = seconds_to_wait(value, NOW)
    assert found is None or found >= 0

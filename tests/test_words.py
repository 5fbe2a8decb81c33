"""Dates and counts in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.words import byline, count, long_day, month_name, partial_date, short_day, shortened


def test_days_and_months() -> None:
    assert long_day(date(2025, 3, 11)) == "Tuesday, 11 March 2025"
    assert short_day(date(2024, 12, 1)) == "1 December 2024"
    assert month_name(2025, 1) == "January 2025"


@given(st.dates())
def test_a_day_names_its_own_weekday(day: date) -> None:
    # `calendar` and `strftime` would ask the machine's locale.
    english = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    assert long_day(day).startswith(english[day.isoweekday() - 1] + ", ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2019", "2019"), ("2019-06", "June 2019"), ("2019-06-02", "2 June 2019")],
)
def test_a_date_is_as_precise_as_it_is_known(text: str, shown: str) -> None:
    assert partial_date(text) == shown


def test_counts() -> None:
    assert count(0, "paper") == "0 papers"
    assert count(1, "paper") == "1 paper"
    assert count(1200, "paper") == "1,200 papers"
    assert count(1, "day", "dayz") == "1 day"
    assert count(3, "category", "categories") == "3 categories"


def test_text_is_cut_between_words() -> None:
    assert shortened("all of it", 9) == "all of it"
    assert shortened("all of it, or not", 12) == "all of it…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_is_a_beginning_and_short_enough(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B", "C"), "A, B, C"),
        (("A", "B", "C", "D"), "A, B, C, D"),  # one more name is shorter than "and 1 more"
        (("A", "B", "C", "D", "E"), "A, B, C and 2 more"),
        (tuple("A" * 3000), "A, A, A and 2,997 more"),
    ],
)
def test_a_byline(names: tuple[str, ...], shown: str) -> None:
    assert byline(names) == shown

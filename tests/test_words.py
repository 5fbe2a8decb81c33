"""Counts in English, and texts that are cut short."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.words import count, shortened


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

"""Values of unknown shape: each is what it should be, or it is not there."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import InputError
from generator.parsing.iso_dates import stated_date
from generator.parsing.shapes import given_first, json_document, original_json, partial_date


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Lovelace, Ada", "Ada Lovelace"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("van der Berg , Bo", "Bo van der Berg"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("Madonna,", "Madonna"),
        (", Ada", "Ada"),
        ("", ""),
    ],
)
def test_a_name_is_turned_round(name: str, turned: str) -> None:
    assert given_first(name) == turned


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ((2019, 6, 12), "2019-06-12"),
        (("2019", "06", "1"), "2019-06-01"),
        ((2019, 6), "2019-06"),
        ((2019,), "2019"),
        ((2019, 13, 1), "2019"),
        ((2019, 2, 30), "2019-02"),
        ((2019, None, 5), "2019"),
        ((None, 6, 12), None),
        (("in press",), None),
        ((0,), None),
        (("\u0662\u0660\u0661\u0669",), None),
        ((True,), None),
        ((10**40,), None),
        (([2019],), None),
    ],
)
def test_a_date_as_far_as_it_makes_sense(parts: tuple[Any, ...], date: str | None) -> None:
    assert partial_date(*parts) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-03-11", "2025-03-11"),
        ("2025-03-11T23:30:00", "2025-03-11"),
        ("2025-03-11T23:30:00Z", "2025-03-11"),
        ("2025-03-11T23:30:00-05:00", "2025-03-12"),
        ("2025-03-11T00:30:00+09:00", "2025-03-10"),
        (" 2025-03 ", "2025-03"),
        ("2025", "2025"),
        ("2025-13", "2025"),
        ("0001-01-01T00:30:00+09:00", None),
        ("in press", None),
        ("", None),
    ],
)
def test_a_moment_is_a_day_of_utc_and_a_year_stays_a_year(text: str, date: str | None) -> None:
    assert stated_date(text) == date


@given(st.text(), st.text(), st.integers())
def test_any_date_is_one_or_none(year: str, month: str, day: int) -> None:
    found = partial_date(year, month, day)
    assert found is None or len(found) in (4, 7, 10)


def test_a_document_and_what_stands_in_its_place() -> None:
    assert json_document(io.BytesIO(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}
    for data, said in (
        (b"", "not JSON"),
        (b'{"a": ', "not JSON"),
        (b"\xff", "not JSON"),
        (b"<!DOCTYPE html><html>", "an HTML page in place of JSON"),
        (b"[" * 100_000, "not JSON"),
    ):
        with pytest.raises(InputError, match=said):
            json_document(io.BytesIO(data))


def test_the_original_of_a_value_is_its_json() -> None:
    value = {"title": "G\u00fclls \ud800", "n": [1, None]}
    assert json.loads(original_json(value)().decode("utf-8", "surrogatepass")) == value
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert original_json(deep)() == b"(nested too deep to be kept)"
    while deep:  # taken apart by hand: to free it at once would be too deep as well
        deep = deep.pop()

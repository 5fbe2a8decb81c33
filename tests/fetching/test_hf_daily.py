"""Hugging Face's Daily Papers, page by page."""

from __future__ import annotations

from datetime import date

import pytest

from generator.fetching.asking import FetchedSource
from generator.fetching.errors import FetchError
from generator.fetching.hf_daily import KIND, pages
from tests.fetching.asking import Answers
from tests.fetching.world import hf_body

DAY = date(2025, 3, 11)
SOURCE = FetchedSource("hf-daily", "hf-daily")
ONE, TWO, NONE = hf_body(["2503.00001"], DAY), hf_body(["2503.00002"], DAY), b"[]"


def test_pages_are_asked_for_until_one_is_empty() -> None:
    answers = Answers([ONE, TWO, NONE])
    assert list(pages(SOURCE, DAY, answers)) == [ONE, TWO]
    start = "https://huggingface.co/api/daily_papers?date=2025-03-11&limit=100&p="
    assert answers.urls == [f"{start}{page}" for page in range(3)]


def test_a_mirror_is_asked_in_the_same_way() -> None:
    answers = Answers([NONE])
    mirror = FetchedSource("x", "hf-daily", url="https://mirror.example/daily")
    assert list(pages(mirror, DAY, answers)) == [NONE]
    assert answers.urls == ["https://mirror.example/daily?date=2025-03-11&limit=100&p=0"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"null", b"[" * 90_000, b"\xff"])
def test_what_is_no_list_is_given_as_it_is(body: bytes) -> None:
    assert list(pages(SOURCE, DAY, Answers([body]))) == [body]
    assert list(pages(SOURCE, DAY, Answers([ONE, body]))) == [ONE, body]


@pytest.mark.parametrize(
    "bodies", [[ONE], [ONE, TWO, ONE], [hf_body(["2503.00001", "2503.00002"], DAY), TWO]]
)
def test_a_page_that_repeats_is_an_error(bodies: list[bytes]) -> None:
    found = pages(SOURCE, DAY, Answers(bodies))
    with pytest.raises(FetchError, match="repeats what came before; the rest is missing"):
        list(found)


def test_a_page_with_anything_new_is_taken() -> None:
    both = hf_body(["2503.00001", "2503.00002"], DAY)
    assert list(pages(SOURCE, DAY, Answers([ONE, both, NONE]))) == [ONE, both]


def test_a_list_without_end_is_an_error() -> None:
    answers = Answers([hf_body([f"2503.{number:05d}"], DAY) for number in range(30)])
    with pytest.raises(FetchError, match="does not end after 20 pages"):
        list(pages(SOURCE, DAY, answers))
    assert len(answers.urls) == 20


def test_a_bom_hides_nothing() -> None:
    marked = b"\xef\xbb\xbf" + ONE
    with pytest.raises(FetchError, match="page 1 repeats"):
        list(pages(SOURCE, DAY, Answers([marked])))


def test_its_host_is_not_hurried() -> None:
    assert (KIND.by_day, KIND.settles, KIND.pause) == (True, 1, 1.0)

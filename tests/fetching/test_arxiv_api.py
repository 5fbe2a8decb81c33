"""arXiv's search API, page by page."""

from __future__ import annotations

from datetime import date

import pytest

from generator.fetching.arxiv_api import KIND, pages
from generator.fetching.asking import FetchedSource
from generator.fetching.errors import FetchError
from tests.fetching.asking import Answers
from tests.fetching.world import atom_body

DAY = date(2025, 3, 11)
SOURCE = FetchedSource("arxiv", "arxiv-api", ("cs.CL", "stat.ML"))


def page(number: int, total: int, count: int = 200) -> bytes:
    ids = [f"2503.{number * 200 + one:05d}" for one in range(count)]
    return atom_body(ids, DAY, total, number * 200)


def test_what_is_asked_for() -> None:
    answers = Answers([page(0, 3, 3)])
    assert len(list(pages(SOURCE, DAY, answers))) == 1
    assert answers.urls[0].startswith("https://export.arxiv.org/api/query?search_query=")
    assert answers.queries == [
        {
            "search_query": "(cat:cs.CL OR cat:stat.ML) AND submittedDate:[202503110000 TO 202503112359]",
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
            "start": "0",
            "max_results": "200",
        }
    ]


def test_an_archive_is_asked_for_with_its_subjects() -> None:
    answers = Answers([page(0, 3, 3)])
    list(pages(FetchedSource("arxiv", "arxiv-api", ("q-bio", "hep-th", "cs.CL")), DAY, answers))
    query = answers.queries[0]["search_query"]
    assert query.startswith("(cat:q-bio OR cat:q-bio.* OR cat:hep-th OR cat:cs.CL) AND ")


def test_pages_are_asked_for_until_all_has_come() -> None:
    bodies = [page(0, 401), page(1, 401), page(2, 401, 1)]
    answers = Answers(bodies)
    assert list(pages(SOURCE, DAY, answers)) == bodies
    assert [query["start"] for query in answers.queries] == ["0", "200", "400"]


def test_a_full_last_page_ends_the_list() -> None:
    answers = Answers([page(0, 400), page(1, 400)])
    assert len(list(pages(SOURCE, DAY, answers))) == 2
    assert len(answers.urls) == 2


@pytest.mark.parametrize("body", [b"", b"<html>", b"Rate", atom_body([], DAY)])
def test_what_says_no_number_is_given_as_it_is(body: bytes) -> None:
    assert list(pages(SOURCE, DAY, Answers([body]))) == [body]


@pytest.mark.parametrize("number", [0, 1])
def test_an_empty_page_of_a_full_list_is_asked_for_again(number: int) -> None:
    whole = [page(0, 201), page(1, 201, 1)]
    answers = Answers([*whole[:number], page(number, 201, 0), whole[number], *whole[number + 1 :]])
    assert list(pages(SOURCE, DAY, answers)) == whole
    assert answers.complaints == ["it answered with an empty page in the middle of the list"]


def test_a_page_that_repeats_is_an_error() -> None:
    found = pages(SOURCE, DAY, Answers([page(0, 500)]))
    assert next(found) == page(0, 500)
    with pytest.raises(FetchError, match="page 2 repeats what came before; the rest is missing"):
        next(found)


def test_a_list_without_end_is_an_error() -> None:
    bodies = [atom_body([f"2503.{number:05d}"], DAY, 10**8) for number in range(101)]
    with pytest.raises(FetchError, match="does not end after 100 pages"):
        list(pages(SOURCE, DAY, Answers(bodies)))


def test_arxiv_wants_three_seconds() -> None:
    assert (KIND.host, KIND.pause, KIND.settles, KIND.needs) == (
        "arxiv.org",
        3.0,
        5,
        ("categories",),
    )

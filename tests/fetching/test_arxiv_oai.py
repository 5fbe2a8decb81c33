"""arXiv through OAI-PMH: sets, lists, resumption tokens."""

from __future__ import annotations

from datetime import date

import pytest

from generator.fetching.arxiv_oai import KIND, pages, set_of
from generator.fetching.asking import FetchedSource
from generator.fetching.errors import FetchError
from tests.fetching.asking import Answers
from tests.fetching.world import oai_body

DAY = date(2025, 3, 11)
SOURCE = FetchedSource("arxiv", "arxiv-oai", ("cs.CL",))
NOTHING = oai_body([], error="noRecordsMatch")
EXPIRED = oai_body([], error="badResumptionToken")
FIRST = {
    "verb": "ListRecords",
    "metadataPrefix": "arXiv",
    "set": "cs:cs:CL",
    "from": "2025-03-11",
    "until": "2025-03-11",
}


@pytest.mark.parametrize(
    ("category", "set_"),
    [
        ("cs.CL", "cs:cs:CL"),
        ("cs", "cs"),
        ("stat.ML", "stat:stat:ML"),
        ("math.PR", "math:math:PR"),
        ("hep-th", "physics:hep-th"),
        ("quant-ph", "physics:quant-ph"),
        ("astro-ph.CO", "physics:astro-ph:CO"),
        ("physics.optics", "physics:physics:optics"),
        ("physics", "physics"),
        ("math-ph", "physics:math-ph"),
        ("q-bio.NC", "q-bio:q-bio:NC"),
        ("cs:cs:CL", "cs:cs:CL"),
        ("col_2441_1", "col_2441_1"),
    ],
)
def test_the_set_of_a_category(category: str, set_: str) -> None:
    assert set_of(category) == set_


def test_a_list_is_followed_by_its_tokens() -> None:
    bodies = [
        oai_body(["2503.00001"], "a|1 &"),
        oai_body(["2503.00002"], "b"),
        oai_body(["2503.00003"]),
    ]
    answers = Answers(bodies)
    assert list(pages(SOURCE, DAY, answers)) == bodies
    assert answers.urls[0].startswith("https://oaipmh.arxiv.org/oai?verb=ListRecords&")
    assert answers.queries == [
        FIRST,
        {"verb": "ListRecords", "resumptionToken": "a|1 &"},
        {"verb": "ListRecords", "resumptionToken": "b"},
    ]


def test_each_category_is_a_list_of_its_own() -> None:
    source = FetchedSource("arxiv", "arxiv-oai", ("cs.CL", "hep-th"), "https://oai.example/x")
    one, two = oai_body(["2503.00001"]), oai_body(["2503.00002"])
    answers = Answers([one, two])
    assert list(pages(source, DAY, answers)) == [one, two]
    assert [query["set"] for query in answers.queries] == ["cs:cs:CL", "physics:hep-th"]
    assert answers.urls[0].startswith("https://oai.example/x?")


def test_a_category_without_papers_is_no_error_of_the_day() -> None:
    source = FetchedSource("arxiv", "arxiv-oai", ("cs.CL", "hep-th"))
    one = oai_body(["2503.00001"])
    assert list(pages(source, DAY, Answers([NOTHING, one]))) == [one]
    assert list(pages(source, DAY, Answers([one, NOTHING]))) == [one]
    assert list(pages(source, DAY, Answers([NOTHING]))) == [NOTHING]


def test_a_token_that_expires_begins_the_list_anew_once() -> None:
    one, two = oai_body(["2503.00001"], "a"), oai_body(["2503.00002"])
    answers = Answers([one, EXPIRED, one, two])
    assert list(pages(SOURCE, DAY, answers)) == [one, one, two]
    assert answers.queries[2] == FIRST
    with pytest.raises(FetchError, match="the list expires before it ends"):
        list(pages(SOURCE, DAY, Answers([one, EXPIRED])))


def test_a_token_that_comes_again_is_a_circle() -> None:
    bodies = [oai_body([f"2503.0000{number}"], "ab"[number % 2]) for number in range(5)]
    with pytest.raises(FetchError, match="goes round in a circle"):
        list(pages(SOURCE, DAY, Answers(bodies)))


def test_a_page_that_repeats_is_an_error() -> None:
    bodies = [oai_body(["2503.00001"], f"t{number}") for number in range(5)]
    found = pages(SOURCE, DAY, Answers(bodies))
    assert next(found) == bodies[0]
    with pytest.raises(FetchError, match="page 2 repeats what came before"):
        next(found)


def test_a_list_without_end_is_an_error() -> None:
    bodies = [oai_body([f"2503.{number:05d}"], f"t{number}") for number in range(201)]
    with pytest.raises(FetchError, match="does not end after 200 pages"):
        list(pages(SOURCE, DAY, Answers(bodies)))


@pytest.mark.parametrize("body", [b"", b"<html>", b"Rate", oai_body([], error="badArgument")])
def test_what_is_no_list_is_given_as_it_is(body: bytes) -> None:
    assert list(pages(SOURCE, DAY, Answers([body]))) == [body]


def test_arxiv_wants_three_seconds() -> None:
    assert (KIND.host, KIND.pause, KIND.needs) == ("arxiv.org", 3.0, ("categories",))

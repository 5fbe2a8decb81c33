"""A manifest is read as the word of a stranger."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import API_INDEX
from generator.api.schemas import schema
from generator.mirroring.manifest import Manifest, manifest_of
from generator.permalinks import ManifestError
from tests.mirroring.other import documents_of
from tests.toy import SITE, paper

DAYS = st.integers(0, 800).map(lambda days: str(date(2023, 1, 1) + timedelta(days)))


def index(**said: Any) -> bytes:
    """An index of two papers in two months, with something else said."""
    one = documents_of([paper(1), replace(paper(2, "2024-02-03"), aliases=("two",))])[API_INDEX]
    return json.dumps({**json.loads(one), **said}).encode()


@given(st.lists(DAYS, max_size=12))
def test_it_says_in_which_month_each_paper_is(days: list[str]) -> None:
    papers = [paper(number, day) for number, day in enumerate(days, 1)]
    documents = documents_of(papers)
    found = manifest_of(documents[API_INDEX])
    assert {each.id: each.month for each in found.papers} == {
        each.id: f"{each.listed:%Y-%m}" for each in papers
    }
    assert [each.month for each in found.papers] == sorted((d[:7] for d in days), reverse=True)
    assert found.months.keys() == found.lines.keys() == {day[:7] for day in days}
    assert sum(found.lines.values()) == len(days)
    assert found.flaws == ()


def test_aliases_are_by_their_paper() -> None:
    found = manifest_of(index(removed={"gone-1": "2024-03-06"}, samples=["2401.00001"]))
    assert found.aliases == {"2401.00002": ("two",)}
    assert found.removed == {"gone-1": "2024-03-06"}
    assert found.samples == {"2401.00001"}


def test_licence_and_contact_are_there_if_the_community_says_them() -> None:
    said = replace(SITE, licence="CC0-1.0", contact="feed@toy.example")
    document = json.loads(documents_of([paper()], site=said)[API_INDEX])
    assert (document["licence"], document["contact"]) == ("CC0-1.0", "feed@toy.example")
    assert {"licence", "contact"} <= schema("index", SITE.url)["properties"].keys()
    assert not {"licence", "contact"} & set(schema("index", SITE.url)["required"])
    silent = json.loads(documents_of([paper()])[API_INDEX])
    assert silent.keys() == document.keys() - {"licence", "contact"}


def test_what_it_says_of_itself_is_made_clean() -> None:
    found = manifest_of(index(licence="CC0\u202e\x1b[31m\n1.0", contact="x" * 9999, name="A\tb"))
    assert "\u202e" not in found.licence + found.name
    assert found.licence.isprintable()
    assert len(found.contact) == 300


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html>",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        index(papers=[]),
        index(papers={"a": 1}),
        index(days={"2024-01-03": -1}),
        index(months=None),
    ],
    ids=range(10),
)
def test_what_is_no_manifest_is_said(data: bytes) -> None:
    with pytest.raises(ManifestError, match="is no manifest of a site"):
        manifest_of(data)


@pytest.mark.parametrize(
    "days",
    [{}, {"2024-01-03": 1}, {"2024-01-03": 10**18}, {"2024-13-03": 2}, {"../../x": 2}],
    ids=range(5),
)
def test_days_that_do_not_add_up_say_nothing(days: dict[str, int]) -> None:
    with pytest.raises(ManifestError, match="has 2 papers and days that do not add up to them"):
        manifest_of(index(days=days))


def test_a_later_form_is_not_guessed_at() -> None:
    with pytest.raises(ManifestError, match="has the form the number 2, and 1 is known here"):
        manifest_of(index(api=2))


def two(**papers: str) -> Manifest:
    hashes = {"2401.00001": "0" * 32, **papers}
    return manifest_of(index(papers=hashes, days={"2024-01-03": len(hashes)}))


@pytest.mark.parametrize("id_", ["../../etc/passwd", "a/b", "", "INDEX", "index", "x" * 999, "é"])
def test_an_id_that_is_a_path_or_none_is_left_out_alone(id_: str) -> None:
    found = two(**{id_: "1" * 32})
    assert [each.id for each in found.papers] == ["2401.00001"]
    assert found.flaws == (f"2024-01-03: `{id_[:60]}` is no id; left out",)


def test_a_hash_that_is_none_is_left_out_alone() -> None:
    found = two(**{"2401.00002": "1" * 31})
    assert [each.id for each in found.papers] == ["2401.00001"]
    assert found.flaws == (f"2024-01-03: `2401.00002`: `{'1' * 31}` is no hash; left out",)


def test_a_paper_cannot_be_listed_and_removed() -> None:
    found = manifest_of(index(removed={"2401.00001": "2024-03-06"}))
    assert [each.id for each in found.papers] == ["2401.00002"]
    assert found.flaws == ("2024-01-03: `2401.00001` is listed and removed; left out",)

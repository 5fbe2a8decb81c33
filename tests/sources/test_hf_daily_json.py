"""The Daily Papers API's JSON, and what archivers made of it."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import detect
from generator.incoming import InputError
from generator.model import Author, Link, Listing
from generator.sources.hf_daily_json import SOURCE
from tests.core import FIXTURES, RAW, read_all, reading, stored, take, take_file

ANSWER = FIXTURES / "hf_daily_2025-03-11.json"
ABOUT = reading("2025-03-11.json", "hf-daily")


def item(**paper: Any) -> dict[str, Any]:
    return {"paper": {"id": "2503.01234", "title": "Gulls", **paper}}


def read(data: object, name: str = "2025-03-11.json") -> tuple[list[Any], list[tuple[str, str]]]:
    taken, rejected, notes = read_all(SOURCE, json.dumps(data), reading(name, "hf-daily"))
    assert notes == []
    return [one.raw for one in taken], [(one.where, one.reason) for one in rejected]


def test_every_part_of_an_item_is_read() -> None:
    taken, rejected, _ = read_all(SOURCE, ANSWER.read_bytes(), ABOUT)
    assert [one.where for one in taken] == ["item 0", "item 1"]
    assert [(one.where, one.reason) for one in rejected] == [
        ("item 2", "has no title"),
        ("item 3", "`gulls/1` is not an arXiv identifier"),
        ("item 4", "has no `paper` object"),
    ]
    paper = taken[0].raw
    assert paper.title == "Counting Gulls\n  on a Pier"
    assert paper.abstract == "We count gulls.\nThe count at dusk is higher."
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert (paper.identifiers, paper.version) == ({"arxiv": "2503.01234"}, 2)
    assert paper.listings == (Listing("hf-daily", date(2025, 3, 10)),)
    assert paper.published == "2025-03-03"
    assert (paper.upvotes, paper.comments) == (26, 3)
    assert (paper.submitted_by, paper.organization) == ("Cy Moss", "Pier Laboratory")
    assert paper.links == (
        Link("code", "https://github.com/pier/gulls"),
        Link("project", "https://pier.example/gulls"),
    )
    assert paper.media == ("https://media.example/gulls.mp4",)
    bare = taken[1].raw
    assert (bare.abstract, bare.authors, bare.published, bare.upvotes) == ("", (), None, None)
    assert bare.listings == (Listing("hf-daily", date(2025, 3, 11)),)


def test_it_becomes_papers(tmp_path: Path) -> None:
    assert detect(ANSWER.read_bytes()) is SOURCE
    account = take_file(tmp_path, SOURCE, ANSWER)
    assert account.counts() == {"added": 2, "updated": 0, "unchanged": 0, "rejected": 3}
    paper = next(p for p in stored(tmp_path) if p.id == "2503.01234")
    assert paper.title == "Counting Gulls on a Pier"
    assert paper.abstract == "We count gulls. The count at dusk is higher."


# The day


@pytest.mark.parametrize(
    ("moment", "name", "day"),
    [
        ("2025-03-10T23:59:59.000Z", "2025-03-11.json", "2025-03-10"),
        ("2025-03-10T23:30:00-05:00", "2025-03-11.json", "2025-03-11"),
        (None, "2025-03-11.json", "2025-03-11"),
        (None, "daily_2025-03-11_page2.json", "2025-03-11"),
        ("soon", "2025-03-11.json", "2025-03-11"),
        ("0001-01-01T00:00:00+23:00", "2025-03-11.json", "2025-03-11"),
        (None, "2025-13-41.json", None),
        (None, "12025-03-11.json", None),
        (None, "papers.json", None),
    ],
)
def test_the_day_is_the_items_own_else_the_files(
    moment: str | None, name: str, day: str | None
) -> None:
    (paper,), _ = read([item(submittedOnDailyAt=moment)], name)
    assert [str(listing.day) for listing in paper.listings] == ([day] if day else [])


def test_a_wrapper_may_say_the_day() -> None:
    (paper,), _ = read({"date": "2025-03-09", "papers": [item()]}, "papers.json")
    assert str(paper.listings[0].day) == "2025-03-09"


# Misshapen


@pytest.mark.parametrize(
    "data",
    [
        {"data": [item()]},
        {"papers": [item()]},
        {"date": "2025-03-11", "count": 1, "data": [item()]},
        [json.dumps(item())],
        [str(item())],
        [str(item(githubRepo=None, hidden=True))],
    ],
)
def test_a_wrapped_list_and_objects_written_as_strings_are_read(data: object) -> None:
    assert SOURCE.detect(json.dumps(data).encode())
    (paper,), rejected = read(data)
    assert (paper.title, rejected) == ("Gulls", [])


@pytest.mark.parametrize(
    "text",
    [
        "Gulls",
        "{'paper': ",
        "[1, 2]",
        "{}",
        "{[]: 1}",
        "{'a': 1 + 'b'}",
        "\x00",
        "{'a': f'{1}'}",
        "__import__('os').system('x')",
        "(" * 500,
        "-" * 5000 + "1",
        "{" * 100000,
        "x" * 1000001,
    ],
)
def test_a_string_that_is_no_object_is_rejected(text: str) -> None:
    taken, rejected = read([text, item()])
    assert len(taken) == 1
    assert rejected == [("item 0", "a string in place of an object, and not one written as text")]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (None, "has no `paper` object"),
        (7, "has no `paper` object"),
        ([], "has no `paper` object"),
        ({"paper": "2503.01234"}, "has no `paper` object"),
        ({"paper": {"id": "2503.01234"}}, "has no title"),
        (item(title=None), "has no title"),
        (item(title="\n"), "has no title"),
        (item(id=None), "`None` is not an arXiv identifier"),
        (item(id=2503.01234), "`2503.01234` is not an arXiv identifier"),
        (item(id="x" * 99), f"`{'x' * 40}` is not an arXiv identifier"),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_rest_is_read(what: object, reason: str) -> None:
    taken, rejected = read([item(), what, item(id="2503.01235")])
    assert [paper.identifiers["arxiv"] for paper in taken] == ["2503.01234", "2503.01235"]
    assert rejected == [("item 1", reason)]


def test_the_title_may_stand_beside_the_paper() -> None:
    (paper,), _ = read([{"title": "Gulls", "summary": "We.", "paper": {"id": "2503.01234"}}])
    assert (paper.title, paper.abstract) == ("Gulls", "We.")


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [None], [7], {"x": None}, True, -1, 1e400])
@pytest.mark.parametrize(
    "key",
    "summary authors publishedAt submittedOnDailyAt submittedOnDailyBy upvotes organization "
    "mediaUrls githubRepo projectPage".split(),
)
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    for outer in ({}, {key: value}):
        (paper,), rejected = read([{**outer, **item(**{key: value})}])
        assert (paper.title, rejected) == ("Gulls", [])


def test_hidden_authors_are_not_shown() -> None:
    (paper,), _ = read([item(authors=[{"name": "Ada"}, {"name": "Bo", "hidden": True}, "Cy", {}])])
    assert [author.name for author in paper.authors] == ["Ada", "Cy"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b'[{"paper": ', "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"<html>", "an HTML page in place of JSON"),
        (b"7", "holds no list of papers"),
        (b'{"error": "rate limited"}', "holds no list of papers"),
        (b'{"data": null}', "holds no list of papers"),
        (b"[]", "holds no papers"),
        (b'{"papers": []}', "holds no papers"),
    ],
)
def test_a_file_that_holds_no_papers_is_an_error(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=f"^{reason}"):
        read_all(SOURCE, data, ABOUT)


def test_each_item_can_be_had_as_it_stood() -> None:
    items = [item(), str(item()), {"title": "\ud83d no paper"}]
    taken, rejected, _ = read_all(SOURCE, json.dumps(items), ABOUT)
    assert [json.loads(one.original()) for one in taken] == items[:2]
    assert rejected[0].original() == '{"title": "\ud83d no paper"}'.encode("utf-8", "surrogatepass")


def test_a_byte_order_mark_changes_nothing() -> None:
    data = b"\xef\xbb\xbf" + json.dumps([item()]).encode()
    assert SOURCE.detect(data)
    assert len(read_all(SOURCE, data, ABOUT)[0]) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '[{"title": "x"}]', '{"title": "x"}', "Mar 11", "[1]"]
)
def test_other_json_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "paper id title summary authors name hidden upvotes publishedAt mediaUrls fullname "
                "submittedOnDailyAt submittedOnDailyBy organization githubRepo "
                "projectPage data".split()
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(
    st.one_of(
        st.lists(JSON, min_size=1, max_size=4),
        st.lists(JSON.map(lambda one: {"paper": one}), min_size=1, max_size=4),
    )
)
def test_every_item_of_any_list_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, items: list[Any]
) -> None:
    records = list(SOURCE.read(_stream(items), ABOUT))
    account = take(tmp_path_factory.mktemp("content"), records, ABOUT, dry_run=True)
    assert [outcome.where for outcome in account.outcomes] == [
        f"item {n}" for n in range(len(items))
    ]


def _stream(data: object) -> Any:
    return io.BytesIO(json.dumps(data).encode())

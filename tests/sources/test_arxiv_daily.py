"""The daily JSON lines of daily-arXiv-ai-enhanced and its forks."""

from __future__ import annotations

import gzip
import io
import json
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Note, Rejected
from generator.model import Author, Link, Listing
from generator.sources.arxiv_daily import SOURCE
from tests.core import RAW, read_all, reading, stored, take_file

ABOUT = reading("2025-03-18.jsonl", "arxiv-daily")

PAPER: dict[str, Any] = {
    "id": "2503.01234",
    "pdf": "https://arxiv.org/pdf/2503.01234",
    "abs": "https://arxiv.org/abs/2503.01234",
    "authors": ["Ada Byron", "Bo Li"],
    "title": "Counting Gulls",
    "categories": ["cs.CV", "cs.RO"],
    "comment": "Work in progress",
    "summary": "We count gulls.\nThe count at dusk is higher.",
}


def lines(*items: object) -> bytes:
    return "".join(json.dumps(item) + "\n" for item in items).encode()


def only(name: str = "2025-03-18.jsonl", **changed: Any) -> Any:
    about = reading(name, "arxiv-daily")
    (taken,), rejected, _ = read_all(SOURCE, lines({**PAPER, **changed}), about)
    assert rejected == []
    return taken.raw


def test_every_part_of_a_line_is_read() -> None:
    (taken,), rejected, notes = read_all(SOURCE, lines(PAPER), ABOUT)
    assert (taken.where, taken.source, rejected, notes) == ("item 0 (2503.01234)", None, [], [])
    paper = taken.raw
    assert (paper.title, paper.abstract) == (PAPER["title"], PAPER["summary"])
    assert paper.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert (paper.identifiers, paper.version) == ({"arxiv": "2503.01234"}, None)
    assert paper.categories == ("cs.CV", "cs.RO")
    assert paper.comment == "Work in progress"
    assert paper.listings == (Listing("arxiv-daily", date(2025, 3, 18)),)
    assert (paper.published, paper.updated, paper.links) == (None, None, ())


def test_it_becomes_papers_once_however_many_lists_they_were_on(tmp_path: Path) -> None:
    path = tmp_path / "2025-03-18.jsonl"
    path.write_bytes(lines(PAPER, PAPER, {**PAPER, "id": "2503.01235", "title": "Terns"}))
    account = take_file(tmp_path / "content", SOURCE, path)
    assert account.counts() == {"added": 2, "updated": 0, "unchanged": 1, "rejected": 0}
    assert {str(paper.listed) for paper in stored(tmp_path / "content")} == {"2025-03-18"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-03-18.jsonl", "2025-03-18"),
        ("2025-03-18_AI_enhanced_Chinese.jsonl", "2025-03-18"),
        ("cs.CV-2025-03-18.jsonl.gz", "2025-03-18"),
        ("12025-03-18.jsonl", None),
        ("2025-13-18.jsonl", None),
        ("papers.jsonl", None),
    ],
)
def test_the_day_is_in_the_files_name(name: str, day: str | None) -> None:
    assert [str(listing.day) for listing in only(name).listings] == ([day] if day else [])


def test_the_listing_is_of_the_source_that_the_user_named() -> None:
    (taken,), _, _ = read_all(SOURCE, lines(PAPER), reading("2025-03-18.jsonl", "mirror"))
    assert (taken.source, taken.raw.listings[0].source) == (None, "mirror")


def test_without_a_day_the_identifier_says_the_month(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(lines(PAPER))
    account = take_file(tmp_path / "content", SOURCE, path)
    assert account.counts()["added"] == 1
    (paper,) = stored(tmp_path / "content")
    assert (paper.listed.day, paper.listings) == (1, ())
    take_file(tmp_path / "content", SOURCE, path, date(2025, 3, 18))
    (paper,) = stored(tmp_path / "content")
    assert [item.day for item in paper.listings] == [date(2025, 3, 18)]


def test_what_a_language_model_wrote_is_left_out_and_told() -> None:
    item = {**PAPER, "AI": {"tldr": "A machine's words", "method": "m"}}
    taken, _, notes = read_all(SOURCE, lines(item, PAPER, item), ABOUT)
    assert "machine" not in str([one.raw for one in taken])
    assert notes == ["`AI` is what a language model wrote; left out: 2"]


def test_code_and_dates_are_taken_where_a_fork_adds_them() -> None:
    paper = only(
        code_url="https://github.com/pier/gulls",
        published="2025-03-14T17:59:59Z",
        updated="2025-03-17T23:59:59-05:00",
    )
    assert paper.links == (Link("code", "https://github.com/pier/gulls"),)
    assert (paper.published, paper.updated) == ("2025-03-14", "2025-03-18")


def test_an_identifier_that_lost_its_archive_is_found_in_the_address() -> None:
    paper = only(id="9901001", abs="https://arxiv.org/abs/hep-th/9901001", pdf="")
    assert paper.identifiers == {"arxiv": "hep-th/9901001"}
    assert only(id="2503.01234v2").version == 2


def test_authors_that_are_none_or_run_together() -> None:
    given = [
        "GULL Collaboration",
        ":",
        "Ada Byron",
        "and Bo Li",
        "Cy Moss*",
        "Ph. D",
        "Di (Lab, Sea",
    ]
    assert [author.name for author in only(authors=given).authors] == [
        "GULL Collaboration",
        "Ada Byron",
        "Bo Li",
        "Cy Moss",
        "Di",
    ]


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [None], [7], {"x": None}, True, 1e400])
@pytest.mark.parametrize("key", [*(key for key in PAPER if key not in ("id", "title")), "AI"])
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    changed: dict[str, Any] = {key: value}
    assert only(**changed).title == PAPER["title"]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({**PAPER, "title": ""}, ("line 2 (2503.01234)", "has no title")),
        (
            {"id": "9901001", "title": "Gulls"},
            ("line 2 (9901001)", "`9901001` is not an arXiv identifier"),
        ),
        ({"title": "Gulls"}, ("line 2", "`None` is not an arXiv identifier")),
        (None, ("line 2", "null in place of an object")),
        (7, ("line 2", "a JSON int in place of an object")),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_rest_is_read(
    what: object, reason: tuple[str, str]
) -> None:
    taken, rejected, _ = read_all(SOURCE, lines(PAPER, what, PAPER), ABOUT)
    assert [one.where for one in taken] == ["line 1 (2503.01234)", "line 3 (2503.01234)"]
    assert [(one.where, one.reason) for one in rejected] == [reason]
    assert json.loads(rejected[0].original()) == what


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records"),
        (b"<html>", "an HTML page in place of JSON"),
        (b"Rate exceeded.", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_an_input_that_cannot_be_read_on_says_why(data: bytes, message: str) -> None:
    found = SOURCE.read(io.BytesIO(data), ABOUT)
    with pytest.raises(InputError, match=f"^{re.escape(message)}"):
        list(found)


def test_it_is_known_by_its_keys_in_any_order() -> None:
    assert SOURCE.detect(lines(PAPER))
    assert SOURCE.detect(lines(dict(sorted(PAPER.items()))))
    assert SOURCE.detect(json.dumps([PAPER]).encode())
    assert SOURCE.detect(lines({**PAPER, "authors": ["Ada Byron"] * 9_000})[:65_536])


@pytest.mark.parametrize(
    "item",
    [
        {"id": "2503.01234", "title": "x", "abstract": "y", "authors": ["A"], "pdf_url": "p"},
        {"id": "2503.01234", "title": "x", "pdf": "p", "site": "s", "abstract": "y"},
        {"paper": {"id": "2503.01234", "pdf": "p", "abs": "a", "title": "x"}},
        {"id": 1, "abs": 2, "pdf": 3},
        {},
    ],
)
def test_other_json_is_not_taken_for_it(item: object) -> None:
    assert not SOURCE.detect(lines(item))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
CHANGED = st.dictionaries(st.sampled_from([*PAPER, "published", "code_url", "AI"]), VALUES)


@given(st.lists(CHANGED.map(lambda changed: {**PAPER, **changed}), max_size=4))
def test_every_line_is_accounted_for(items: list[Any]) -> None:
    taken, rejected, _ = read_all(SOURCE, lines(PAPER, *items), ABOUT)
    assert len(taken) + len(rejected) == 1 + len(items)


@given(st.binary(max_size=60), st.integers(0, len(lines(PAPER))), st.integers(0, 90))
def test_any_bytes_are_read_or_refused(put: bytes, at: int, length: int) -> None:
    data = lines(PAPER)
    for damaged in (put, data[:at] + put + data[at + length :]):
        SOURCE.detect(damaged)
        with suppress(InputError):
            for one in SOURCE.read(io.BytesIO(damaged), ABOUT):
                assert isinstance(one, Incoming | Rejected | Note)


@pytest.mark.real
def test_the_real_days_are_read(shared: Path, tmp_path: Path) -> None:
    total = 0
    for path in sorted((shared / "formats/arxiv_daily_jsonl").glob("*.jsonl")):
        data = path.read_bytes()
        assert SOURCE.detect(data[:65_536])
        about = reading(path.name, "arxiv-daily")
        taken, rejected, notes = read_all(SOURCE, data, about)
        expected = re.findall(rb'^\{"id": "([^"]+)"', data, re.MULTILINE)
        assert (len(taken), rejected, notes) == (len(expected), [], [])
        assert [one.raw.identifiers["arxiv"].encode() for one in taken] == expected
        assert {str(one.raw.listings[0].day) for one in taken} == {path.stem}
        total += len(taken)
    assert total == 1_586
    smallest = shared / "formats/arxiv_daily_jsonl/2025-12-19.jsonl"
    account = take_file(tmp_path, SOURCE, smallest)
    assert account.counts() == {"added": 164, "updated": 0, "unchanged": 42, "rejected": 0}


@pytest.mark.real
def test_the_projects_own_lines_are_not_taken_for_it(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.jsonl.gz")):
        with gzip.open(path) as stream:
            assert not SOURCE.detect(stream.read(65_536))

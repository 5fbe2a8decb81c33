"""Kaggle's arXiv dataset: JSON lines with the keys of arXiv's own files."""

from __future__ import annotations

import gzip
import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incoming import Incoming, InputError, Note, Rejected
from generator.model import Author
from generator.sources import jsonl
from generator.sources.arxiv_kaggle import SOURCE
from tests.core import RAW, read_all, reading, stored, take_file

ABOUT = reading("arxiv-metadata-oai-snapshot.json", "arxiv")

PAPER: dict[str, Any] = {
    "id": "0704.0001",
    "submitter": "Dan Post",
    "authors": 'A. Byron (Pier Lab), C.-P. Li\n  and J\\"org Moss (Town)',
    "title": "Counting Gulls on a Pier, and\n  Elsewhere",
    "comments": "37 pages",
    "journal-ref": "J. Gulls 7 (2008) 1-9",
    "doi": "10.1234/Gulls.7",
    "report-no": "PIER-07-12",
    "categories": "cs.CV cs.LG",
    "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "abstract": "  We count gulls.\nThe count at dusk is higher.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [
        ["Byron", "A.", "", "Pier Lab"],
        ["Li", "C. -P.", ""],
        ["Moss", "J\u00f6rg", ""],
    ],
}


def lines(*items: object) -> bytes:
    return "".join(json.dumps(item) + "\n" for item in items).encode()


def read(*items: object) -> tuple[list[Any], list[tuple[str, str]]]:
    taken, rejected, _ = read_all(SOURCE, lines(*items), ABOUT)
    return [one.raw for one in taken], [(one.where, one.reason) for one in rejected]


def only(**changed: Any) -> Any:
    (paper,), rejected = read({**PAPER, **changed})
    assert rejected == []
    return paper


def test_every_part_of_a_line_is_read() -> None:
    (taken,), rejected, notes = read_all(SOURCE, lines(PAPER), ABOUT)
    assert (taken.where, taken.source, rejected) == ("item 0 (0704.0001)", None, [])
    paper = taken.raw
    assert (paper.title, paper.abstract) == (PAPER["title"], PAPER["abstract"])
    assert paper.authors == (Author("A. Byron"), Author("C.-P. Li"), Author('J\\"org Moss'))
    assert paper.identifiers == {"arxiv": "0704.0001", "doi": "10.1234/gulls.7"}
    assert (paper.published, paper.updated, paper.version) == ("2007-04-02", "2007-07-24", 2)
    assert paper.categories == ("cs.CV", "cs.LG")
    assert (paper.comment, paper.journal_ref) == ("37 pages", "J. Gulls 7 (2008) 1-9")
    assert paper.license == "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
    assert (paper.status, paper.listings, paper.submitted_by) == (None, (), None)
    assert "Post" not in str(paper)
    assert notes == ["`report-no` has no field in a record; left out: 1"]


def test_it_becomes_papers(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_bytes(lines(PAPER, {**PAPER, "id": "0704.0002", "title": "Terns", "doi": None}))
    account = take_file(tmp_path / "content", SOURCE, path)
    assert account.counts() == {"added": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    first, _ = sorted(stored(tmp_path / "content"), key=lambda paper: paper.id)
    assert first.title == "Counting Gulls on a Pier, and Elsewhere"
    assert first.abstract == "We count gulls. The count at dusk is higher."
    assert [author.name for author in first.authors] == ["A. Byron", "C.-P. Li", "Jörg Moss"]


# What there is of each key


@pytest.mark.parametrize(
    ("versions", "published", "updated", "version"),
    [
        ([("v1", "Mon, 2 Apr 2007 19:18:42 GMT")], "2007-04-02", "2007-04-02", 1),
        ([("v2", "Tue, 24 Jul 2007 20:10:27 GMT")], None, "2007-07-24", 2),
        (
            [("v10", "Tue, 24 Jul 2007 20:10:27 GMT"), ("v1", "Mon, 2 Apr 2007 19:18:42 GMT")],
            "2007-04-02",
            "2007-07-24",
            10,
        ),
        ([("v1", "Mon, 2 Apr 2007 23:18:42 -0400")], "2007-04-03", "2007-04-03", 1),
        ([("v1", "some day"), ("v2", None)], None, None, 2),
        (
            [(None, "Mon, 2 Apr 2007 19:18:42 GMT"), (None, "Tue, 3 Apr 2007 19:18:42 GMT")],
            None,
            "2007-04-03",
            None,
        ),
    ],
)
def test_the_versions_say_when_it_came(
    versions: list[tuple[object, object]],
    published: str | None,
    updated: str | None,
    version: int | None,
) -> None:
    paper = only(versions=[{"version": name, "created": when} for name, when in versions])
    assert (paper.published, paper.updated, paper.version) == (published, updated, version)


def test_without_versions_the_day_of_the_entrys_last_change_is_all_that_is_known() -> None:
    paper = only(versions=None)
    assert (paper.published, paper.updated, paper.version) == (None, "2008-11-26", None)


def test_authors_are_of_the_text_else_of_what_was_made_of_it() -> None:
    assert [author.name for author in only(authors=None).authors] == [
        "A. Byron",
        "C.-P. Li",
        "J\u00f6rg Moss",
    ]
    parsed = [["Evans", "Neil", "II"], ["GULL Collaboration", "", ""], ["Plato"], [], [7, "x"], 7]
    assert [author.name for author in only(authors="", authors_parsed=parsed).authors] == [
        "Neil Evans II",
        "GULL Collaboration",
        "Plato",
        "x",
    ]


@pytest.mark.parametrize(
    ("comments", "abstract", "status"),
    [
        ("This paper has been withdrawn by the author.", "  We.", "withdrawn"),
        (None, "  This article is withdrawn\n", "withdrawn"),
        ("4 pages", "  This submission was withdrawn: see below.", "withdrawn"),
        ("A note on withdrawn drugs", "  We.", None),
        ("v1 of this paper has been withdrawn", "  We.", None),
        ("4 pages", "  We study why this paper has been withdrawn.", None),
        ("This paper has been withdrawnly", None, None),
    ],
)
def test_it_is_withdrawn_where_arxivs_own_sentence_begins_a_text(
    comments: str | None, abstract: str | None, status: str | None
) -> None:
    assert only(comments=comments, abstract=abstract).status == status


def test_of_several_dois_the_first_is_taken_and_what_is_none_is_told() -> None:
    assert only(doi="10.1234/a 10.1234/b").identifiers["doi"] == "10.1234/a"
    taken, _, notes = read_all(SOURCE, lines({**PAPER, "doi": "soon", "report-no": None}), ABOUT)
    assert taken[0].raw.identifiers == {"arxiv": "0704.0001"}
    assert notes == ["what stands as `doi` is none; left out: 1"]


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [None], [7], {"x": None}, True, 1e400])
@pytest.mark.parametrize("key", [key for key in PAPER if key not in ("id", "title")])
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    assert only(**{key: value}).title == PAPER["title"]


@pytest.mark.parametrize("old", ["hep-th/9901001", "math.GT/0309136"])
def test_identifiers_of_every_age(old: str) -> None:
    assert only(id=old).identifiers["arxiv"] in ("hep-th/9901001", "math/0309136")


# The form


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({**PAPER, "title": None}, ("line 2 (0704.0001)", "has no title")),
        ({**PAPER, "title": " \n"}, ("line 2 (0704.0001)", "has no title")),
        # What a spreadsheet makes of an identifier; which it was nobody can say.
        ({**PAPER, "id": 704.001}, ("line 2 (704.001)", "`704.001` is not an arXiv identifier")),
        ({**PAPER, "id": None}, ("line 2", "`None` is not an arXiv identifier")),
        ({}, ("line 2", "has no title")),
        (7, ("line 2", "a JSON int in place of an object")),
        (None, ("line 2", "null in place of an object")),
    ],
)
def test_what_cannot_be_read_is_rejected_and_the_rest_is_read(
    what: object, reason: tuple[str, str]
) -> None:
    taken, rejected, _ = read_all(SOURCE, lines(PAPER, what, PAPER), ABOUT)
    assert [one.where for one in taken] == ["line 1 (0704.0001)", "line 3 (0704.0001)"]
    assert [(one.where, one.reason) for one in rejected] == [reason]
    assert json.loads(rejected[0].original()) == what


def test_a_line_that_is_not_json_is_rejected() -> None:
    data = lines(PAPER) + b'{"id": "0704\n' + lines(PAPER)
    taken, rejected, _ = read_all(SOURCE, data, ABOUT)
    assert len(taken) == 2
    assert rejected[0].where == "line 2"
    assert rejected[0].reason.startswith("not JSON")


def test_a_list_is_read_as_well() -> None:
    data = json.dumps([PAPER, PAPER], indent=1).encode()
    assert SOURCE.detect(data)
    taken, _, _ = read_all(SOURCE, data, ABOUT)
    assert [one.where for one in taken] == ["item 0 (0704.0001)", "item 1 (0704.0001)"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records"),
        (b"[]", "holds no records"),
        (b"<!DOCTYPE html><html>", "an HTML page in place of JSON"),
        (b"Rate exceeded.", "not JSON"),
        (b'{"error": "not found"}', "an error in place of records"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
    ],
)
def test_an_input_that_cannot_be_read_on_says_why(data: bytes, message: str) -> None:
    found = SOURCE.read(io.BytesIO(data), ABOUT)
    with pytest.raises(InputError, match=f"^{re.escape(message)}"):
        list(found)


@pytest.mark.parametrize("missing", [(), ("authors_parsed",), ("authors_parsed", "submitter")])
def test_it_is_known_by_its_keys_even_if_some_are_cut_away(missing: tuple[str, ...]) -> None:
    kept = {key: value for key, value in PAPER.items() if key not in missing}
    assert SOURCE.detect(lines(kept, kept))
    assert SOURCE.detect(lines({"id": "0704.0001", "title": "x", "authors_parsed": []}))


def test_it_is_known_if_its_first_line_is_longer_than_what_is_looked_at() -> None:
    data = lines({**PAPER, "authors": "A. Byron, " * 9_000})
    assert len(data) > 65_536
    assert SOURCE.detect(data[:65_536])


@pytest.mark.parametrize(
    "item",
    [
        {"id": "2503.01234", "title": "x", "abstract": "y", "authors": ["A"], "published": "2025"},
        {"id": "2503.01234", "title": "x", "categories": ["cs.CV"], "hf": {"submitter": "B"}},
        {"id": "2503.01234", "pdf": "p", "abs": "a", "authors": [], "title": "x", "summary": "y"},
        {"paper": {"id": "2503.01234", "title": "x", "authors_parsed": []}},
        {"title": "x", "submitter": "x"},
        {},
    ],
)
def test_other_json_is_not_taken_for_it(item: object) -> None:
    assert not SOURCE.detect(lines(item))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["version", "created", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), RAW)
CHANGED = st.dictionaries(st.sampled_from(sorted(PAPER)), VALUES, max_size=4)


@given(st.lists(CHANGED.map(lambda changed: {**PAPER, **changed}) | SCALARS, max_size=4))
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
def test_the_real_lines_are_read(shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "formats/kaggle_arxiv_jsonl").glob("*.jsonl")
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    taken, rejected, notes = read_all(SOURCE, data, ABOUT)
    assert (len(taken), rejected) == (len(re.findall(rb'^\{"id":', data, re.MULTILINE)), [])
    assert notes == ["`report-no` has no field in a record; left out: 16"]
    assert sum("doi" in one.raw.identifiers for one in taken) == len(re.findall(rb'"doi":"', data))
    assert [one.raw.identifiers["arxiv"] for one in taken if one.raw.status] == ["0704.0156"]
    assert all(one.raw.published and one.raw.updated and one.raw.authors for one in taken)
    account = take_file(tmp_path, SOURCE, path)
    assert account.counts() == {"added": 200, "updated": 0, "unchanged": 0, "rejected": 0}


@pytest.mark.real
def test_the_projects_own_lines_are_not_taken_for_it(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.jsonl.gz")):
        with gzip.open(path) as stream:
            head = stream.read(65_536)
        assert not SOURCE.detect(head)
        assert jsonl.SOURCE.detect(head)

"""JSON lines: the project's own interchange, and the flat records of paper collections."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import detect
from generator.incoming import InputError
from generator.merge import merge
from generator.model import Link, Listing
from generator.record import to_mapping
from generator.sources.jsonl import SOURCE
from tests.core import FIXTURES, RAW, admitted, read_all, reading, stored, take, take_file

LINES = FIXTURES / "papers.jsonl"
ABOUT = reading("papers.jsonl", "jsonl")


def line(**fields: Any) -> dict[str, Any]:
    return {"title": "Gulls", **fields}


def read(
    *items: object, source: str = "jsonl"
) -> tuple[list[Any], list[tuple[str, str]], list[str]]:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in items)
    taken, rejected, notes = read_all(SOURCE, text, reading("x.jsonl", source))
    return taken, [(one.where, one.reason) for one in rejected], notes


def test_the_file(tmp_path: Path) -> None:
    assert detect(LINES.read_bytes()) is SOURCE
    account = take_file(tmp_path, SOURCE, LINES)
    assert [(o.where, o.state, o.paper) for o in account.outcomes] == [
        ("line 1", "added", "2503.01234"),
        ("line 2", "added", "2022.acl-long.1"),
        ("line 4", "rejected", None),
        ("line 5", "rejected", None),
        ("line 6", "rejected", None),
        ("line 7", "updated", "2503.01234"),
        ("line 8", "added", "10.1000-terns"),
    ]
    assert [o.reason for o in account.rejected] == [
        "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "a JSON list in place of an object",
        "titel: unknown key; did you mean `title`?; title: missing; add it",
    ]
    assert "papers.jsonl: `colour` is no key of a record; left out of 1 records" in account.notes
    assert all("left out of " in note for note in account.notes)
    papers = {paper.id: paper for paper in stored(tmp_path)}
    gulls = papers["2503.01234"]
    assert (gulls.title, gulls.abstract) == ("Counting Gulls on a Pier", "We count gulls. Twice.")
    assert [author.name for author in gulls.authors] == ["Ada Byron", "Bo Li"]
    assert (gulls.listed, gulls.published) == (date(2025, 3, 10), "2025-03-03")
    assert (gulls.upvotes, gulls.comments, gulls.submitted_by) == (9, 2, "cy")
    assert gulls.organization == "Pier Laboratory"
    assert gulls.categories == ("cs.CL",)
    assert gulls.comment == "12 pages"
    assert gulls.links == (
        Link("paper", "https://arxiv.org/abs/2503.01234"),
        Link("pdf", "https://arxiv.org/pdf/2503.01234"),
        Link("code", "https://github.com/pier/gulls"),
        Link("project", "https://pier.example/"),
    )
    assert {item.source for item in gulls.provenance} == {"hf-daily", "sample"}
    acl = papers["2022.acl-long.1"]
    assert acl.identifiers == {"acl": "2022.acl-long.1", "openreview": "aBcDeFgHiJ"}
    assert (acl.published, acl.listed, acl.venue) == ("2022", date(2022, 1, 1), "ACL 2022")
    assert acl.status is None  # "Poster" is none of ours
    assert acl.topics == ()  # nor are another collection's folders


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    take_file(tmp_path, SOURCE, LINES)
    again = take_file(tmp_path, SOURCE, LINES)
    assert again.counts() == {"added": 0, "updated": 0, "unchanged": 4, "rejected": 3}


# Records


def test_a_record_of_the_store_goes_out_and_comes_in_as_it_was(tmp_path: Path) -> None:
    first = admitted("hf-page", title="Gulls", abstract="One.\n\nTwo $x$.", authors=["Ada Byron"])
    second = admitted(
        "arxiv",
        date(2025, 3, 9),
        title="Gulls",
        identifiers={"arxiv": "2503.01234"},
        version=2,
        updated="2025-03",
        links=(Link("code", "https://github.com/a/b"),),
    )
    paper = replace(merge(first, second), topics=("+birds",))
    out = json.dumps({**to_mapping(paper), "abstract": paper.abstract}, default=str)
    taken, rejected, notes = read(out)
    assert (rejected, notes) == ([], [])
    take(tmp_path, taken)
    assert stored(tmp_path) == [paper]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"links": "https://x.org"}, "links: found `https://x.org`; write a list"),
        (
            {"links": [], "authors": [{"name": 7}]},
            "authors[0].name: found the number 7; put it in quotes",
        ),
        (
            {"identifiers": {"arxiv": "x"}},
            "identifiers.arxiv: found `x`; that is not such an identifier",
        ),
        (
            {"listed": "soon", "colour": "red"},
            (
                "listed: found `soon`; write a day as 2025-03-11; "
                "colour: unknown key; no record has such a key; remove it"
            ),
        ),
        ({"links": [], "title": None}, "title: found nothing; write a value or remove the key"),
        ({"links": [], "venue": "\ud800"}, "venue: found the character U+D800; remove it"),
    ],
)
def test_a_wrong_record_is_rejected_with_every_fault(fields: dict[str, Any], reason: str) -> None:
    _, rejected, _ = read(line(**fields))
    assert rejected == [("line 1", reason)]


def test_what_cleaning_removes_is_no_reason_to_reject_a_record(tmp_path: Path) -> None:
    unseen = {
        "title": "Counting\u200b gulls",
        "abstract": "We\x1b look.\u2029\n\nAnd\u202e see.",
        "authors": [{"name": "Ada\u2066 Byron"}],
    }
    taken, rejected, _ = read(line(listed="2025-03-11", **unseen))
    assert rejected == []
    take(tmp_path, taken)
    (paper,) = stored(tmp_path)
    assert (paper.title, paper.authors[0].name) == ("Counting gulls", "Ada Byron")
    assert paper.abstract == "We look.\n\nAnd see."


def test_a_record_that_says_when_it_was_listed_is_listed_then(tmp_path: Path) -> None:
    taken, _, _ = read(
        line(listed="2025-03-11", source="Sample feed", identifiers={"acl": "P19-1001"})
    )
    assert taken[0].raw.listings == (Listing("sample-feed", date(2025, 3, 11)),)
    take(tmp_path, taken)
    assert [(p.id, str(p.listed)) for p in stored(tmp_path)] == [("p19-1001", "2025-03-11")]


# Flat lines


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ({"id": "arXiv:2503.01234"}, {"arxiv": "2503.01234"}),
        ({"id": "iclr2025:aBcDeFgHiJ"}, {}),
        (
            {"id": "x", "url": "https://openreview.net/forum?id=aBcDeFgHiJ"},
            {"openreview": "aBcDeFgHiJ"},
        ),
        (
            {"id": "x", "also": ["arXiv:2503.01234", "acl:P19-1001", 7]},
            {"arxiv": "2503.01234", "acl": "P19-1001"},
        ),
        ({"doi": "10.1000/X"}, {"doi": "10.1000/x"}),
        ({"doi": "none", "pdf_url": "https://arxiv.org/pdf/2503.01234v1"}, {"arxiv": "2503.01234"}),
        ({"id": "acl-long/2022001"}, {}),
    ],
)
def test_identifiers_are_found_where_collections_put_them(
    fields: dict[str, Any], identifiers: dict[str, str]
) -> None:
    taken, _, _ = read(line(**fields))
    assert dict(taken[0].raw.identifiers) == identifiers


@pytest.mark.parametrize(
    ("fields", "published", "listed"),
    [
        ({"published": "2019-06-12", "published_precision": "day"}, "2019-06-12", None),
        ({"published": "2019"}, "2019", None),
        ({"published": "2025-03-11", "published_precision": "listing day"}, None, "2025-03-11"),
        (
            {"published": "2025-03", "published_precision": "month (listed 2025-03-11)"},
            "2025-03",
            "2025-03-11",
        ),
        ({"hf": {"daily_date": "2025-03-11"}}, None, "2025-03-11"),
        (
            {"hf": {"daily_date": "2025-03-11", "submitted_on_daily_at": "2025-03-10T20:00:00Z"}},
            None,
            "2025-03-10",
        ),
        ({"published": 2019, "hf": []}, None, None),
    ],
)
def test_days_keep_their_meaning(
    fields: dict[str, Any], published: str | None, listed: str | None
) -> None:
    taken, _, _ = read(line(**fields))
    assert taken[0].raw.published == published
    assert [str(item.day) for item in taken[0].raw.listings] == ([listed] if listed else [])


@pytest.mark.parametrize(
    ("stated", "option", "source"),
    [
        (None, "jsonl", "jsonl"),
        ("OpenReview (ICLR)", "jsonl", "openreview-iclr"),
        ("...", "jsonl", "jsonl"),
        ("arXiv", "mine", "mine"),
        (7, "jsonl", "jsonl"),
        ("x" * 60, "jsonl", "x" * 40),
    ],
)
def test_the_source_is_the_lines_own_unless_the_person_says(
    stated: object, option: str, source: str
) -> None:
    taken, _, _ = read(line(source=stated), source=option)
    assert taken[0].source == source


@pytest.mark.parametrize("listed", [{}, {"listed": "2025-03-11"}])
def test_an_id_means_the_same_in_both_kinds_of_line(tmp_path: Path, listed: dict[str, str]) -> None:
    for stated in ("2503.01234", "arXiv:2503.01234v2"):
        folder = tmp_path / str(len(stated))
        take(folder, read(line(id=stated, published="2025-03-03", **listed))[0])
        assert [paper.id for paper in stored(folder)] == ["2503.01234"]


def test_a_record_line_keeps_its_id_and_may_have_flat_addresses(tmp_path: Path) -> None:
    taken, rejected, _ = read(
        line(
            id="gulls-0a1b2c",
            title="Counting\n  gulls",
            listed="2025-03-11",
            code_url="https://github.com/gulls/count",
        )
    )
    assert not rejected
    take(tmp_path, taken)
    (paper,) = stored(tmp_path)
    assert (paper.id, paper.title) == ("gulls-0a1b2c", "Counting gulls")
    assert [link.url for link in paper.links] == ["https://github.com/gulls/count"]


@pytest.mark.parametrize(
    ("status", "venue", "kept"),
    [("Poster", "iclr 2018", None), ("Reject", None, None), ("Withdraw", "iclr 2018", "withdrawn")],
)
def test_a_refused_paper_is_not_of_the_venue(
    status: str, venue: str | None, kept: str | None
) -> None:
    taken, _, _ = read(line(venue="iclr 2018", status=status))
    assert (taken[0].raw.venue, taken[0].raw.status) == (venue, kept)


def test_unknown_keys_are_named_once() -> None:
    _, _, notes = read(line(colour=1), line(colour=2, tldr="x"), line(size=3))
    assert notes == [
        "`colour` is no key of a record; left out of 2 records",
        "`size` is no key of a record; left out of 1 records",
        "`tldr` is no key of a record; left out of 1 records",
    ]


def test_a_key_or_a_value_that_is_not_read_here_is_said_to_be_that() -> None:
    taken, _, notes = read(
        line(topics=["gulls"], status="Poster"), line(status="oral"), line(status="Retracted")
    )
    assert [one.raw.status for one in taken] == [None, None, "retracted"]
    assert notes == [
        "`topics` is read only in a line with `listed`; left out of 1 records",
        "`status`: found `Poster`, `oral`; it says withdrawn or retracted; left out of 2 records",
    ]


# Any input


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("x", "not JSON"),
        ("{", "not JSON"),
        ('{"title": "\ud83d"}'.encode("utf-8", "surrogatepass").decode("latin-1"), None),
        ("7", "a JSON int in place of an object"),
        ("null", "a JSON NoneType in place of an object"),
        ("[" * 100_000, "not JSON"),
        ('{"upvotes": ' + "9" * 5000 + "}", "not JSON"),
    ],
)
def test_a_bad_line_stops_no_other(bad: str, reason: str | None) -> None:
    taken, rejected, _ = read(line(), bad, line())
    assert len(taken) + len(rejected) == 3
    if reason:
        assert [where for where, _ in rejected] == ["line 2"]
        assert rejected[0][1].startswith(reason)


def test_bytes_that_are_no_text_are_rejected_alone() -> None:
    data = b'{"title": "A"}\n{"title": "\xff"}\n\n{"title": "B"}'
    taken, rejected, _ = read_all(SOURCE, data, ABOUT)
    assert [one.where for one in taken] == ["line 1", "line 4"]
    assert [one.where for one in rejected] == ["line 2"]


def test_each_line_can_be_had_as_it_stood() -> None:
    lines = [b'{"title":  "Gulls"}', b'{"title": "\xff"}', b'{"title": "x", "links": 7}']
    data = b"\xef\xbb\xbf" + b" \r\n".join(lines) + b'\n[]\n{"title": "x", "links": []}'
    taken, rejected, _ = read_all(SOURCE, data, ABOUT)
    assert [one.original() for one in taken] == [lines[0], b'{"title": "x", "links": []}']
    assert [one.original() for one in rejected] == [lines[1], lines[2], b"[]"]


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_a_file_without_a_line_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="holds no records"):
        read(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(newline: str, bom: str) -> None:
    text = bom + newline.join([json.dumps(line())] * 2)
    assert detect(text.encode()) is SOURCE
    assert len(read_all(SOURCE, text, ABOUT)[0]) == 2


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"name": "x"}', "Gulls", '{\n"title": "x"}', "<x>"]
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert not SOURCE.detect(text.encode())


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), RAW, st.just("2025-03-11")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=5,
)
KEYS = (
    "id title abstract authors published published_precision categories url pdf_url code_url "
    "source comment journal_ref doi also hf venue links identifiers listed listings provenance aliases "
    "pinned topics status upvotes version updated language media"
).split()


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6), min_size=1, max_size=3))
def test_every_line_of_any_input_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, Any]]
) -> None:
    text = "\n".join(json.dumps({"title": "Gulls", **one}) for one in items)
    taken, rejected, _ = read_all(SOURCE, text, ABOUT)
    assert len(taken) + len(rejected) == len(items)
    account = take(tmp_path_factory.mktemp("content"), taken, ABOUT)
    assert sum(account.counts().values()) == len(taken)

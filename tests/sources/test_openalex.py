"""Works of OpenAlex: abstracts put together again, authors, places that hold a copy."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Author, Link
from generator.sources.openalex import SOURCE, abstract_of
from tests.core import DAY, read_all, reading, stored, take_file
from tests.sources.json_inputs import VALUES, borne, json_of, mutations, paper, papers, refusals

PLACE = {
    "landing_page_url": "https://doi.org/10.1234/gulls",
    "pdf_url": "https://pier.example/gulls.pdf",
    "source": {"display_name": "Gull Letters", "type": "journal"},
    "license": "cc-by",
}
COPY = {
    "landing_page_url": "http://arxiv.org/abs/2503.01234",
    "pdf_url": "https://arxiv.org/pdf/2503.01234",
    "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
    "license": None,
}
ARCHIVE = {"landing_page_url": "https://hdl.handle.net/1/2", "pdf_url": "https://a.example/g.pdf"}
GULLS: dict[str, Any] = {
    "id": "https://openalex.org/W12345",
    "doi": "https://doi.org/10.1234/gulls",
    "title": "Counting <i>Larus</i> on a Pier",
    "display_name": "Counting Larus",
    "publication_year": 2024,
    "publication_date": "2025-03-03",
    "ids": {"openalex": "https://openalex.org/W12345"},
    "language": "en",
    "primary_location": PLACE,
    "best_oa_location": COPY,
    "locations": [PLACE, COPY, ARCHIVE],
    "authorships": [
        {
            "author": {
                "display_name": "Ada K. Byron",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            "raw_author_name": "Ada Byron",
        },
        {"author": {"display_name": "Bo Li", "orcid": None}, "raw_author_name": "Li, B."},
        {"author": {"display_name": "Cy Moss"}},
    ],
    "is_retracted": False,
    "is_paratext": False,
    "abstract_inverted_index": {"We": [0], "count": [1, 3], "gulls,": [2], "them.": [4]},
    "updated_date": "2026-01-01T00:00:00",
}


def test_every_part_of_a_work_is_read() -> None:
    gulls = paper(SOURCE, GULLS)
    assert gulls.title == "Counting Larus on a Pier"
    assert gulls.abstract == "We count gulls, count them."
    assert gulls.authors == (
        Author("Ada Byron", "0000-0002-1825-0097"),
        Author("Bo Li"),
        Author("Cy Moss"),
    )
    assert gulls.identifiers == {"doi": "https://doi.org/10.1234/gulls"}
    assert (gulls.published, gulls.updated) == ("2025-03-03", None)
    assert (gulls.venue, gulls.license, gulls.language) == ("Gull Letters", "cc-by", "en")
    assert gulls.status is None
    assert gulls.links == (
        Link("paper", "https://doi.org/10.1234/gulls"),
        Link("pdf", "https://pier.example/gulls.pdf"),
        Link("paper", "http://arxiv.org/abs/2503.01234"),
        Link("pdf", "https://arxiv.org/pdf/2503.01234"),
        Link("related", "https://hdl.handle.net/1/2"),
    )


@pytest.mark.parametrize(
    "answer",
    [
        GULLS,
        [GULLS],
        {"meta": {"count": 1}, "results": [GULLS], "group_by": []},
        {
            "results": [
                {"id": "https://openalex.org/W1", "title": "Counting <i>Larus</i> on a Pier"}
            ]
        },
    ],
)
def test_each_kind_of_answer_is_known_and_read(answer: Any) -> None:
    assert SOURCE.detect(json.dumps(answer).encode())
    assert SOURCE.detect(b"\xef\xbb\xbf" + json.dumps(answer, indent=2).encode())
    assert paper(SOURCE, answer).title == "Counting Larus on a Pier"


def test_lines_of_the_snapshot_are_read() -> None:
    data = f"{json.dumps(GULLS)}\n{json.dumps(GULLS)}\n"
    assert SOURCE.detect(data.encode())
    taken, rejected, notes = read_all(SOURCE, data, reading(source="openalex"))
    assert [one.where for one in taken] == ["line 1", "line 2"]
    assert (rejected, notes) == ([], [])


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (None, ""),
        ({}, ""),
        ([], ""),
        ({"We": [0], "count": [1]}, "We count"),
        ({"count": [1], "We": [0, 0]}, "We count"),
        ({"We": [0], "They": [0], "count": [1]}, "We count"),
        ({"We": [0, -1, True, None, "1", 1.0], "count": [1]}, "We count"),
        ({"We": None, "count": 0, "gulls": [0]}, "gulls"),
        ({"": [0], "gulls": [1]}, " gulls"),
    ],
)
def test_an_abstract_is_put_together_from_what_are_positions(index: object, text: str) -> None:
    assert abstract_of(index) == text


def test_one_word_far_away_does_not_cost_an_abstract_or_memory() -> None:
    words = {f"w{n}": [n] for n in range(50)}
    start = time.perf_counter()
    assert str(abstract_of({**words, "end": [10**9]})).endswith("w49 end")
    assert abstract_of({**words, "end": [10**300]}) is not None
    assert time.perf_counter() - start < 1


def test_a_torn_abstract_is_left_out_and_told() -> None:
    torn = {**GULLS, "abstract_inverted_index": {"We": [0], "gulls": [7, 20, 31]}}
    taken, rejected, notes = read_all(SOURCE, json.dumps([torn, GULLS]), reading())
    assert [one.raw.abstract for one in taken] == ["", "We count gulls, count them."]
    assert rejected == []
    assert notes == ["1 abstracts lack many of their words; these are left out"]


def test_a_long_word_at_many_positions_fills_no_memory() -> None:
    abstract = abstract_of({"x" * 100_000: list(range(100_000))})
    assert abstract is not None
    assert 300_000 <= len(abstract) < 500_000


@given(st.lists(st.sampled_from(["we", "count", "gulls", "a", "–"]), max_size=30))
def test_an_abstract_comes_back_as_it_was(words: list[str]) -> None:
    index: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        index.setdefault(word, []).append(position)
    assert abstract_of(index) == " ".join(words)


def test_tags_in_an_abstract_go() -> None:
    index = {"<jats:title>Abstract</jats:title>": [0], "<jats:p>We": [1], "count.</jats:p>": [2]}
    assert paper(SOURCE, {**GULLS, "abstract_inverted_index": index}).abstract == "We count."


def test_a_retracted_work_is_retracted() -> None:
    assert paper(SOURCE, {**GULLS, "is_retracted": True}).status == "retracted"
    assert paper(SOURCE, {**GULLS, "is_retracted": "no"}).status is None


def test_what_is_no_paper_is_rejected() -> None:
    author = {"id": "https://openalex.org/A5", "display_name": "Ada Byron", "works_count": 3}
    untitled = {**GULLS, "title": None, "display_name": None}
    assert refusals(SOURCE, [{**GULLS, "is_paratext": True}, author, untitled, None, {}]) == [
        ("item 0", "`Counting Larus on a Pier` is paratext, not a paper"),
        ("item 1", "`https://openalex.org/A5` is not the id of a work"),
        ("item 2", "has no title (https://openalex.org/W12345)"),
        ("item 3", "null in place of an object"),
        ("item 4", "has no title"),
    ]


def test_lists_of_authors_that_were_cut_are_told() -> None:
    works = [
        {**GULLS, "is_authors_truncated": True},
        GULLS,
        {**GULLS, "is_authors_truncated": True},
    ]
    _, rejected, notes = read_all(SOURCE, json.dumps({"results": works}), reading())
    assert rejected == []
    assert notes == ["2 works name only their first 100 authors; ask for these works one by one"]


def test_a_repository_is_no_venue() -> None:
    raw = paper(SOURCE, {**GULLS, "primary_location": COPY, "locations": [COPY]})
    assert raw.venue is None
    assert raw.license is None


def test_what_is_missing_is_made_up_for() -> None:
    assert paper(SOURCE, {**GULLS, "title": None}).title == "Counting Larus"
    assert paper(SOURCE, {**GULLS, "publication_date": None}).published == "2024"
    raw = paper(SOURCE, {**GULLS, "doi": None, "ids": {"doi": "https://doi.org/10.1/x"}})
    assert raw.identifiers == {"doi": "https://doi.org/10.1/x"}
    assert paper(SOURCE, {**GULLS, "primary_location": {}}).license is None
    assert len(papers(SOURCE, [{**GULLS, "id": "W12345"}])) == 1


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", sorted(GULLS.keys() - {"id", "is_paratext"}))
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    taken, rejected, _ = read_all(SOURCE, json.dumps({**GULLS, key: value}), reading())
    assert (len(taken), rejected) == (1, [])


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        '{"meta": {}, "results": [], "group_by": []}',
        '{"id": "https://openalex.org/A5", "display_name": "Ada Byron"}',
        '{"id": "https://openalex.org/W1", "title": "Gulls", "abstract": "We.", "authors": ["A"]}',
        '{"id": "https://openalex.org/W1", "title": "Gulls", "authors": ["A"]}',
    ],
)
def test_other_json_is_not_taken_for_it(other: str) -> None:
    assert not SOURCE.detect(other.encode())


KEYS = (*GULLS, "results", "source", "landing_page_url", "pdf_url", "author", "orcid", "type")


@given(json_of(KEYS))
def test_any_json_is_borne(value: Any) -> None:
    borne(SOURCE, json.dumps(value).encode())


@given(mutations(json.dumps({"results": [GULLS, GULLS]}, indent=1).encode()))
def test_any_damage_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@pytest.mark.real
def test_real_works_are_read(shared: Path, tmp_path: Path) -> None:
    folder = shared / "formats" / "openalex"
    for path in folder.iterdir():
        assert SOURCE.detect(path.read_bytes()[:65_536]), path
    account = take_file(tmp_path / "one", SOURCE, folder / "W2741809807.json")
    assert account.counts() == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    # Its abstract was torn by those who kept it: a few words are left.
    (note,) = account.notes
    assert note.endswith("1 abstracts lack many of their words; these are left out")
    (state,) = stored(tmp_path / "one")
    assert state.id == "10.7717-peerj.4375"
    assert len(state.authors) == 9
    assert state.authors[0] == Author("Heather Piwowar", "0000-0003-1613-5981")
    assert (state.venue, state.license, state.published) == ("PeerJ", "cc-by", "2018-02-13")
    assert state.links[:2] == (
        Link("paper", "https://doi.org/10.7717/peerj.4375"),
        Link("pdf", "https://peerj.com/articles/4375.pdf"),
    )
    small = folder / "search_small.json"
    assert [one.reason for one in take_file(tmp_path / "x", SOURCE, small).rejected] == [
        "no day is known; give --date YYYY-MM-DD"
    ] * small.read_bytes().count(b"openalex.org/W")
    assert take_file(tmp_path / "two", SOURCE, small, day=DAY).count("added") == 2
    assert {p.abstract for p in stored(tmp_path / "two")} == {"We study widgets here", ""}

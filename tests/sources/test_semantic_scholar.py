"""The answers of Semantic Scholar's API, whole and with only the fields that were asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator.incoming import InputError
from generator.model import Author, Link
from generator.sources.semantic_scholar import SOURCE
from tests.core import DAY, FIXTURES, read_all, reading, stored, take_file
from tests.sources.json_inputs import VALUES, borne, json_of, mutations, paper, papers, refusals

GULLS: dict[str, Any] = {
    "paperId": "a" * 40,
    "externalIds": {
        "MAG": "12",
        "ArXiv": "2503.01234",
        "DOI": "10.1234/Gulls",
        "ACL": "2025.gull-long.3",
        "CorpusId": 7,
    },
    "url": f"https://www.semanticscholar.org/paper/{'a' * 40}",
    "title": "Counting <i>Larus</i> on a Pier",
    "abstract": "We count gulls.",
    "venue": "Annual Meeting of Gull Counters",
    "year": 2024,
    "publicationDate": "2025-03-03",
    "openAccessPdf": {
        "url": "https://pier.example/gulls.pdf",
        "status": "GREEN",
        "license": "CCBY",
    },
    "tldr": {"model": "tldr@v2.0.0", "text": "Gulls are counted."},
    "fieldsOfStudy": ["Biology"],
    "journal": {"name": "Gull Letters", "volume": "7"},
    "authors": [{"authorId": "1", "name": "Ada Byron"}, {"authorId": None, "name": "Bo Li"}],
}
LINE = {
    "corpusid": 7,
    "externalids": {"ACL": None, "ArXiv": "2503.01234", "DOI": None, "CorpusId": "7"},
    "url": "https://www.semanticscholar.org/paper/x",
    "title": "Gulls",
    "authors": [{"authorId": "1", "name": "Ada Byron"}],
    "venue": "",
    "publicationvenueid": None,
    "year": 2024,
    "publicationdate": None,
    "journal": {"name": "Gull Letters"},
}


def test_every_part_of_a_paper_is_read() -> None:
    gulls = paper(SOURCE, GULLS)
    assert gulls.title == "Counting Larus on a Pier"
    assert gulls.abstract == "We count gulls."
    assert gulls.authors == (Author("Ada Byron"), Author("Bo Li"))
    assert gulls.identifiers == {
        "arxiv": "2503.01234",
        "doi": "10.1234/Gulls",
        "acl": "2025.gull-long.3",
    }
    assert gulls.published == "2025-03-03"
    assert gulls.venue == "Annual Meeting of Gull Counters"
    assert gulls.license == "CCBY"
    assert gulls.categories == gulls.listings == ()
    assert gulls.links == (
        Link("pdf", "https://pier.example/gulls.pdf"),
        Link("related", f"https://www.semanticscholar.org/paper/{'a' * 40}"),
    )


def test_a_machines_summary_is_no_abstract() -> None:
    assert paper(SOURCE, {**GULLS, "abstract": None}).abstract == ""


@pytest.mark.parametrize(
    "answer",
    [
        GULLS,
        [GULLS],
        {"total": 1, "offset": 0, "data": [GULLS]},
        {"total": 1, "token": "PCO", "data": [GULLS]},
        {"recommendedPapers": [GULLS]},
        {"offset": 0, "data": [{"contexts": ["As gulls"], "citingPaper": GULLS}]},
        {"offset": 0, "data": [{"isInfluential": False, "citedPaper": GULLS}]},
        {"authorId": "1", "name": "Ada Byron", "papers": [GULLS]},
        [{"authorId": "1", "name": "Ada Byron", "papers": [GULLS]}],
        {"data": [{"authorId": "1", "name": "Ada Byron", "papers": [GULLS]}]},
    ],
)
def test_each_kind_of_answer_is_known_and_read(answer: Any) -> None:
    assert SOURCE.detect(json.dumps(answer).encode())
    assert SOURCE.detect(b"\xef\xbb\xbf" + json.dumps(answer, indent=1).encode())
    assert paper(SOURCE, answer).identifiers["arxiv"] == "2503.01234"


def test_the_papers_that_a_paper_cites_are_not_the_input() -> None:
    assert len(papers(SOURCE, {**GULLS, "references": [GULLS, GULLS], "citations": [GULLS]})) == 1


def test_lines_of_the_data_set_are_read() -> None:
    data = f"{json.dumps(LINE)}\n{json.dumps(LINE)}\n"
    assert SOURCE.detect(data.encode())
    taken, rejected, notes = read_all(SOURCE, data, reading(source="semantic-scholar"))
    assert [one.where for one in taken] == ["line 1", "line 2"]
    assert (rejected, notes) == ([], [])
    raw = taken[0].raw
    assert (raw.published, raw.venue) == ("2024", "Gull Letters")
    assert raw.identifiers == {"arxiv": "2503.01234"}


def test_ids_that_nobody_knows_are_told_once() -> None:
    taken, rejected, notes = read_all(SOURCE, json.dumps([None, GULLS, None]), reading())
    assert [one.where for one in taken] == ["item 1"]
    assert rejected == []
    assert notes == ["Semantic Scholar knows no paper for 2 ids asked for: item 0, item 2"]


def test_a_list_of_unknown_ids_holds_no_papers() -> None:
    with pytest.raises(InputError, match=r"^holds no papers: none of the ids"):
        read_all(SOURCE, "[null, null]", reading())


def test_a_paper_without_a_title_says_which_it_is_and_how_to_get_one() -> None:
    assert refusals(
        SOURCE, [{"paperId": "ab12", "year": 1936}, {"paperId": "cd", "title": None}]
    ) == [
        ("item 0", "has no title (paper ab12); ask for it with `fields=title`"),
        ("item 1", "has no title (paper cd)"),
    ]
    assert refusals(SOURCE, [{"corpusid": 9, "title": " "}, 7]) == [
        ("item 0", "has no title (paper 9)"),
        ("item 1", "a JSON int in place of an object"),
    ]


@pytest.mark.parametrize("place", ["venue", "publicationVenue", "journal"])
@pytest.mark.parametrize("name", ["arXiv.org", "ArXiv"])
def test_where_a_preprint_lies_is_no_venue(place: str, name: str) -> None:
    value = name if place == "venue" else {"name": name}
    empty = {"venue": "", "publicationVenue": None, "journal": None}
    assert paper(SOURCE, {**GULLS, **empty, place: value}).venue is None


def test_a_day_in_a_year_is_taken_before_the_year() -> None:
    assert paper(SOURCE, {**GULLS, "publicationDate": None}).published == "2024"
    assert paper(SOURCE, {**GULLS, "publicationDate": None, "year": None}).published is None


def test_an_open_copy_that_is_a_doi_is_no_pdf() -> None:
    links = paper(SOURCE, {**GULLS, "openAccessPdf": {"url": "https://doi.org/10.1234/g"}}).links
    assert links[0] == Link("paper", "https://doi.org/10.1234/g")
    assert paper(SOURCE, {**GULLS, "url": None, "openAccessPdf": {"url": ""}}).links == (
        Link("related", f"https://www.semanticscholar.org/paper/{'a' * 40}"),
    )


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", sorted(GULLS.keys() - {"title"}))
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    assert paper(SOURCE, {**GULLS, key: value}).title == "Counting Larus on a Pier"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        "[null]",
        '{"release_id": "2025-08-19", "README": "paperId", "datasets": [{"name": "papers"}]}',
        '{"corpusid": 7, "abstract": "We count.", "openaccessinfo": {}}',
        '"paperId"',
    ],
)
def test_other_json_is_not_taken_for_it(other: str) -> None:
    assert not SOURCE.detect(other.encode())


KEYS = (*GULLS, *LINE, "data", "papers", "recommendedPapers", "citingPaper", "name", "ArXiv", "DOI")


@given(json_of(KEYS))
def test_any_json_is_borne(value: Any) -> None:
    borne(SOURCE, json.dumps(value).encode())


@given(mutations(json.dumps({"data": [GULLS, {"citedPaper": GULLS}, None]}, indent=1).encode()))
def test_any_damage_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@given(mutations(f"{json.dumps(LINE)}\n{json.dumps(LINE)}\n".encode()))
def test_any_damage_to_lines_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@pytest.mark.real
def test_every_real_answer_is_read(shared: Path, tmp_path: Path) -> None:
    known: dict[str, tuple[int, int]] = {}
    generic: set[str | None] = set()
    for path in sorted((shared / "formats" / "semantic_scholar").glob("*.json")):
        data = path.read_bytes()
        if "release" in path.name:
            assert not SOURCE.detect(data[:65_536])
            continue
        assert SOURCE.detect(data[:65_536]), path
        account = take_file(tmp_path / path.stem, SOURCE, path, day=DAY)
        records = len(re.findall(rb'"paperId":', data))
        titled = len(re.findall(rb'"title": "', data))
        assert len(account.outcomes) == records, path
        untitled = [one for one in account.rejected if "; ask for it with" in str(one.reason)]
        known[path.stem] = (records, len(untitled))
        assert len(untitled) == records - titled, path
        generic.update(one.reason for one in account.rejected if one not in untitled)
    assert sum(records for records, _ in known.values()) == 9_461
    assert sum(refused for _, refused in known.values()) == 4_542
    assert generic == {"`Editorial` is all it says; many papers have that title"}
    assert len(known) == len(list((shared / "formats" / "semantic_scholar").iterdir())) - 1
    batch = {p.id: p for p in stored(tmp_path / "test_get_papers_not_found_warning_0")}
    trust = batch["10.2139-ssrn.288970"]
    assert trust.published == "2001-10-01"
    assert [a.name for a in trust.authors] == ["Marianne Bertrand", "E. Duflo", "S. Mullainathan"]
    assert trust.venue == "Experimental & Empirical Studies eJournal"
    assert Link("pdf", "http://papers.nber.org/papers/w8841.pdf") in trust.links


def test_the_fixture_is_read_as_its_bytes_are() -> None:
    data = (FIXTURES / "semantic_scholar" / "batch.json").read_bytes()
    taken, rejected, notes = read_all(SOURCE, data, reading(source="semantic-scholar"))
    assert [one.raw.title for one in taken] == ["Counting Gulls on a Pier"]
    assert [one.where for one in rejected] == ["item 2"]
    assert json.loads(rejected[0].original()) == {"paperId": "b" * 40, "title": None}
    assert len(notes) == 1

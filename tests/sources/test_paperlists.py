"""The lists of papercopilot/paperlists: authors and words in one string, status, what is linked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator.model import Author, Link
from generator.sources.paperlists import SOURCE
from tests.core import read_all, reading, stored, take_file
from tests.sources.json_inputs import VALUES, borne, json_of, mutations, paper, refusals

BIBTEX = """@inproceedings{
byron2025counting,
title={Counting {G}ulls in the year = {1999}},
author={Ada Byron and Bo Li},
booktitle={Third Conference
  on Gulls},
year={2025},
month = mar,
doi = "10.1234/gulls"
}"""
GULLS: dict[str, Any] = {
    "id": "0a1b2c3d4e",
    "title": "Counting $K^2$ Gulls",
    "track": "main",
    "status": "Poster",
    "tldr": "Gulls.",
    "abstract": "We count gulls.",
    "keywords": "gulls;piers",
    "author": "Ada Byron*; Bo Li;Cy Moss",
    "orcid": ";0000-0002-1825-0097;x",
    "aff": "Pier;Pier;Quay",
    "bibtex": BIBTEX,
    "github": "https://github.com/pier/gulls",
    "project": "https://pier.example/gulls",
    "site": "https://openreview.net/forum?id=AbCdEf123",
    "pdf": "https://pier.example/gulls.pdf",
    "video": "https://video.example/1",
    "slides": "https://slides.example/1",
    "gs_citation": 3,
}


def test_every_part_of_a_record_is_read() -> None:
    gulls = paper(SOURCE, [GULLS])
    assert (gulls.title, gulls.abstract) == ("Counting $K^2$ Gulls", "We count gulls.")
    assert gulls.authors == (
        Author("Ada Byron"),
        Author("Bo Li", "0000-0002-1825-0097"),
        Author("Cy Moss"),
    )
    assert gulls.identifiers == {"doi": "10.1234/gulls"}
    assert (gulls.published, gulls.venue) == ("2025-03", "Third Conference on Gulls")
    assert (gulls.status, gulls.categories, gulls.listings) == (None, (), ())
    assert gulls.links == (
        Link("paper", "https://openreview.net/forum?id=AbCdEf123"),
        Link("pdf", "https://pier.example/gulls.pdf"),
        Link("code", "https://github.com/pier/gulls"),
        Link("project", "https://pier.example/gulls"),
        Link("video", "https://video.example/1"),
        Link("slides", "https://slides.example/1"),
    )


@pytest.mark.parametrize(
    ("name", "venue"),
    [
        ("iclr2023.json", "ICLR 2023"),
        ("ICLR2023.json.gz", "ICLR 2023"),
        ("nips2019.json", "NeurIPS 2019"),
        ("corl2021.json", "CoRL 2021"),
        ("3dv2025.json", "3DV 2025"),
        ("siggraphasia2020.json", "SIGGRAPH Asia 2020"),
        ("iclr2023 (1).json", "ICLR 2023"),
        ("papers2023.json", "Third Conference on Gulls"),
        ("iclr.json", "Third Conference on Gulls"),
        ("-", "Third Conference on Gulls"),
    ],
)
def test_the_venue_is_what_the_files_name_or_the_bibtex_says(name: str, venue: str) -> None:
    assert paper(SOURCE, [GULLS], name).venue == venue


def test_the_year_is_what_the_bibtex_or_the_files_name_says() -> None:
    bare = {**GULLS, "bibtex": ""}
    assert paper(SOURCE, [GULLS], "iclr2023.json").published == "2025-03"
    assert paper(SOURCE, [bare], "iclr2023.json").published == "2023"
    assert paper(SOURCE, [bare]).published is None
    assert paper(SOURCE, [bare]).venue is None


@pytest.mark.parametrize(
    ("bibtex", "published"),
    [
        ("@misc{x,\n year = \t {2021},\n month = \t {17--19 Nov}}", "2021-11"),
        ('@misc{x,\n year = "2021", month = may}', "2021-05"),
        ("@misc{x, year = 2021, month = 5}", "2021"),
        ("@misc{x, myyear={1999}, year={2021}}", "2021"),
        ("@misc{x, year={in press}}", None),
        ("@misc{x", None),
    ],
)
def test_dates_of_bibtex(bibtex: str, published: str | None) -> None:
    assert paper(SOURCE, [{**GULLS, "bibtex": bibtex}]).published == published


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Byron;Bo Li", ["Ada Byron", "Bo Li"]),
        ("Ada Byron, Bo Li", ["Ada Byron", "Bo Li"]),
        ("Ada Byron*; Bo Li†*; Cy Moss ∗", ["Ada Byron", "Bo Li", "Cy Moss"]),
        ("Ada Byron*1; Bo Li 0002; X-12", ["Ada Byron", "Bo Li", "X-12"]),
        ("A. Byron; B. Li and C. Moss", ["A. Byron", "B. Li", "C. Moss"]),
        ("Ada Byron", ["Ada Byron"]),
        (";;", []),
        ("", []),
        ("Byron, Jr.; Bo Li", ["Byron, Jr.", "Bo Li"]),
    ],
)
def test_authors_are_parted_and_their_marks_go(author: str, names: list[str]) -> None:
    assert [a.name for a in paper(SOURCE, [{**GULLS, "author": author}]).authors] == names


def test_older_files_say_authors() -> None:
    old = {**GULLS, "authors": "Ada Byron, Bo Li"}
    del old["author"]
    assert SOURCE.detect(json.dumps([old]).encode())
    assert len(paper(SOURCE, [old]).authors) == 2


def test_orcids_count_only_where_each_author_has_a_place() -> None:
    odd = paper(SOURCE, [{**GULLS, "orcid": "0000-0002-1825-0097"}])
    assert [author.orcid for author in odd.authors] == [None, None, None]


@pytest.mark.parametrize("status", ["Reject", "reject", "Desk Reject", "Active"])
def test_what_a_venue_did_not_take_has_no_venue(status: str) -> None:
    raw = paper(SOURCE, [{**GULLS, "status": status}], "iclr2023.json")
    assert (raw.venue, raw.status) == (None, None)


@pytest.mark.parametrize("status", ["Withdraw", "withdrawn"])
def test_a_withdrawn_paper_is_withdrawn(status: str) -> None:
    assert paper(SOURCE, [{**GULLS, "status": status}]).status == "withdrawn"


@pytest.mark.parametrize(
    ("key", "value", "link"),
    [
        ("github", "github.com/pier/gulls", Link("code", "https://github.com/pier/gulls")),
        (
            "github",
            "https://github.com/pier/gulls.git.",
            Link("code", "https://github.com/pier/gulls.git"),
        ),
        ("github", "https://github.com/", None),
        ("project", "www.pier.example", Link("project", "https://www.pier.example")),
        ("pdf", "/pdf/ab12.pdf", Link("pdf", "https://openreview.net/pdf/ab12.pdf")),
        (
            "openreview",
            "https://openreview.net/forum?id=Zz",
            Link("paper", "https://openreview.net/forum?id=Zz"),
        ),
        ("oa", "https://oa.example/g.html", Link("paper", "https://oa.example/g.html")),
        ("proceeding", "http://p.example/g", Link("paper", "http://p.example/g")),
        ("youtube", "https://youtu.be/x", Link("video", "https://youtu.be/x")),
        ("video", "https://openreview.net/forum?id=AbCdEf123", None),
        ("github", "https://a.example/1;https://a.example/2", Link("code", "https://a.example/2")),
    ],
)
def test_addresses_are_made_whole(key: str, value: str, link: Link | None) -> None:
    links = paper(SOURCE, [{**GULLS, key: value}]).links
    if link:
        assert link in links
    else:
        assert value not in [one.url for one in links if one.rel != "paper"]


def test_an_arxiv_identifier_is_taken() -> None:
    assert paper(SOURCE, [{**GULLS, "arxiv": "2503.01234"}]).identifiers["arxiv"] == "2503.01234"
    assert paper(SOURCE, [{**GULLS, "doi": "10.1/x"}]).identifiers["doi"] == "10.1/x"


def test_what_has_no_title_is_rejected_with_its_id() -> None:
    assert refusals(SOURCE, [{"id": "ab", "title": ""}, {"title": None}, None, "x"]) == [
        ("item 0", "has no title (paper ab)"),
        ("item 1", "has no title"),
        ("item 2", "null in place of an object"),
        ("item 3", "a JSON str in place of an object"),
    ]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", sorted(GULLS.keys() - {"title"}))
def test_a_value_of_a_wrong_kind_is_only_not_there(key: str, value: object) -> None:
    assert paper(SOURCE, [{**GULLS, key: value}]).title == "Counting $K^2$ Gulls"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[]",
        json.dumps(GULLS),
        '[{"id": "a", "title": "Gulls", "authors": ["A"], "url": "x", "status": "Poster", "track": "main"}]',
        '[{"id": "a", "title": "Gulls", "authors": "A", "url": "x", "status": "Poster", "track": "main"}]',
        '[{"type": "book", "title": "G", "status": "x", "author": [{"family": "B"}], "track": 1}]',
        '[{"title": "Gulls", "author": "A; B"}]',
    ],
)
def test_other_json_is_not_taken_for_it(other: str) -> None:
    assert not SOURCE.detect(other.encode())


@given(json_of((*GULLS, "authors", "arxiv", "openreview", "oa")))
def test_any_json_is_borne(value: Any) -> None:
    borne(SOURCE, json.dumps(value).encode())


@given(mutations(json.dumps([GULLS, GULLS], indent=4).encode()))
def test_any_damage_is_borne(data: bytes) -> None:
    borne(SOURCE, data)


@pytest.mark.real
@pytest.mark.parametrize(("name", "papers"), [("acml2021", 115), ("colm2024", 299)])
def test_real_lists_are_read(shared: Path, tmp_path: Path, name: str, papers: int) -> None:
    path = shared / "formats" / "paperlists_json" / f"{name}.json"
    data = path.read_bytes()
    assert SOURCE.detect(data[:65_536])
    assert len(re.findall(rb'^ {8}"title": ', data, re.MULTILINE)) == papers
    account = take_file(tmp_path, SOURCE, path)
    assert account.counts() == {"added": papers, "updated": 0, "unchanged": 0, "rejected": 0}
    kept = stored(tmp_path)
    assert {p.venue for p in kept} == {f"{name[:4].upper()} {name[4:]}"}
    assert {p.published for p in kept} == {"2021-11" if name == "acml2021" else "2024"}
    if name == "colm2024":
        assert all("openreview" in p.identifiers for p in kept)
        (spoken,) = (p for p in kept if p.identifiers["openreview"] == "0UK8c2kg7c")
        assert spoken.authors[3] == Author("Roy Ka-Wei Lee", "0000-0002-1986-7750")
    code = {link.url for p in kept for link in p.links if link.rel == "code"}
    assert len(code) == len(set(re.findall(rb'"github": "([^"]+)"', data)))


def test_the_bytes_of_a_rejected_record_are_kept() -> None:
    _, (one,), _ = read_all(SOURCE, json.dumps([{"id": "ä"}]), reading())
    assert json.loads(one.original()) == {"id": "ä"}

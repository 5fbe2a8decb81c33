"""How search is measured: the rows, the documents, and what Material's own is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench import rows, search, search_rows, search_stock
from bench.search_rows import First, Row
from tests import toy

FOUND = [
    Row("title", 100, 0.99, 1.0, 110.4, 0.25, 40.0),
    Row("other author and word", 100, None, 0.9125, 109.0),
]
FIRST = [First("three words", 251.4, 0.123, 6237.4, 10.35)]


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    head = {"papers": 10_000, "commit": None}
    search_rows.save(tmp_path / "search.json", head, FOUND, FIRST)
    assert search_rows.read(tmp_path / "search.json") == (head, FOUND, FIRST)


def test_what_was_not_measured_has_an_empty_cell() -> None:
    ranks, firsts = search_rows.tables(FOUND, [*FIRST, replace(FIRST[0], stock_seconds=None)])
    assert ranks[1] == ["title", "100", "1.000", "0.990", "0.250", "110", "40"]
    assert ranks[2] == ["other author and word", "100", "0.912", "", "", "109", ""]
    assert firsts[1] == ["three words", "251", "0.12", "6,237", "10.35"]
    assert firsts[2][-1] == ""


def test_the_documents_show_the_latest_tables() -> None:
    text = search_rows.document(*search_rows.read(search.LATEST))
    assert text in rows.DOCUMENT.read_text(encoding="utf-8")


def test_a_rank_is_one_over_the_place() -> None:
    asked = [("a", "1"), ("b", "2"), ("c", "3")]
    found = [
        (["https://x.example/papers/1/"], 3.0),
        (["papers/9/", "papers/2/"], 5.0),
        (["papers/1/"], 4.0),
    ]
    assert search.rated(asked, found) == (0.5, 4.0)


def test_material_reads_what_search_of_ours_reads(tmp_path: Path) -> None:
    content = toy.make_toy(tmp_path / "content")
    project = toy.make_project(tmp_path / "project", content)
    toy.run("paperfeed", "generate", tmp_path / "pages", "--content", content, cwd=project)
    page = (tmp_path / "pages" / "papers" / f"{toy.CROWD}.md").read_text(encoding="utf-8")
    assert all(f"\n## {each}\n" in page for each in ("Topics", "Details", "Related papers", "Cite"))
    short = search_stock.shortened(page)
    assert [line for line in short.splitlines() if line.startswith("## ")] == ["## Details"]
    assert page.startswith(short.partition("\n## ")[0])

"""What is exported is read again by parsers of others: as many entries, and the fields equal."""

from __future__ import annotations

import csv
import gzip
import io
import json
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser import entrypoint as bibtexparser
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from generator.cli import application
from generator.exports import FORMATS
from generator.exports.cited import Cited, cited
from generator.feed import Feed
from generator.markup import plain
from generator.model import Author, Paper
from generator.record import from_mapping
from generator.store import write
from generator.text import clean_line, clean_paragraphs
from tests.accepted import accepted
from tests.toy import SITE, feed_of, paper, topic

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # citeproc's and pybtex's own
    from citeproc.source.json import CiteProcJSON
    from pybtex.database import parse_string


def made(feed: Feed) -> list[Cited]:
    return list(cited(feed.papers, feed, SITE.url))


def text_of(name: str, papers: Sequence[Cited]) -> str:
    return "".join(FORMATS[name](papers))


def check(papers: Sequence[Cited]) -> None:
    """Each format is read by parsers of others, to the same papers."""
    keys = [each.key for each in papers]
    assert len(set(keys)) == len(keys)
    bibtex = text_of("bibtex", papers)
    library = bibtexparser.parse_string(bibtex)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == keys
    for entry, each in zip(library.entries, papers, strict=True):
        assert entry.fields_dict["url"].value == each.data["URL"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = parse_string(bibtex, "bibtex")
    assert list(theirs.entries) == keys
    for key, each in zip(keys, papers, strict=True):
        people = theirs.entries[key].persons.get("author", [])
        assert len(people) == len(each.data.get("author", ())) + bool(each.data.get("others"))
    ris = text_of("ris", papers)
    records = rispy.loads(ris.replace("\r\n", "\n"))
    assert [entry.get("title") for entry in records] == [
        " ".join(each.data["title"].split()) for each in papers
    ]
    accepted("bibtexparser and pybtex", files=1, entries=len(keys))
    accepted("rispy", files=1, entries=len(records))
    items = json.loads(text_of("csl-json", papers))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns of what CSL does not know
        assert set(CiteProcJSON(items)) == {key.lower() for key in keys} or not keys
    assert [item["id"] for item in items] == keys
    accepted("citeproc-py", files=1, entries=len(items))
    for item, each in zip(items, papers, strict=True):
        assert item["title"] == each.data["title"]
        assert len(item.get("author", [])) == len(each.data.get("author", ()))
        assert item.get("abstract", "") == plain(each.paper.abstract)
    lines = text_of("jsonl", papers).splitlines()
    assert [from_mapping(json.loads(line)) for line in lines] == [each.paper for each in papers]
    rows = list(csv.DictReader(io.StringIO(text_of("csv", papers), newline="")))
    assert [row["id"].removeprefix("'") for row in rows] == [each.paper.id for each in papers]
    for row, each in zip(rows, papers, strict=True):
        assert row["title"].removeprefix("'") == plain(each.paper.title).removeprefix("'")
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_hostile_and_odd_papers_are_read_again(toy_feed: Feed) -> None:
    check(made(toy_feed))
    check([])


@pytest.mark.real
def test_real_papers_are_read_again(shared: Path) -> None:
    papers: list[Paper] = []
    for name in ("hf_daily", "venues", "arxiv_abs"):
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records: list[dict[str, Any]] = [json.loads(line) for line in lines]
        for record in records[:: len(records) // 200][:200]:
            names = (clean_line(str(each)) for each in record.get("authors") or ())
            papers.append(
                paper(
                    len(papers),
                    title=clean_line(record["title"]),
                    abstract=clean_paragraphs(record["abstract"] or ""),
                    authors=tuple(Author(each) for each in names if each),
                )
            )
    assert len(papers) == 600
    check(made(feed_of(*papers)))


_TITLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).map(clean_line)


@given(titles=st.lists(_TITLES.filter(bool), max_size=5), names=st.lists(_TITLES.filter(bool)))
def test_whatever_titles_and_names_are(titles: list[str], names: list[str]) -> None:
    authors = tuple(map(Author, names))
    papers = [paper(n, title=title, authors=authors) for n, title in enumerate(titles)]
    for each in ("bibtex", "ris", "csl-json", "jsonl", "csv"):
        assert text_of(each, made(feed_of(*papers))) is not None
    check([each for each in made(feed_of(*papers)) if not names])


def test_keys_that_are_alike_get_letters_and_then_numbers() -> None:
    authors = (Author("Ashish Vaswani"),)
    papers = [
        paper(n, title="Attention is all", authors=authors, published="2017") for n in range(28)
    ]
    keys = [each.key for each in made(feed_of(*papers))]
    assert keys[:3] == [f"vaswani2017attention{mark}" for mark in ("", "b", "c")]
    assert keys[25:] == [f"vaswani2017attention{mark}" for mark in ("z", "-27", "-28")]


def test_a_key_with_a_letter_is_no_other_papers_key() -> None:
    titles = ("Deep seas", "Deep shores", "Deepb tides", "Deep sands")
    papers = (paper(number, title=title) for number, title in enumerate(titles))
    keys = [each.key for each in made(feed_of(*papers))]
    assert len(set(keys)) == len(titles)


def export(content: Path, *arguments: str) -> Result:
    return CliRunner().invoke(application(), ["export", "--content", str(content), *arguments])


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    made: list[Paper] = [
        paper(n, f"2024-01-0{n}", title=f"Gull {n}" if n % 2 else f"Crab {n}") for n in range(1, 6)
    ]
    write(folder, *made)
    (folder / "topics.yml").write_text(
        "- area: Sea\n  topics:\n    - {slug: birds, label: Birds, is: birds, phrases: [gull]}\n"
    )
    return folder


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ((), [5, 4, 3, 2, 1]),
        (("--topic", "birds"), [5, 3, 1]),
        (("--since", "2024-01-02", "--until", "2024-01-03"), [3, 2]),
        (("--topic", "birds", "--since", "2024-01-04"), [5]),
    ],
)
def test_the_command_prints_some_or_all(
    content: Path, arguments: tuple[str, ...], numbers: list[int]
) -> None:
    done = export(content, "--format", "jsonl", *arguments)
    assert done.exit_code == 0
    found = [from_mapping(json.loads(line)) for line in done.stdout.splitlines()]
    assert [each.listed for each in found] == [date(2024, 1, number) for number in numbers]
    assert f"{len(numbers)} paper" in done.stderr


def test_addresses_that_only_this_machine_has_are_warned_of(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SITE_URL", "GITHUB_ACTIONS", "NETLIFY", "CF_PAGES"):
        monkeypatch.delenv(name, raising=False)
    warning = "warning: nobody said where the site is, so links lead to http://127.0.0.1:8000/"
    assert warning in export(content, "--format", "csv").stderr
    assert "warning" not in export(content, "--format", "jsonl").stderr
    monkeypatch.setenv("SITE_URL", "https://toy.example/")
    assert "warning" not in export(content, "--format", "csv").stderr


def test_nothing_to_export_and_wrong_options_are_told_apart(content: Path) -> None:
    done = export(content, "--format", "csl-json", "--since", "2030-01-01")
    assert (done.exit_code, json.loads(done.stdout)) == (1, [])
    for wrong in (["--format", "docx"], ["--format", "ris", "--topic", "stones"], [],
                  ["--format", "ris", "--since", "yesterday"]):  # fmt: skip
        assert export(content, *wrong).exit_code == 2, wrong


def test_ris_ends_its_lines_as_the_format_has_it(content: Path) -> None:
    done = export(content, "--format", "ris", "--topic", "birds")
    assert done.stdout_bytes.count(b"\r\n") == done.stdout_bytes.count(b"\n") > 10


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_works_nothing_out(start: str) -> None:
    title = f'{start}HYPERLINK("https://evil.example/")'
    feed = feed_of(paper(1, title=title, authors=(Author(f"{start}1+1"),)))
    (row,) = csv.DictReader(io.StringIO(text_of("csv", made(feed)), newline=""))
    assert (row["title"], row["authors"]) == (f"'{title}", f"'{start}1+1")


def test_topics_and_pages_are_in_the_table() -> None:
    feed = feed_of(paper(1, title="A gull"), topics=[topic("birds", "gull")])
    (row,) = csv.DictReader(io.StringIO(text_of("csv", made(feed)), newline=""))
    assert (row["topics"], row["page"]) == ("Birds", f"{SITE.url}papers/2401.00001/")

"""Tombstones: their files, what is wrong with them, and that nothing removed comes in again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.identifiers import permanent_id
from generator.model import Author, Link, Tombstone
from generator.store import load, path_of, write
from generator.text import clean_line
from generator.tombstones import (
    FOLDER,
    Tombstones,
    keep,
    load_tombstones,
    title_hash,
    tombstone_of,
)
from generator.tombstones import path_of as tombstone_path
from tests.core import DAYS
from tests.test_cli import call, jsonl
from tests.toy import paper

DAY = date(2024, 3, 6)
FORMER = permanent_id({}, "The former title")
GONE = paper(1, title="A paper that was removed", authors=(Author("Ada Ebb"),), aliases=(FORMER,))
TITLE = "0" * 32


def put(content: Path, name: str, text: str) -> None:
    folder = content / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@given(
    reason=st.text().map(clean_line).filter(bool),
    day=DAYS,
    digits=st.text("0123456789abcdef", min_size=32, max_size=32),
)
def test_what_is_kept_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, reason: str, day: date, digits: str
) -> None:
    content = tmp_path_factory.mktemp("content")
    identifiers = {"arxiv": "2401.00001", "doi": "10.1234/x"}
    kept = Tombstone("2401.00001", day, reason, digits, ("old-1",), identifiers)
    keep(content, kept)
    assert load_tombstones(content) == Tombstones((kept,), (), (), ())


def test_a_tombstone_has_nothing_of_the_text(tmp_path: Path) -> None:
    keep(tmp_path, tombstone_of(replace(GONE, abstract="Secret words."), DAY, "Asked for"))
    text = (tmp_path / tombstone_path(GONE.id)).read_text()
    assert "2401.00001" in text
    assert FORMER in text
    assert not any(word in text for word in ("paper", "removed", "Ada", "Ebb", "Secret"))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- a\n", 1, "found a list; write `key: value` lines"),
        ("id: [\n", 2, "not valid YAML"),
        (
            f"day: 2024-03-06\nreason: x\ntitle: '{TITLE}'\nid: 2401.00001\n",
            4,
            "id: found the number 2401.00001; put it in quotes",
        ),
        (f"id: a-1\nday: 2024-03-06\nreason: x\ntitle: '{TITLE}'\nwhy: x\n", 5, "why: unknown key"),
        (f"id: a-1\nday: 2024-03-06\ntitle: '{TITLE}'\n", 1, "reason: missing; add it"),
        ("id: a-1\nday: 2024-03-06\nreason: x\ntitle: A title\n", 4, "32 hex digits"),
        (
            f"id: ../x\nday: 2024-03-06\nreason: x\ntitle: '{TITLE}'\n",
            1,
            "ids are lower-case ASCII",
        ),
        (f"id: b-1\nday: 2024-03-06\nreason: x\ntitle: '{TITLE}'\n", None, "rename it to b-1.yml"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_stops_no_other(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    put(tmp_path, "a-1.yml", text)
    keep(tmp_path, tombstone_of(GONE, DAY, "Asked for"))
    stones = load_tombstones(tmp_path)
    assert [each.id for each in stones.whole] == [GONE.id]
    (fault,) = stones.faults
    assert fault.where == f"{tmp_path.name}/intake/removed/a-1.yml"
    assert said in fault.message
    assert fault.line == line


def test_a_record_that_has_a_tombstone_is_a_fault_and_no_paper(tmp_path: Path) -> None:
    write(tmp_path, GONE, paper(2))
    keep(tmp_path, tombstone_of(GONE, DAY, "Asked for"))
    contents = load(tmp_path)
    assert [each.id for each in contents.papers] == ["2401.00002"]
    (fault,) = contents.faults
    assert fault.where == f"{tmp_path.name}/{path_of(GONE)}"
    assert "was removed on 2024-03-06; delete this file, or intake/removed/" in fault.message
    done = call("check", "--content", tmp_path)
    assert done.exit_code == 1
    assert "was removed on 2024-03-06" in done.output


RECORDS: dict[str, dict[str, object]] = {
    "its identifier": {"id": "2401.00001", "title": "Another title"},
    "a former title": {"title": "The former title", "published": "2024-01-01"},
    "its title": {"title": "A Paper that was REMOVED", "published": "2024-01-01"},
    "its link": {"title": "Another", "links": [{"rel": "paper", "url": "https://arxiv.org/abs/2401.00001v2"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
def test_nothing_removed_comes_in_again(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    record = RECORDS[name] | {"abstract": "Words that nobody may keep."}
    file = jsonl(tmp_path / "in.jsonl", record, {"id": "2401.00002", "title": "A good one"})
    done = call("ingest", file, "--content", content, "--json")
    assert done.exit_code == 0, done.output
    account = json.loads(done.stdout)
    assert (account["added"], account["rejected"]) == (1, 1)
    (rejection,) = account["rejections"]
    assert rejection["reason"] == (
        "was removed on 2024-03-06 (Asked for); to let it in again, delete "
        "intake/removed/2401.00001.yml"
    )
    kept = [
        path for path in content.rglob("*") if path.is_file() and b"nobody" in path.read_bytes()
    ]
    assert kept == []


def test_a_record_of_it_that_was_rejected_before_goes_too(tmp_path: Path) -> None:
    content, broken = tmp_path / "content", {"title": GONE.title, "abstract": "Nobody may keep it."}
    file = jsonl(tmp_path / "in.jsonl", broken)
    assert call("ingest", file, "--content", content).exit_code == 1  # no day is known
    assert list((content / "intake/rejected").rglob("*.yml"))
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    call("ingest", file, "--content", content, "--date", "2024-01-02")
    assert not list((content / "intake/rejected").rglob("*.yml"))


@pytest.mark.parametrize(
    "other",
    [
        {"id": "2402.00007", "title": GONE.title},  # arXiv knows it as another one
        {"id": "2402.00007", "title": "Another title", "authors": ["Ada Ebb"]},
    ],
)
def test_another_paper_comes_in(tmp_path: Path, other: dict[str, object]) -> None:
    content = tmp_path / "content"
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    done = call("ingest", jsonl(tmp_path / "in.jsonl", other), "--content", content)
    assert "1 added" in done.stdout


def test_a_title_that_many_papers_share_keeps_none_out(tmp_path: Path) -> None:
    content = tmp_path / "content"
    keep(content, tombstone_of(replace(GONE, title="Preface"), DAY, "Asked for"))
    other = {"title": "Preface", "abstract": "Of another book.", "published": "2020"}
    done = call("ingest", jsonl(tmp_path / "in.jsonl", other), "--content", content)
    assert "1 added" in done.stdout


def test_a_paper_of_that_title_that_is_here_takes_its_records(tmp_path: Path) -> None:
    content = tmp_path / "content"
    here = replace(GONE, id="here", identifiers={}, links=(Link("paper", "https://a.example/x"),))
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    write(content, replace(here, aliases=()))
    record = {"title": GONE.title, "authors": ["Ada Ebb"], "venue": "Shores", "published": "2024"}
    done = call("ingest", jsonl(tmp_path / "in.jsonl", record), "--content", content)
    assert "1 updated" in done.stdout


def test_the_hash_is_of_what_spellings_have_in_common() -> None:
    assert title_hash("Deep  Tides: a SURVEY") == title_hash("Deep tides — a survey")
    assert title_hash("Deep tides") != title_hash("Deep tide")

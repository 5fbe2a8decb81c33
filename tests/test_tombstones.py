"""Tombstones: their files, what is wrong with them, and that nothing removed comes in again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fetching.gathering import FetchOptions
from generator.fetching.run import fetch
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


#: Damaged tombstones of the paper that say all the same by what it is known again.
LEGIBLE = {
    "no day": ("day: 2024-03-06", "day: nope"),
    "a reason too long": ("reason: Asked for", f"reason: {'x' * 2_500}"),
    "no reason": ("reason: Asked for\n", ""),
    "a number": ("id: '2401.00001'", "id: 2401.00001"),
    "another id": ("id: '2401.00001'", "id: 2401.00001b"),
}
#: Damaged tombstones that do not.
ILLEGIBLE = {
    "no YAML": ("day:", "day: ["),
    "two keys": ("day:", "day: 2024-03-05\nday:"),
    "a title in words": ("title:", "title: A title #"),
    "no title": ("title:", "titel:"),
    "a wrong identifier": ("arxiv: '2401.00001'", "arxiv: nothing"),
    "a misspelt key": ("identifiers:", "identifers:"),
    "a conflict": ("reason:", "<<<<<<< HEAD\nreason:"),
    "no UTF-8": ("Asked for", "\udcff"),
}


def damaged(content: Path, old: str, new: str) -> Path:
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    path = content / tombstone_path(GONE.id)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize("record", ["its identifier", "a former title", "its title", "its link"])
@pytest.mark.parametrize("name", LEGIBLE)
def test_a_damaged_tombstone_keeps_its_paper_out_and_no_other(
    tmp_path: Path, name: str, record: str
) -> None:
    content = tmp_path / "content"
    damaged(content, *LEGIBLE[name])
    records = RECORDS[record], {"id": "2401.00002", "title": "A good one"}
    done = call("ingest", jsonl(tmp_path / "in.jsonl", *records), "--content", content)
    assert "1 added, 0 updated, 0 unchanged, 1 rejected" in done.stdout
    assert "was removed; intake/removed/2401.00001.yml cannot be read whole, mend it" in done.stderr
    assert "error: content/intake/removed/2401.00001.yml: " in done.stderr
    assert done.exit_code == 1
    assert [each.id for each in load(content).papers] == ["2401.00002"]


@pytest.mark.parametrize("name", ILLEGIBLE)
def test_nothing_comes_in_while_nobody_knows_what_a_tombstone_keeps_out(
    tmp_path: Path, name: str
) -> None:
    content = tmp_path / "content"
    path = damaged(content, *ILLEGIBLE[name])
    write(content, paper(3))
    before = {each: each.read_bytes() for each in content.rglob("*.[my]*")}
    file = jsonl(tmp_path / "in.jsonl", {"title": GONE.title, "published": "2024-01-01"})
    done = call("ingest", file, "--content", content)
    assert done.exit_code == 1
    assert "0 added, 0 updated, 0 unchanged, 0 rejected" in done.stdout
    assert "error: content/intake/removed/2401.00001.yml: line " in done.stderr
    assert "Until then nothing is taken in" in done.stderr.replace("\n", " ")
    assert {each: each.read_bytes() for each in content.rglob("*.[my]*")} == before
    keep(content, tombstone_of(GONE, DAY, "Asked for"))  # mended
    assert path.is_file()
    assert "0 added, 0 updated, 0 unchanged, 1 rejected" in (
        call("ingest", file, "--content", content).stdout
    )


@pytest.mark.parametrize("name", ["2401.00001.yaml", "2401.00001.yml.orig", "README.md"])
def test_a_file_that_may_be_a_tombstone_is_taken_for_one(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    path = damaged(content, "", "")
    path.rename(path.with_name(name))
    file = jsonl(tmp_path / "in.jsonl", *RECORDS.values())
    done = call("ingest", file, "--content", content)
    assert "0 added, 0 updated, 0 unchanged, 4 rejected" in done.stdout
    path.with_name(name).write_text("Why papers were removed.\n")
    done = call("ingest", file, "--content", content)
    assert "0 added, 0 updated, 0 unchanged, 0 rejected" in done.stdout
    assert "move it out of intake/" in done.stderr


@pytest.mark.parametrize("dry_run", [False, True])
def test_no_source_is_asked_in_vain(tmp_path: Path, dry_run: bool) -> None:
    damaged(tmp_path, *ILLEGIBLE["no YAML"])
    day = datetime(2024, 3, 6, tzinfo=UTC)
    options = FetchOptions(day, dry_run=dry_run)
    report = fetch([None], tmp_path, None, options)  # type: ignore[list-item,arg-type]
    (error,) = report.errors
    assert error.startswith(f"{tmp_path.name}/intake/removed/2401.00001.yml: line 3: ")


def test_a_record_that_comes_back_beside_a_damaged_tombstone_is_no_paper(tmp_path: Path) -> None:
    write(tmp_path, GONE)
    damaged(tmp_path, *ILLEGIBLE["no YAML"])
    contents = load(tmp_path)
    assert contents.papers == ()
    assert "was removed; delete this file, or intake/removed/" in str(contents.faults[-1])


REFUSED: dict[str, dict[str, object]] = {
    "its id and no title": {"id": "2401.00001", "title": ""},
    "its link and no title": {"title": "", "links": [{"rel": "pdf", "url": "https://arxiv.org/pdf/2401.00001"}]},
    "two papers": {"id": "2401.00001", "title": "X", "identifiers": {"arxiv": "2401.00009"}},
    "its title and no day": {"title": "A paper that was REMOVED"},
    "a former title and no day": {"title": "The former title"},
    "a day to come": {"title": GONE.title, "listings": [{"source": "x", "day": "2098-01-01"}]},
    "a former title and a day to come": {"title": "The former title", "listings": [{"source": "x", "day": "2098-01-01"}]},
    "a field of another kind": {"id": "2401.00001", "title": ["x"]},
    "a title in a list": {"title": [GONE.title]},
    "too long": {"id": "2401.00001", "title": "x" * 3_000},
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_no_text_of_a_refused_record_that_tells_of_it_is_kept(tmp_path: Path, name: str) -> None:
    content = tmp_path / "content"
    record = REFUSED[name] | {"abstract": "Words that nobody may keep."}
    other = {"title": "", "abstract": "Of another paper."}
    file = jsonl(tmp_path / "in.jsonl", record, other)
    call("ingest", file, "--content", content)  # before it is removed
    assert len(list((content / "intake/rejected").rglob("*.yml"))) == 2
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    for _ in range(2):
        done = call("ingest", file, "--content", content, "--json")
        (first, second) = json.loads(done.stdout)["rejections"]
        assert first["reason"].startswith("was removed on 2024-03-06 (Asked for)")
        assert second["reason"] == "has no title"
        (kept,) = (content / "intake/rejected").rglob("*.yml")
        assert "Of another paper." in kept.read_text()


def test_a_broken_line_that_tells_of_it_is_not_kept_either(tmp_path: Path) -> None:
    content = tmp_path / "content"
    keep(content, tombstone_of(GONE, DAY, "Asked for"))
    file = tmp_path / "in.jsonl"
    file.write_text(
        json.dumps({"id": "2401.00002", "title": "A good one"})
        + '\n{"title": "A paper that was removed", "abstract": "Words th\n'
    )
    done = call("ingest", file, "--content", content)
    assert "1 added, 0 updated, 0 unchanged, 1 rejected" in done.stdout
    assert not (content / "intake/rejected").exists()


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

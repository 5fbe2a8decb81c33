"""A run of ingest over several files: each accounted for, none stops another."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.formats import SOURCES
from generator.ingest import Account
from generator.intake import Options, Report, take_in
from generator.store import load, locked
from tests.toy import FIXTURE, make_toy

NOW = datetime(2024, 3, 6, 6, tzinfo=UTC)
DAY = Options(day=date(2024, 3, 5))


def outcome(report: Report) -> tuple[Account, list[str]]:
    return report.account, list(report.errors)


def line(number: int, **fields: object) -> str:
    record = {"id": f"2401.{number:05d}", "title": f"Paper {number}", "abstract": "We do."}
    return json.dumps({**record, **fields}) + "\n"


def put(path: Path, *lines: str) -> Path:
    path.write_text("".join(lines))
    return path


def snapshot(folder: Path, *, locks: bool = False) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and (locks or path.name != ".lock") and path.parent.name != ".cache"
    }


def test_every_record_of_every_file_is_accounted_for(tmp_path: Path) -> None:
    content = tmp_path / "content"
    one = put(tmp_path / "one.jsonl", line(1), line(2), "not json\n", line(1))
    two = put(tmp_path / "two.jsonl", line(3), line(4, title=""))
    account, errors = outcome(take_in([one, two], content, DAY, NOW))
    assert errors == []
    assert account.counts() == {"added": 3, "updated": 0, "unchanged": 1, "rejected": 2}
    assert [(o.input, o.where) for o in account.rejected] == [
        ("one.jsonl", "line 3"),
        ("two.jsonl", "line 2"),
    ]
    assert all(outcome.reason for outcome in account.rejected)
    assert len(load(content).papers) == 3


def test_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    content = tmp_path / "content"
    file = put(tmp_path / "in.jsonl", line(1), line(2))
    take_in([file], content, DAY, NOW)
    before = snapshot(content)
    account, errors = outcome(take_in([file], content, DAY, datetime(2030, 1, 1, tzinfo=UTC)))
    assert (account.counts()["unchanged"], errors) == (2, [])
    assert snapshot(content) == before


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path: Path) -> None:
    content = make_toy(tmp_path / "content")
    before = snapshot(content)
    file = put(tmp_path / "in.jsonl", line(901), line(902), line(901))
    account, errors = outcome(take_in([file], content, Options(day=DAY.day, dry_run=True), NOW))
    assert account.counts() == {"added": 2, "updated": 0, "unchanged": 1, "rejected": 0}
    assert errors == []
    assert snapshot(content, locks=True) == before
    take_in([file], tmp_path / "new", Options(day=DAY.day, dry_run=True), NOW)
    assert not (tmp_path / "new").exists()


def test_a_file_that_cannot_be_read_does_not_stop_the_next(tmp_path: Path) -> None:
    content = tmp_path / "content"
    cut = tmp_path / "cut.gz"
    whole = gzip.compress("".join(line(n) for n in range(100, 4000)).encode())
    cut.write_bytes(whole[: len(whole) // 2])
    good = put(tmp_path / "good.jsonl", line(1))
    account, errors = outcome(take_in([cut, tmp_path / "nothing", good], content, DAY, NOW))
    assert len(errors) == 2
    assert "cut.gz: cannot be read" in errors[0]
    assert "nothing: cannot be read: No such file" in errors[1]
    # What the cut file held before the cut is kept, and counted.
    assert account.count("added") == len(load(content).papers) > 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("  \n \n", "is empty"),
        ("%PDF-1.4 nothing of ours\n", "is in no format that is known; --format takes"),
        ("<!DOCTYPE html><html>Busy", "(it is an HTML page); --format takes"),
        (" <HTML><body>Busy</body>", "(it is an HTML page); --format takes"),
        ('{"title": ""}\n', "no paper in it was taken in"),
    ],
)
def test_a_file_without_a_paper_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    account, errors = outcome(take_in([put(tmp_path / "in", text)], tmp_path / "content", DAY, NOW))
    (error,) = errors
    assert said in error
    assert account.count("added") == 0
    if "--format" in said:
        assert all(source.format in error for source in SOURCES)
    else:
        assert "--format" not in error


def test_papers_that_are_here_already_are_no_error(tmp_path: Path) -> None:
    file = put(tmp_path / "in.jsonl", line(1))
    take_in([file], tmp_path / "content", DAY, NOW)
    _, errors = outcome(take_in([file, file], tmp_path / "content", DAY, NOW))
    assert errors == []


def test_a_fault_of_the_store_is_said_and_the_rest_goes_in(tmp_path: Path) -> None:
    content = make_toy(tmp_path / "content")
    bad = content / "papers/2024/01/2401.00041.md"
    bad.write_text("no front matter")
    file = put(tmp_path / "in.jsonl", line(901), line(41))
    account, errors = outcome(take_in([file], content, DAY, NOW))
    assert len(errors) == 1
    assert "2401.00041.md: line 1: the file does not begin with front matter" in errors[0]
    assert account.counts() == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    assert bad.read_text() == "no front matter"


def test_a_store_that_another_holds_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.store.LOCK_SECONDS", 0.05)
    monkeypatch.setattr("generator.intake.locked", lambda content: locked(content, 0.05))
    content = tmp_path / "content"
    file = put(tmp_path / "in.jsonl", line(1))
    with locked(content):
        account, errors = outcome(take_in([file], content, DAY, NOW))
    assert len(errors) == 1
    assert "another paperfeed has been writing" in errors[0]
    assert account.outcomes == []


def test_what_a_person_says_counts(tmp_path: Path) -> None:
    source = next(source for source in SOURCES if source.format == "jsonl")
    file = put(tmp_path / "in", "no json at first\n", line(1))
    options = Options(source, date(2024, 2, 1), "my-list")
    account, _ = outcome(take_in([file], tmp_path / "content", options, NOW))
    assert account.counts() == {"added": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    (paper,) = load(tmp_path / "content").papers
    assert [(item.source, item.day) for item in paper.listings] == [("my-list", date(2024, 2, 1))]
    assert paper.provenance[0].retrieved == NOW


def test_progress_is_told_at_each_record(tmp_path: Path) -> None:
    told: list[tuple[str, int, float]] = []
    file = put(tmp_path / "in.jsonl", line(1), line(2), "not json\n")
    take_in([file], tmp_path / "content", DAY, NOW, lambda *each: told.append(each))
    assert told == [("in.jsonl", 3, 1.0)]


def test_the_toy_feeds_own_records_come_in_again_unchanged(tmp_path: Path) -> None:
    """A record written as a line of the interchange is the same paper."""
    from generator.record import parse, to_mapping

    content = make_toy(tmp_path / "content")
    before = snapshot(content)
    lines = []
    for path in sorted((FIXTURE / "papers").rglob("*.md")):
        paper = parse(path.read_text())
        data = {**to_mapping(paper), "abstract": paper.abstract}
        lines.append(json.dumps(data, default=str) + "\n")
    account, errors = outcome(
        take_in([put(tmp_path / "in.jsonl", *lines)], content, Options(), NOW)
    )
    assert errors == []
    assert [o for o in account.outcomes if o.state != "unchanged"] == []
    assert snapshot(content) == before

"""Rejected records are kept with their bytes and reason until they are taken in."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.admit import Refused
from generator.faults import StoreError
from generator.intake import Options, take_in
from generator.rejected import FOLDER, faults_of, file_of, kept, original_of
from tests.test_intake import put, snapshot

NOW = datetime(2024, 3, 6, 6, tzinfo=UTC)
DAYLESS = json.dumps({"title": "On gulls", "abstract": "They fly."}) + "\n"
UNTITLED = json.dumps({"title": "", "abstract": "They fly."}) + "\n"


def rejected(content: Path) -> dict[str, dict[str, str]]:
    folder = content / FOLDER
    return {
        path.relative_to(folder).as_posix(): yaml.safe_load(path.read_text())
        for path in sorted(folder.rglob("*.yml"))
    }


def test_each_is_a_file_by_what_it_holds(tmp_path: Path) -> None:
    file = put(tmp_path / "in.jsonl", UNTITLED, DAYLESS, UNTITLED, "not json\n")
    account = take_in([file], tmp_path / "content", Options(), NOW).account
    assert account.count("rejected") == 4
    found = rejected(tmp_path / "content")
    assert sorted(each["record"] for each in found.values()) == sorted(
        [UNTITLED.strip(), DAYLESS.strip(), "not json"]
    )
    (dayless,) = [each for each in found.values() if "gulls" in each["record"]]
    assert dayless == {
        "reason": "no day is known; give --date YYYY-MM-DD",
        "input": "in.jsonl",
        "where": "line 2",
        "record": DAYLESS.strip(),
    }
    assert all(name.startswith("jsonl/") for name in found)


def test_the_same_again_changes_nothing_and_a_record_taken_in_goes(tmp_path: Path) -> None:
    content = tmp_path / "content"
    file = put(tmp_path / "in.jsonl", UNTITLED, DAYLESS)
    take_in([file], content, Options(), NOW)
    before = snapshot(content)
    take_in([put(tmp_path / "other.jsonl", DAYLESS, UNTITLED)], content, Options(), NOW)
    assert snapshot(content) == before
    take_in([file], content, Options(day=date(2024, 3, 5)), NOW)
    assert [each["record"] for each in rejected(content).values()] == [UNTITLED.strip()]


def test_a_dry_run_keeps_nothing_and_takes_nothing_away(tmp_path: Path) -> None:
    content = tmp_path / "content"
    file = put(tmp_path / "in.jsonl", UNTITLED, DAYLESS)
    take_in([file], content, Options(dry_run=True), NOW)
    assert not content.exists()
    take_in([file], content, Options(), NOW)
    before = snapshot(content)
    take_in([file], content, Options(day=date(2024, 3, 5), dry_run=True), NOW)
    assert snapshot(content) == before


def test_a_record_whose_place_is_taken_is_kept_as_a_record(tmp_path: Path) -> None:
    content = tmp_path / "content"
    bad = content / "papers/2024/03/2401.00001.md"
    bad.parent.mkdir(parents=True)
    bad.write_text("no front matter")
    line = json.dumps({"id": "2401.00001", "title": "On gulls"}) + "\n"
    for _ in range(2):
        report = take_in([put(tmp_path / "in", line)], content, Options(day=date(2024, 3, 5)), NOW)
        assert report.account.count("rejected") == 1
    (one,) = rejected(content).values()
    assert "cannot be read; mend it" in one["reason"]
    assert "title: On gulls" in one["record"]


def test_the_source_that_was_said_names_the_folder(tmp_path: Path) -> None:
    file = put(tmp_path / "in.jsonl", UNTITLED)
    take_in([file], tmp_path / "content", Options(name="my-list"), NOW)
    assert set(kept(tmp_path / "content")) == {"my-list"}


def test_one_out_of_a_large_input_is_kept_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.reader._LARGE", 0)
    path = tmp_path / "in.gz"
    path.write_bytes(gzip.compress((UNTITLED + DAYLESS).encode()))
    take_in([path], tmp_path / "content", Options(day=date(2024, 3, 5)), NOW)
    assert [each["record"] for each in rejected(tmp_path / "content").values()] == [
        UNTITLED.strip()
    ]


def test_a_folder_that_cannot_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(tmp_path / "in.jsonl", UNTITLED)
    take_in([file], tmp_path / "content", Options(), NOW)

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refused)
    report = take_in([file], tmp_path / "content", Options(), NOW)
    (error,) = report.errors
    assert error == f"{tmp_path}/content/{FOLDER}: cannot be read: Permission denied"
    with pytest.raises(StoreError, match="rejected: cannot be read: Permission denied"):
        list(faults_of(tmp_path / "content"))


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "ignore")))
def test_the_bytes_come_back(original: bytes) -> None:
    path, data = file_of(Refused("line 1", "jsonl", "no reason", original), "in\x1b.jsonl")
    assert original_of(data) == original
    assert path.startswith("intake/rejected/jsonl/")
    assert b"\x1b" not in data


def test_of_a_record_out_of_all_proportion_the_beginning_is_kept() -> None:
    _, data = file_of(Refused("line 1", "jsonl", "long", b"x" * 3_000_000), "in")
    assert original_of(data) == b"x" * 1_000_000
    assert yaml.safe_load(data)["bytes"] == 3_000_000
    _, cut = file_of(Refused("line 1", "jsonl", "long", "é".encode() * 600_000), "in")
    assert original_of(cut) == ("é" * 500_000).encode()

"""The cache of read papers is a shortcut: right or not there, never wrong, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given

from generator import store
from generator.model import Paper, Provenance
from generator.paper_cache import FILE, remember
from generator.record import RecordError, dump, parse
from generator.store import load, path_of, write
from tests.test_record import PAPERS

GULLS = Paper("2401.00010", "Gulls", date(2025, 3, 11), abstract="We count gulls.")
TERNS = Paper("2401.00011", "Terns — ζ", date(2025, 4, 1), aliases=("terns-0a1b2c",))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed because the cache did not have them."""
    texts: list[str] = []

    def noted(text: str) -> Paper:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr(store, "parse", noted)
    return texts


def test_what_was_written_or_read_is_not_parsed_again(tmp_path: Path, parsed: list[str]) -> None:
    write(tmp_path, GULLS, TERNS)
    assert load(tmp_path).papers == (GULLS, TERNS)
    assert parsed == []
    (tmp_path / FILE).unlink()
    assert load(tmp_path).papers == load(tmp_path).papers == (GULLS, TERNS)
    assert len(parsed) == 2


@given(paper=PAPERS)
def test_what_is_remembered_is_what_would_be_read(
    tmp_path_factory: pytest.TempPathFactory, paper: Paper
) -> None:
    content = tmp_path_factory.mktemp("content")
    write(content, paper)
    cached = load(content).papers
    (content / FILE).unlink()
    assert load(content).papers == cached == (paper,)
    assert load(content).papers == cached


def test_a_file_that_was_edited_is_read_anew(tmp_path: Path, parsed: list[str]) -> None:
    write(tmp_path, GULLS)
    path = tmp_path / path_of(GULLS)
    path.write_text(path.read_text().replace("We count", "They count"))
    assert load(tmp_path).papers == (replace(GULLS, abstract="They count gulls."),)
    path.write_text(path.read_text().replace("title:", "titel:"))
    assert [fault.message[:12] for fault in load(tmp_path).faults] == [
        "titel: unkno",
        "title: missi",
    ]
    assert len(parsed) == 2


@pytest.mark.parametrize("form", ["crlf", "spaces", "no abstract"])
def test_a_file_in_another_form_is_read_as_it_stands(tmp_path: Path, form: str) -> None:
    text = dump(GULLS)
    if form == "crlf":
        text = text.replace("\n", "\r\n")
    elif form == "spaces":
        text += "\n\n"
    else:
        text = text.partition("\n\n")[0] + "\n"
    path = tmp_path / path_of(GULLS)
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())
    first = load(tmp_path)
    assert first.papers[0].title == "Gulls"
    assert load(tmp_path) == first


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: b"\x00" * len(data),
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"Gulls", b'G"lls'),
        lambda data: data.replace(b"2025-03-11", b"2025-33-11"),
        lambda data: data.replace(b" [", b" {"),
        lambda data: data.replace(b"[", b"[1,"),
        lambda data: data.replace(b'"Gulls"', b"17"),
        lambda data: data.replace(b'"Gulls"', b"null"),
        lambda data: data.replace(b'["terns-0a1b2c"]', b"[1]"),
        lambda data: data.replace(b"Gulls", b"\\ud800"),
        lambda data: b"\xff" + data,
    ],
)
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    write(tmp_path, GULLS, TERNS)
    cache = tmp_path / FILE
    cache.write_bytes(harm(cache.read_bytes()))
    assert load(tmp_path).papers == (GULLS, TERNS)
    assert load(tmp_path).papers == (GULLS, TERNS)


def test_what_comes_after_a_half_written_line_is_found(tmp_path: Path, parsed: list[str]) -> None:
    write(tmp_path, GULLS)
    cache = tmp_path / FILE
    cache.write_bytes(cache.read_bytes()[:-20])
    write(tmp_path, TERNS)
    assert load(tmp_path).papers == (GULLS, TERNS)
    assert parsed == [dump(GULLS)]


def test_a_paper_that_cannot_be_remembered_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    before = (tmp_path / FILE).read_bytes()
    remember(tmp_path, {b"x": replace(GULLS, abstract="", upvotes=16**5000 - 1)})
    assert (tmp_path / FILE).read_bytes() == before


def test_a_moment_is_remembered_in_utc(tmp_path: Path) -> None:
    moment = datetime(2025, 3, 11, 7, tzinfo=timezone(timedelta(hours=2)))
    write(tmp_path, replace(GULLS, provenance=(Provenance("arxiv", moment, {}),)))
    (paper,) = load(tmp_path).papers
    assert paper.provenance[0].retrieved.isoformat() == "2025-03-11T05:00:00+00:00"


def test_a_cache_that_cannot_be_opened_or_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    write(tmp_path, GULLS)
    assert load(tmp_path).papers == (GULLS,)
    (tmp_path / FILE).rmdir()
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    write(tmp_path, TERNS)
    assert load(tmp_path).papers == (GULLS, TERNS)
    assert not (tmp_path / "elsewhere").exists()


def test_a_faulty_record_is_never_remembered(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    path = tmp_path / path_of(GULLS)
    path.write_text(path.read_text().replace("id: '2401.00010'", "id: 2401.00010"))
    for _ in range(2):
        (fault,) = load(tmp_path).faults
        assert "put it in quotes" in fault.message
    with pytest.raises(RecordError):
        parse(path.read_text())


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.paper_cache._SPARE", 10)
    for upvotes in range(40):
        write(tmp_path, replace(GULLS, upvotes=upvotes))
    before = (tmp_path / FILE).stat().st_size
    assert load(tmp_path).papers[0].upvotes == 39
    assert (tmp_path / FILE).stat().st_size < before / 10
    assert load(tmp_path).papers[0].upvotes == 39

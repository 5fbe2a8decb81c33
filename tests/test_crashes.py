"""Killed or refused at a call: each file is the old or the new one, and the next run goes on."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from generator.cli import application
from generator.fetching.run import FetchReport
from generator.intake import Options, Report, take_in
from tests.crashing import (
    DAY,
    NOW,
    Scenario,
    account_is_true,
    check_done,
    check_whole,
    errors_of,
    failing,
    fetching,
    killed,
    line,
    merging,
    mixed,
    names_in,
    snapshot,
    tried,
)

#: What makes a scenario of so many papers, by name; and so many that a run has 300 or 400 calls.
MAKERS: dict[str, Callable[[Path, int], Scenario]] = {"mixed": mixed, "fetching": fetching}
LARGE = {"mixed": 40, "fetching": 10}
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
T = TypeVar("T")


@pytest.fixture(autouse=True)
def _temporary_files_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed fetch leaves in the folder for temporary files goes with the test's."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


@contextmanager
def told(what: str) -> Iterator[None]:
    """An error says what was done."""
    try:
        yield
    except AssertionError as error:
        error.add_note(what)
        raise


def spread(points: Sequence[T], most: int) -> list[T]:
    """So many of the points, as far from each other as can be."""
    return [points[len(points) * n // most] for n in range(min(most, len(points)))]


def check_next_run(scenario: Scenario, content: Path) -> None:
    """An undisturbed run ends as it would have without the fault."""
    assert errors_of(scenario.run(content)) == []
    check_done(content, scenario.new)
    shutil.rmtree(content)


# Killed


def kill_at(scenario: Scenario, points: Sequence[tuple[int, bool]]) -> None:
    """Kill the run at each point; each time all is whole, and the next run ends as it should."""
    for number, half in points:
        content = scenario.copy(f"{number}{'-half' * half}")
        with tried("kills at calls"), told(f"killed at call {number}: {scenario.calls[number]}"):
            killed(partial(scenario.run, content), number, half=half)
            check_whole(content, scenario.old, scenario.new, scenario.names)
            check_next_run(scenario, content)


def test_a_run_that_merges_may_be_killed_at_every_call(tmp_path: Path) -> None:
    scenario = merging(tmp_path / "merging")
    kill_at(scenario, scenario.points())


@pytest.mark.parametrize("name", ["mixed", "fetching"])
def test_a_run_may_be_killed_at_some_calls(tmp_path: Path, name: str) -> None:
    scenario = MAKERS[name](tmp_path / name, 3)
    kill_at(scenario, spread(scenario.points(), 12))


@pytest.mark.soak
@pytest.mark.parametrize("name", ["mixed", "fetching"])
def test_a_run_may_be_killed_at_every_call(tmp_path: Path, name: str) -> None:
    scenario = MAKERS[name](tmp_path / name, LARGE[name])
    kill_at(scenario, scenario.points())


def half_merged(folder: Path, number: int) -> Path:
    """A content folder in which a paper has become part of another and its file is still there."""
    scenario = merging(folder / "merging")
    gone = sorted({*scenario.old} - {*scenario.new})[number]
    content = scenario.copy("content")
    shutil.copytree(scenario.folder / "after", content, dirs_exist_ok=True)
    for path in {*scenario.old} - {*scenario.new, gone}:
        (content / path).unlink()
    return content / gone


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_merge_that_was_cut_short_is_no_fault(tmp_path: Path, number: int) -> None:
    gone = half_merged(tmp_path, number)
    content = tmp_path / "merging/content"
    assert gone.is_file()
    assert gone.stem in names_in(content)
    file = tmp_path / "other.jsonl"
    file.write_text(line(2))
    report = take_in([file], content, Options(dry_run=True), NOW)
    assert (report.errors, gone.is_file()) == ((), True)
    report = take_in([file], content, Options(), NOW)
    assert (report.errors, gone.exists()) == ((), False)
    assert gone.stem in names_in(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nWe wait", "\nA person wrote that we wait"),
        ("\nprovenance:", "\npinned: [title]\nprovenance:"),
        ("\nprovenance:", "\nvenue: Tides 2024\nprovenance:"),
    ],
)
def test_what_a_person_wrote_is_never_taken_for_a_part(tmp_path: Path, old: str, new: str) -> None:
    gone = half_merged(tmp_path, 0)
    text = gone.read_text()
    assert old in text
    gone.write_text(text.replace(old, new))
    file = tmp_path / "other.jsonl"
    file.write_text(line(2))
    report = take_in([file], tmp_path / "merging/content", Options(), NOW)
    assert len(report.errors) == 1
    assert "is already the id or alias of" in report.errors[0]
    assert gone.is_file()


def test_a_disk_that_takes_half_of_each_write_gets_it_all(tmp_path: Path) -> None:
    scenario = merging(tmp_path / "merging")
    content = scenario.copy("half")
    real = os.write

    def half(handle: int, data: Any) -> int:
        return real(handle, memoryview(data)[: (len(data) + 1) // 2])

    with patch("os.write", half):
        assert errors_of(scenario.run(content)) == []
    names_in(content)
    check_next_run(scenario, content)


# Refused


class Clock(datetime):
    """Stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return cls(2024, 3, 12, 6, 30, tzinfo=tz)


def ingest(scenario: Scenario, content: Path) -> tuple[Report, str]:
    """`paperfeed ingest`, run in this process at the scenario's time: its report and messages."""
    reports: list[Report] = []

    def remembered(*args: Any) -> Report:
        reports.append(take_in(*args))
        return reports[-1]

    arguments = ["ingest", str(scenario.folder / "in.jsonl"), "--content", str(content)]
    with (
        patch("generator.commands.ingest.datetime", Clock),
        patch("generator.commands.ingest.take_in", remembered),
    ):
        result = CliRunner().invoke(
            application(), [*arguments, "--date", str(DAY)], catch_exceptions=False
        )
    assert result.exit_code == bool(reports[0].errors)
    return reports[0], result.stderr


def fetch(scenario: Scenario, content: Path) -> tuple[FetchReport, str]:
    """A fetch: its report, and what the command would say."""
    report = scenario.run(content)
    assert isinstance(report, FetchReport)
    assert report.well == (not report.errors)
    return report, "".join(f"error: {error}\n" for error in report.errors)


Run = Callable[[Scenario, Path], tuple[Report | FetchReport, str]]


def refuse(scenario: Scenario, run: Run, points: Sequence[tuple[int, int]]) -> None:
    """Let a call fail: the run says why and reports what is there, no more; all stays whole."""
    for number, code in points:
        content = scenario.copy(f"{number}-{code}")
        reason = os.strerror(code)
        with tried("refusals"), told(f"{reason} at call {number}: {scenario.calls[number]}"):
            with failing(number, code):
                report, said = run(scenario, content)
            check_whole(content, scenario.old, scenario.new, scenario.names)
            assert account_is_true(report.account, content, scenario.new)
            if report.errors:
                assert re.search(rf"^error: /\S+: cannot be \w+: {reason}$", said, re.M), said
            else:
                assert snapshot(content) == scenario.new, said
            check_next_run(scenario, content)


def in_turn(scenario: Scenario) -> list[tuple[int, int]]:
    """Every call, with one error after another."""
    return [(number, CODES[number % 4]) for number in range(len(scenario.calls))]


def test_an_ingest_may_be_refused_at_every_call(tmp_path: Path) -> None:
    scenario = merging(tmp_path / "merging")
    refuse(scenario, ingest, in_turn(scenario))


def test_a_fetch_may_be_refused_at_some_calls(tmp_path: Path) -> None:
    scenario = fetching(tmp_path / "fetching", 2)
    refuse(scenario, fetch, spread(in_turn(scenario), 20))


@pytest.mark.parametrize(("code", "errors"), [(errno.EIO, 1), (errno.EINVAL, 0)])
def test_a_folder_may_be_one_that_cannot_be_settled_but_not_one_that_is_broken(
    tmp_path: Path, code: int, errors: int
) -> None:
    scenario = merging(tmp_path / "merging")
    content = scenario.copy("content")
    settled = ("fsync", str(scenario.folder / "after/papers/2024/03"))
    number = [(call.name, call.path) for call in scenario.calls].index(settled)
    with failing(number, code):
        report = scenario.run(content)
    assert len(report.errors) == errors
    check_next_run(scenario, content)


@pytest.mark.soak
@pytest.mark.parametrize("code", CODES)
def test_an_ingest_may_be_refused_with_every_error(tmp_path: Path, code: int) -> None:
    scenario = merging(tmp_path / "merging")
    refuse(scenario, ingest, [(number, code) for number in range(len(scenario.calls))])


@pytest.mark.soak
@pytest.mark.parametrize(("name", "run"), [("mixed", ingest), ("fetching", fetch)])
def test_a_large_run_may_be_refused_at_every_call(tmp_path: Path, name: str, run: Run) -> None:
    scenario = MAKERS[name](tmp_path / name, LARGE[name])
    refuse(scenario, run, in_turn(scenario))

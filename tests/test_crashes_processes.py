"""Real processes: killed at any moment, many at once, on full disks and folders that are closed."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from generator.cli import application
from generator.files import ASIDE
from generator.intake import Options, take_in
from generator.intake_days import load_intake
from generator.store import Contents, load, load_to_write, locked
from tests.crashing import (
    DAY,
    NOW,
    SOURCES,
    daily,
    exit_code,
    fetched,
    forked,
    line,
    names_in,
    pair,
    snapshot,
    tried,
)
from tests.toy import environment, run

PAPERFEED = Path(sys.executable).parent / "paperfeed"
_MOMENT = re.compile(rb"retrieved: '[^']*'")


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """`paperfeed`, started and not waited for."""
    return subprocess.Popen(
        [PAPERFEED, *arguments],
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def without_moments(content: Path) -> dict[str, bytes]:
    """The files, whenever they were written."""
    return {path: _MOMENT.sub(b"", data) for path, data in snapshot(content).items()}


def seen(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the path is there; the process that makes it must still run."""
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.001)


# Killed at any moment


def kill_at_random(folder: Path, times: int) -> None:
    """Kill an ingest of 300 records, some of which make one paper of two, again and again."""
    pairs = [pair(number, "2024-03-04", "2024-03-05") for number in range(900, 915)]
    first, second = folder / "stored.jsonl", folder / "in.jsonl"
    first.write_text("".join(each for two, _ in pairs for each in two))
    new = [line(number) for number in range(285)]
    for number, (_, both) in enumerate(pairs):
        new.insert(number * 19, both)
    second.write_text("".join(new))
    before = folder / "before"
    take_in([first], before, Options(), NOW)
    old, names = without_moments(before), names_in(before)
    (before / ".lock").unlink()
    after = Path(shutil.copytree(before, folder / "after"))
    arguments = ("ingest", second, "--date", str(DAY), "--content")
    with start(*arguments, after) as process:
        seen(after / ".lock", process)
        began = time.monotonic()
        process.communicate()
        span = time.monotonic() - began
    assert process.returncode == 0
    new_files = without_moments(after)
    seed = random.Random(5)
    for number in range(times):
        content = Path(shutil.copytree(before, folder / str(number)))
        with tried("SIGKILLs"), start(*arguments, content) as process:
            seen(content / ".lock", process)
            time.sleep(seed.uniform(0, span))
            process.kill()
            process.communicate()
            now = without_moments(content)
            for path in {*old, *new_files, *now}:
                assert now.get(path) in (old.get(path), new_files.get(path)), path
            assert names <= names_in(content)
            assert take_in([second], content, Options(day=DAY), NOW).errors == ()
            assert without_moments(content) == new_files
            assert list((content / ASIDE).iterdir()) == []
        shutil.rmtree(content)


def test_an_ingest_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 5)


@pytest.mark.soak
def test_an_ingest_may_be_killed_at_fifty_moments(tmp_path: Path) -> None:
    kill_at_random(tmp_path, 50)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are found in /proc")
def test_the_reader_of_a_large_input_ends_with_the_run_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("".join(line(number, abstract="Tide. " * 100) for number in range(3_000)))
    with start("ingest", file, "--content", tmp_path / "content") as process:
        seen(tmp_path / "content/papers", process)  # what was read ahead is being taken in
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.kill()
        process.wait()
        assert listed
        ends = time.monotonic() + 10
        while time.monotonic() < ends and any(running(pid) for pid in listed):
            time.sleep(0.05)
        left = [pid for pid in listed if running(pid)]
        for pid in left:
            os.kill(int(pid), signal.SIGKILL)
        assert left == []


def running(pid: str) -> bool:
    """Whether the process is there, and not only waits for somebody to ask how it ended."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


# Many at once


def take_in_at_once(folder: Path, many: int) -> None:
    """So many processes take in papers of their own and some that all of them have."""
    content = folder / "content"
    for number in range(many):
        own = [line(100 + 10 * number + each) for each in range(3)]
        shared = [
            line(each, upvotes=number, listings=[{"source": f"list-{number}", "day": "2024-03-05"}])
            for each in range(5)
        ]
        broken = f"not a record of {number}\n"
        (folder / f"{number}.jsonl").write_text("".join([*own, *shared, broken]))
    with tried("runs at once"):
        processes = [
            start("ingest", folder / f"{number}.jsonl", "--content", content)
            for number in range(many)
        ]
        said = [process.communicate() for process in processes]
        assert [process.returncode for process in processes] == [0] * many, said
        added = sum(int(out.split(" added")[0]) for out, _ in said)
        papers = {paper.id: paper for paper in load(content).papers}
        assert len(names_in(content) & papers.keys()) == len(papers) == added == 3 * many + 5
        for each in range(5):
            paper = papers[f"2403.{each:05d}"]
            assert {item.source for item in paper.listings} == {f"list-{n}" for n in range(many)}
            assert paper.upvotes == many - 1
        assert len(list((content / "intake/rejected/jsonl").iterdir())) == many
        assert list((content / ASIDE).iterdir()) == []


def test_four_at_once_lose_nothing(tmp_path: Path) -> None:
    take_in_at_once(tmp_path, 4)


@pytest.mark.soak
def test_twenty_at_once_lose_nothing(tmp_path: Path) -> None:
    take_in_at_once(tmp_path, 20)


def test_two_fetches_at_once_do_what_two_in_turn_do(tmp_path: Path) -> None:
    papers = {
        f"date=2024-03-{day}&limit=100&p=0": daily(f"2024-03-{day}", range(day, day + 6))
        for day in (8, 11, 12)
    }
    papers["lab.example"] = "".join(line(number) for number in range(5, 40)).encode()
    runs = [
        partial(fetched, answers=papers, sources=sources) for sources in (SOURCES[:1], SOURCES[1:])
    ]
    for each in runs:
        each(tmp_path / "in turn")

    def slowly(content: Path) -> Contents:
        contents = load_to_write(content)
        time.sleep(0.3)  # time enough for the others to read the same
        return contents

    with patch("generator.fetching.run.load_to_write", slowly):
        started = [forked(partial(each, tmp_path / "at once")) for each in runs]
    with tried("runs at once"):
        assert [exit_code(pid) for pid in started] == [0, 0]
        # Which came first is in `listed` and the path; all else is the same.
        at_once, in_turn = (
            {(paper.id, paper.aliases, paper.listings) for paper in load(tmp_path / name).papers}
            for name in ("at once", "in turn")
        )
        assert at_once == in_turn
        assert names_in(tmp_path / "at once") == names_in(tmp_path / "in turn")
        assert load_intake(tmp_path / "at once") == load_intake(tmp_path / "in turn")


def test_a_run_that_may_not_wait_longer_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.store.LOCK_SECONDS", 0.1)
    (tmp_path / "in.jsonl").write_text(line(1))
    content = tmp_path / "content"
    said = f"{content}: another paperfeed has been writing for 0.1 s; try again later"
    with locked(content):
        arguments = ["ingest", str(tmp_path / "in.jsonl"), "--content", str(content)]
        result = CliRunner().invoke(application(), arguments)
        assert (result.exit_code, result.stderr) == (1, f"error: {said}\n")
        report = fetched(content, {"lab.example": line(1).encode()})
        assert (report.errors, report.well) == ((said,), False)
    assert snapshot(content) == {}


# No room, no leave


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """A file system of its own at `folder`; the test is skipped where none can be mounted."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, folder], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def large(folder: Path, first: int, count: int, size: int) -> Path:
    """A file of so many records with abstracts of that size."""
    file = folder / f"{first}.jsonl"
    file.write_text("".join(line(first + n, abstract="Tide. " * (size // 6)) for n in range(count)))
    return file


def added(done: subprocess.CompletedProcess[str]) -> int:
    return int(done.stdout.split(" added")[0])


def papers_in(content: Path) -> int:
    return len(list((content / "papers").rglob("*.md")))


@pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    with (
        mounted(tmp_path / "full", "-t", "tmpfs", "-o", "size=1m", "paperfeed") as disk,
        tried("full disks"),
    ):
        content = disk / "content"
        assert (
            run("paperfeed", "ingest", large(tmp_path, 0, 5, 100), "--content", content).returncode
            == 0
        )
        before, names = snapshot(content), names_in(content)
        # One batch has room; the next, which changes what was there, has not.
        lines = large(tmp_path, 100, 395, 1_000).read_text().splitlines(keepends=True)
        file = tmp_path / "in.jsonl"
        changed = [line(number, upvotes=3) for number in range(5)]
        file.write_text("".join([*lines[:200], *changed, *lines[200:]]))
        done = run("paperfeed", "ingest", file, "--content", content)
        assert done.returncode == 1
        assert re.search(rf"error: {content}/\S+: cannot be written: No space left", done.stderr)
        now = snapshot(content)
        assert {path: now[path] for path in before} == before
        assert names <= names_in(content)
        assert papers_in(content) == added(done) + 5 == 205
        assert list((content / ASIDE).iterdir()) == []
        subprocess.run(["mount", "-o", "remount,size=16m", disk], check=True)
        done = run("paperfeed", "ingest", file, "--content", content)
        assert (done.returncode, added(done), papers_in(content)) == (0, 195, 400), done.stderr


def test_a_file_that_may_not_be_so_large_is_left_as_it_was(tmp_path: Path) -> None:
    """`ulimit -f` is how a disk is full where nothing can be mounted."""
    content, file = tmp_path / "content", tmp_path / "in.jsonl"
    file.write_text(line(1) + line(2))
    take_in([file], content, Options(), NOW)
    before = snapshot(content)
    file.write_text(line(1, upvotes=3) + line(2, abstract="Tide. " * 20_000, upvotes=3) + line(3))
    limited: list[str | Path] = [
        "sh",
        "-c",
        'ulimit -f 100; exec "$@"',
        "sh",
        PAPERFEED,
        "ingest",
        file,
    ]
    with tried("full disks"):
        done = subprocess.run(
            [*limited, "--content", content], env=environment(), capture_output=True, text=True
        )
        assert done.returncode == 1
        assert done.stderr == (
            f"error: {content}/papers/2024/03/2403.00002.md: cannot be written: File too large\n"
        )
        assert (added(done), snapshot(content)) == (0, before)
        assert list((content / ASIDE).iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a bind mount is Linux's")
def test_a_folder_that_can_only_be_read_says_so(tmp_path: Path) -> None:
    content, file = tmp_path / "content", tmp_path / "in.jsonl"
    file.write_text(line(1))
    take_in([file], content, Options(), NOW)
    before = snapshot(content)
    file.write_text(line(1, upvotes=3) + line(2) + "no record\n")
    with mounted(content, "--bind", str(content)), tried("closed folders"):
        # Root may write whatever the mode says: it takes a mount to keep it out.
        subprocess.run(["mount", "-o", "remount,ro,bind", content], check=True)
        done = run("paperfeed", "ingest", file, "--content", content)
        reason = f"{content}: cannot be written: Read-only file system"
        assert (done.returncode, done.stderr) == (1, f"error: {reason}\n")
        assert done.stdout == "0 added, 0 updated, 0 unchanged, 0 rejected\n"
        report = fetched(content, {"lab.example": line(2).encode()})
        assert (report.errors, report.account.outcomes) == ((reason,), [])
        assert snapshot(content) == before
    assert snapshot(content) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write whatever the mode says")
def test_a_folder_without_leave_says_so(tmp_path: Path) -> None:
    content, file = tmp_path / "content", tmp_path / "in.jsonl"
    file.write_text(line(1))
    take_in([file], content, Options(), NOW)
    before = snapshot(content)
    file.write_text(line(1, upvotes=3) + line(2))
    folder = content / "papers/2024/03"
    folder.chmod(0o555)
    try:
        done = run("paperfeed", "ingest", file, "--content", content)
        assert done.returncode == 1
        assert f"{folder}/2403.00001.md: cannot be written: Permission denied" in done.stderr
        assert snapshot(content) == before
    finally:
        folder.chmod(0o755)


def test_standard_input_that_finds_no_room_says_so(tmp_path: Path) -> None:
    limited: list[str | Path] = [
        "sh",
        "-c",
        'ulimit -f 10; exec "$@"',
        "sh",
        PAPERFEED,
        "ingest",
        "-",
    ]
    with tried("full disks"):
        done = subprocess.run(
            [*limited, "--content", tmp_path / "content"],
            input=line(1) * 200,
            env=environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert "error: standard input: cannot be kept: File too large" in done.stderr

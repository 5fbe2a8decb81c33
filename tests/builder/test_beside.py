"""Work in a second process: its results and faults arrive, and it never outlives the first."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.builder import pouring
from generator.builder.beside import EndedError, beside, can_be_had
from generator.builder.run import BuildError, build_site, configured
from generator.related import RelatedIndex, WorkedOut
from tests.builder.test_plugin import files_of
from tests.builder.test_shell import POURED
from tests.toy import ROOT, make_project, make_toy

BOTH = pytest.mark.parametrize(
    "copy",
    [False, pytest.param(True, marks=pytest.mark.skipif(not can_be_had(), reason="no copy"))],
)
COPY = pytest.mark.skipif(not can_be_had(), reason="there is one processor, or no Linux")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy feed's project, built once: the current folder."""
    made = make_project(tmp_path / "project", make_toy(tmp_path / "content"), POURED)
    monkeypatch.chdir(made)
    build_site(configured())
    return made


@BOTH
def test_what_it_gives_arrives(*, copy: bool) -> None:
    numbers = list(range(100_000))  # more than a pipe holds
    with beside(lambda: (os.getpid(), [n + 1 for n in numbers]), copy=copy) as given:
        process, found = given()
    assert (process != os.getpid()) is copy
    assert found == [*range(1, 100_001)]


@BOTH
def test_its_fault_is_raised_where_it_is_waited_for(*, copy: bool) -> None:
    def fill() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "site/index.html")

    with beside(fill, copy=copy) as given, pytest.raises(OSError, match="No space") as caught:
        given()
    assert caught.value.filename == "site/index.html"


@COPY
def test_a_fault_that_cannot_be_sent_is_told() -> None:
    class OddError(Exception):
        """One that only this function knows."""

    def fail() -> None:
        raise OddError("the tide is out")

    with beside(fail, copy=True) as given, pytest.raises(RuntimeError, match="OddError: the tide"):
        given()


@COPY
def test_if_it_is_killed_that_is_said() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with beside(die, copy=True) as given, pytest.raises(RuntimeError, match="build again"):
        given()


@COPY
def test_it_ends_with_the_block(tmp_path: Path) -> None:
    def write_late() -> None:
        time.sleep(0.3)
        (tmp_path / "late").touch()

    with (
        pytest.raises(ZeroDivisionError),
        beside(write_late, copy=True),
    ):
        raise ZeroDivisionError
    time.sleep(0.5)
    assert not (tmp_path / "late").exists()


@COPY
def test_it_ends_with_the_first_process(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, signal, time
from generator.builder.beside import beside

def slow():
    pathlib.Path({str(tmp_path / "begun")!r}).touch()
    time.sleep(1)
    pathlib.Path({str(tmp_path / "late")!r}).touch()

with beside(slow, copy=True):
    while not os.path.exists({str(tmp_path / "begun")!r}):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=30)
    assert done.returncode == -signal.SIGKILL
    time.sleep(1.5)
    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "late").exists()


@COPY
def test_another_copy_does_not_take_what_the_first_process_waits_for() -> None:
    with (
        beside(lambda: "tide", copy=True) as given,
        beside(given, copy=True) as given_to_a_copy,
    ):
        with pytest.raises(RuntimeError, match="only the process that began"):
            given_to_a_copy()
        assert given() == "tide"


@COPY
def test_related_papers_are_found_beside_a_build_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path / "project", make_toy(tmp_path / "content"), POURED)
    monkeypatch.chdir(project)
    work_out = RelatedIndex.work_out

    def noted(index: RelatedIndex) -> WorkedOut:
        with (tmp_path / "processes").open("a") as file:
            file.write(f"{os.getpid()}\n")
        return work_out(index)

    monkeypatch.setattr(RelatedIndex, "work_out", noted)
    for _ in range(2):
        build_site(configured())
    processes = [int(line) for line in (tmp_path / "processes").read_text().split()]
    assert processes[0] == os.getpid()
    assert processes[1:] not in ([], [os.getpid()])
    assert len(processes) == 2


@COPY
def test_a_fault_of_finding_them_stops_the_build_and_leaves_the_site(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(project / "site")

    def fail(index: RelatedIndex) -> WorkedOut:
        (tmp_path / "copy").write_text(str(os.getpid()))
        raise OSError(errno.ENOSPC, "No space left on device", "content/.cache/words")

    monkeypatch.setattr(RelatedIndex, "work_out", fail)
    with pytest.raises(BuildError, match=r"content/\.cache/words: No space left on device"):
        build_site(configured())
    assert files_of(project / "site") == before
    copy = int((tmp_path / "copy").read_text())
    assert copy != os.getpid()
    with pytest.raises(ChildProcessError):  # it has ended, and was waited for
        os.waitpid(copy, os.WNOHANG)


@COPY
def test_where_a_copy_is_killed_the_build_says_so_and_leaves_the_site(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(project / "site")

    def die(index: RelatedIndex) -> WorkedOut:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(RelatedIndex, "work_out", die)
    with pytest.raises(BuildError, match="before its work was done; build again"):
        build_site(configured())
    assert files_of(project / "site") == before


@COPY
def test_half_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.builder.beside._answer", lambda work: pickle.dumps((1, 2))[:9])
    with beside(lambda: None, copy=True) as given, pytest.raises(EndedError, match="build again"):
        given()


@COPY
def test_without_room_for_another_process_this_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> int:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(os, "fork", full)
    with beside(os.getpid, copy=True) as given:
        assert given() == os.getpid()


@COPY
def test_one_process_makes_what_two_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path / "project", make_toy(tmp_path / "content"), POURED)
    monkeypatch.chdir(project)
    build_site(configured())
    monkeypatch.setattr(pouring, "can_be_had", lambda: False)
    build_site(configured(site=tmp_path / "alone"))
    two, one = files_of(project / "site"), files_of(tmp_path / "alone")
    assert two == one

"""The record files: found, read one by one, written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Container
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

import pytest

from generator import store
from generator.faults import StoreError
from generator.model import Paper
from generator.paper_cache import PaperCache
from generator.record import dump
from generator.store import load, locked, path_of, remove, write
from tests.core import files
from tests.toy import paper

GULLS = Paper("2401.00010", "Gulls", date(2025, 3, 11), abstract="We count gulls.")
TERNS = Paper("2401.00011", "Terns", date(2025, 4, 1), aliases=("terns-0a1b2c",))


def put(content: Path, path: str, text: str | bytes) -> None:
    target = content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults(content: Path) -> list[str]:
    return [str(fault) for fault in load(content).faults]


def test_a_paper_is_kept_under_the_month_of_its_day(tmp_path: Path) -> None:
    write(tmp_path, TERNS)
    write(tmp_path, GULLS)
    assert list(files(tmp_path)) == ["papers/2025/03/2401.00010.md", "papers/2025/04/2401.00011.md"]
    assert path_of(replace(GULLS, listed=date(987, 1, 2))) == "papers/0987/01/2401.00010.md"
    contents = load(tmp_path)
    assert contents.papers == (GULLS, TERNS)
    assert (contents.faults, contents.unreadable) == ((), frozenset())


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none").papers == ()


def test_a_file_is_plain_text_that_others_may_read(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    path = tmp_path / path_of(GULLS)
    assert path.read_bytes() == dump(GULLS).encode()
    assert b"\r" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o644


def test_writing_leaves_one_file(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    write(tmp_path, replace(GULLS, title="Gulls, again"))
    assert [path.name for path in (tmp_path / "papers/2025/03").iterdir()] == ["2401.00010.md"]
    assert load(tmp_path).papers[0].title == "Gulls, again"


@pytest.mark.skipif(
    sys.platform != "linux", reason="counts open files in /proc, which Linux alone has"
)
def test_more_papers_are_written_than_files_may_be_open(tmp_path: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = len(list(Path("/proc/self/fd").iterdir())) + 256
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, limits[1]))
    try:
        write(tmp_path, *(paper(number) for number in range(1, 601)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert len(load(tmp_path).papers) == 600


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write(tmp_path, GULLS)
    before = files(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, full)
    with pytest.raises(StoreError, match=r"2401\.00010\.md: cannot be written: No space left"):
        write(tmp_path, replace(GULLS, title="Gulls, again"))
    assert files(tmp_path) == before


def test_a_write_that_is_interrupted_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, GULLS)
    before = files(tmp_path)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, replace(GULLS, title="Gulls, again"))
    assert files(tmp_path) == before


def test_what_a_killed_writer_left_is_no_record(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    put(tmp_path, "papers/2025/03/.abc.new", "half")
    put(tmp_path, "papers/2025/03/.gulls.md", "hidden")
    assert load(tmp_path).papers == (GULLS,)
    assert faults(tmp_path) == []


def test_a_paper_is_removed_and_may_be_gone_already(tmp_path: Path) -> None:
    write(tmp_path, GULLS)
    remove(tmp_path, GULLS)
    remove(tmp_path, GULLS)
    assert files(tmp_path) == {}


def test_a_folder_where_the_file_belongs_is_an_error(tmp_path: Path) -> None:
    (tmp_path / path_of(GULLS) / "x").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written"):
        write(tmp_path, GULLS)
    with pytest.raises(StoreError, match="cannot be removed"):
        remove(tmp_path, GULLS)
    assert [path.name for path in (tmp_path / "papers/2025/03").iterdir()] == ["2401.00010.md"]


# Faults


def test_a_bad_file_stops_no_other_and_its_id_is_taken(tmp_path: Path) -> None:
    write(tmp_path, TERNS)
    put(tmp_path, "papers/2025/03/2401.00010.md", "---\nid: 2401.0001\ntitel: x\n---\n")
    put(tmp_path, "papers/2025/03/latin.md", b"---\nid: latin\ntitle: \xe9\n---\n")
    put(tmp_path, "papers/2025/03/Empty.md", "")
    contents = load(tmp_path)
    where = f"{tmp_path.name}/papers/2025/03"
    assert sorted(str(fault) for fault in contents.faults) == sorted(
        [
            f"{where}/2401.00010.md: line 2: id: found the number 2401.0001; put it in quotes",
            f"{where}/2401.00010.md: line 1: listed: missing; add it",
            f"{where}/2401.00010.md: line 3: titel: unknown key; did you mean `title`?",
            f"{where}/2401.00010.md: line 1: title: missing; add it",
            f"{where}/Empty.md: line 1: the file does not begin with front matter; put `---` above and below",
            f"{where}/latin.md: line 3: not UTF-8 at byte 21; save it as UTF-8",
        ]
    )
    assert contents.papers == (TERNS,)
    assert contents.unreadable == {"2401.00010", "latin", "empty"}


@pytest.mark.parametrize("path", ["04/2401.00010", "2401.00010", "03/gulls", "03/x/2401.00010"])
def test_a_file_that_is_not_where_it_belongs_is_a_fault(tmp_path: Path, path: str) -> None:
    put(tmp_path, f"papers/2025/{path}.md", dump(GULLS))
    contents = load(tmp_path)
    assert contents.papers == ()
    assert [fault.message for fault in contents.faults] == [
        "is not where it belongs; move it to papers/2025/03/2401.00010.md"
    ]
    assert contents.unreadable == {Path(f"{path}.md").stem}


@pytest.mark.parametrize("copy", ["a", "gulls", "x/2401.00010"])
def test_a_copy_of_a_record_is_not_to_be_moved_over_it(tmp_path: Path, copy: str) -> None:
    write(tmp_path, GULLS)
    put(tmp_path, f"papers/2025/03/{copy}.md", dump(GULLS))
    contents = load(tmp_path)
    assert contents.papers == (GULLS,)
    (fault,) = contents.faults
    assert fault.where.endswith(f"/papers/2025/03/{copy}.md")
    assert fault.message == (
        "`2401.00010` is already the id of papers/2025/03/2401.00010.md; delete one of the two"
    )
    (tmp_path / "papers/2025/03/2401.00010.md").write_text("damaged")
    assert "is already the id of" in str(load(tmp_path).faults)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_a_fault_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, TERNS)
    for name in ("papers/2025/03/x.md", "intake/removed/x.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(tmp_path / name)
    contents = load(tmp_path)
    assert contents.papers == (TERNS,)
    assert sorted(str(fault).partition("/")[2] for fault in contents.faults) == [
        "intake/removed/x.yml: a named pipe, socket or device; a file belongs here, remove it",
        "papers/2025/03/x.md: a named pipe, socket or device; remove it, a record is a file",
    ]


@pytest.mark.parametrize(
    ("other", "line", "key"),
    [
        (replace(TERNS, id="2401.00010"), 2, "id"),
        (replace(TERNS, aliases=("2401.00010",)), 3, "aliases[0]"),
        (replace(TERNS, id="gulls-0a1b2c"), 2, "id"),
        (replace(TERNS, aliases=("terns-1", "gulls-0a1b2c")), 3, "aliases[1]"),
    ],
)
def test_an_id_or_alias_belongs_to_one_paper(
    tmp_path: Path, other: Paper, line: int, key: str
) -> None:
    write(tmp_path, replace(GULLS, aliases=("gulls-0a1b2c",)))
    write(tmp_path, other)
    contents = load(tmp_path)
    assert [paper.title for paper in contents.papers] == ["Gulls"]
    (fault,) = contents.faults
    assert "is already the id or alias of" in fault.message
    assert fault.message.endswith(
        "papers/2025/03/2401.00010.md; take it out of one of the two, or delete one"
    )
    assert (fault.line, fault.key) == (line, key)
    assert contents.unreadable == {other.id}


def test_a_link_is_a_fault_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(dump(GULLS))
    content = tmp_path / "content"
    (content / "papers/2025/03").mkdir(parents=True)
    (content / "papers/2025/03/2401.00010.md").symlink_to(secret)
    (content / "papers/2024").symlink_to(tmp_path)
    assert load(content).papers == ()
    assert faults(content) == [
        "content/papers/2024: a symbolic link; put the record itself here",
        "content/papers/2025/03/2401.00010.md: a symbolic link; put the record itself here",
    ]


def test_a_file_that_cannot_be_opened_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, GULLS)

    def refused(path: str, mode: str, buffering: int) -> IO[bytes]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store, "open", refused, raising=False)
    contents = load(tmp_path)
    assert [fault.message for fault in contents.faults] == ["cannot be read: Permission denied"]
    assert contents.unreadable == {"2401.00010"}


def test_a_folder_that_cannot_be_listed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, GULLS)

    def refused(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(StoreError, match="papers: cannot be read: Permission denied"):
        load(tmp_path)


# The lock


def test_a_second_writer_leaves_with_a_clear_error(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(
            StoreError, match=r"another paperfeed has been writing for 0\.1 s; try again"
        ),
        locked(tmp_path, seconds=0.1),
    ):
        pytest.fail("two writers at once")
    with locked(tmp_path, seconds=0.1):
        pass


def test_a_second_process_waits_for_the_first(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from generator.store import locked\n"
        "with locked(Path(sys.argv[1])):\n print('in', flush=True); time.sleep(0.5)\n"
        " Path(sys.argv[1], 'done').touch()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"in\n"
        with locked(tmp_path, seconds=30):
            assert (tmp_path / "done").exists()
    assert first.returncode == 0


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), locked(tmp_path):
        (tmp_path / "none").read_text()  # an error of the body stays what it is
    with locked(tmp_path, seconds=0.1):
        pass


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreError, match="cannot be written"),
        locked(tmp_path / "file" / "content"),
    ):
        pytest.fail("nothing to lock")


def test_a_paper_that_becomes_part_of_another_while_all_are_read_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, part = paper(1), paper(2)
    write(tmp_path, one, part)
    both = replace(one, aliases=(part.id,), listings=(*one.listings, *part.listings))
    real = store._read

    def read(path: str, cache: PaperCache, removed: Container[str]) -> Paper:
        if path == str(tmp_path / store.path_of(part)) and Path(path).exists():
            write(tmp_path, both)  # the first file was read by now
            Path(path).unlink()
        return real(path, cache, removed)

    monkeypatch.setattr(store, "_read", read)
    contents = load(tmp_path)
    assert (contents.faults, contents.papers) == ((), (both,))

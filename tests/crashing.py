"""What the tests of crashes share: runs, faults at the calls that change the disk, and what holds.

A scenario has a content folder as it was and a run that changes it. `calls_of` lists the calls with
which an undisturbed run changes the disk; `killed` and `failing` run it again and strike at one.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import threading
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from generator.fetching.asking import Check, FetchedSource
from generator.fetching.client import Answer, Client, Manners, Validators
from generator.fetching.gathering import FetchOptions
from generator.fetching.run import FetchReport, fetch
from generator.files import ASIDE
from generator.ingest import Account
from generator.intake import Options, Report, take_in
from generator.intake_days import Cursor, keep_intake, load_intake
from generator.store import load

NOW = datetime(2024, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2024, 3, 11)
#: Folders and files that are aside: nothing reads them for what they say.
_ASIDE = (ASIDE, ".cache", ".lock")
#: The exit code of a process that was killed at a call.
_KILLED = 77

#: Faults by kind: how many were tried, how many left everything whole; and the papers lost.
TALLY: Counter[str] = Counter()


@contextmanager
def tried(kind: str) -> Iterator[None]:
    """A fault: counted, and counted as survived if what is asserted of it holds."""
    TALLY[f"{kind} tried"] += 1
    yield
    TALLY[f"{kind} survived"] += 1


def closing_line() -> str | None:
    """The faults of this run in a line; None if none was tried."""
    kinds = sorted(key.removesuffix(" tried") for key in TALLY if key.endswith(" tried"))
    if not kinds:
        return None
    count = {
        end: sum(TALLY[f"{kind} {end}"] for kind in kinds) for end in ("tried", "survived", "lost")
    }
    each = ", ".join(f"{TALLY[f'{kind} tried']} {kind}" for kind in kinds)
    return (
        f"faults tried: {count['tried']} ({each}); survived: {count['survived']}; "
        f"records lost: {TALLY['lost']}"
    )


# The calls that change the disk


@dataclass(frozen=True, slots=True)
class Call:
    """A call that changes the disk: its name, and the path or paths that it is about."""

    name: str
    path: str

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


#: Told the number of a call and the call before it is made; `go` makes it with half of the bytes.
Strike = Callable[[int, Call, Callable[[], object]], None]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(slots=True)
class _Disk:
    """Stands between a run and the calls of `os` that change the disk."""

    strike: Strike
    calls: list[Call] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, call: Call, half: Callable[[], object] = lambda: None) -> None:
        with self.lock:
            number = len(self.calls)
            self.calls.append(call)
        self.strike(number, call, half)

    def named(self, name: str) -> Callable[..., Any]:
        """A call about paths: mkdir, unlink, rename, ..."""
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self.meet(Call(name, " -> ".join(str(arg) for arg in args if _is_path(arg))))
            return real(*args, **kwargs)

        return call

    def open(self) -> Callable[..., int]:
        real = os.open

        def call(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
            if flags & _WRITES:
                self.meet(Call("open", str(path)))
            handle = real(path, flags, *args, **kwargs)
            self.paths[handle] = str(path)
            return handle

        return call

    def open_file(self, real: Callable[..., Any]) -> Callable[..., Any]:

        def call(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if set(mode) & set("wax+"):
                self.meet(Call("open", str(file)))
            return real(file, mode, *args, **kwargs)

        return call

    def write(self) -> Callable[[int, Any], int]:
        real = os.write

        def call(handle: int, data: Any) -> int:
            half = memoryview(data)[: len(data) // 2]
            self.meet(Call("write", self.paths.get(handle, "?")), lambda: real(handle, half))
            return real(handle, data)

        return call

    def fsync(self) -> Callable[[int], None]:
        real = os.fsync

        def call(handle: int) -> None:
            self.meet(Call("fsync", self.paths.get(handle, "?")))
            real(handle)

        return call


def _is_path(value: object) -> bool:
    return isinstance(value, (str, os.PathLike))


@contextmanager
def watched(strike: Strike = lambda number, call, half: None) -> Iterator[list[Call]]:
    """Tell `strike` of each call that changes the disk; the list of them grows as they come."""
    disk = _Disk(strike)
    stands = {
        "os.open": disk.open(),
        "io.open": disk.open_file(io.open),
        "builtins.open": disk.open_file(open),
        "os.write": disk.write(),
        "os.fsync": disk.fsync(),
        **{
            f"os.{name}": disk.named(name)
            for name in ("mkdir", "rename", "replace", "unlink", "remove", "rmdir")
        },
    }
    with ExitStack() as stack:
        for name, stand in stands.items():
            stack.enter_context(patch(name, stand))
        yield disk.calls


def forked(run: Callable[[], object]) -> int:
    """Start `run` in a process of its own; its id. The process leaves with 0 or, at an error, 3."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests: none is used
        pid = os.fork()
    if pid:
        return pid
    try:
        run()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(3)
    os._exit(0)


def exit_code(pid: int) -> int:
    """How the process ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed(run: Callable[[], object], at: int, *, half: bool) -> None:
    """Run in a process that ends at that call: before it, or with half of its bytes written."""

    def strike(number: int, call: Call, write_half: Callable[[], object]) -> None:
        if number == at:
            if half:
                write_half()
            os._exit(_KILLED)

    def whole() -> None:
        with watched(strike):
            run()

    code = exit_code(forked(whole))
    assert code == _KILLED, f"the run ended with {code} before call {at}"


@contextmanager
def failing(at: int, code: int) -> Iterator[list[Call]]:
    """That call fails with this error, as the system would raise it; what comes after works."""

    def strike(number: int, call: Call, half: Callable[[], object]) -> None:
        if number == at:
            named = () if call.name in ("write", "fsync") else (call.path.split(" -> ")[0],)
            raise OSError(code, os.strerror(code), *named)

    with watched(strike) as calls:
        yield calls


# What there is


Snapshot = Mapping[str, bytes]


def snapshot(content: Path) -> dict[str, bytes]:
    """Every file that is not aside."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file() and path.relative_to(content).parts[0] not in _ASIDE
    }


def names_in(content: Path) -> set[str]:
    """Every id and alias that leads to a paper; the folder must have no fault."""
    contents = load(content)
    faults = (*contents.faults, *load_intake(content).faults)
    assert [str(fault) for fault in faults] == []
    return {name for paper in contents.papers for name in (paper.id, *paper.aliases)}


def check_whole(content: Path, old: Snapshot, new: Snapshot, names: set[str]) -> None:
    """Each file is the old one or the new one, and every old paper is found."""
    now = snapshot(content)
    for path in sorted({*old, *new, *now}):
        known = (old.get(path), new.get(path))
        assert now.get(path) in known, f"{path} is neither as it was nor as it should become"
    lost = names - names_in(content)
    TALLY["lost"] += len(lost)
    assert lost == set()


def check_done(content: Path, new: Snapshot) -> None:
    """Everything is as an undisturbed run leaves it, and nothing lies about."""
    now = snapshot(content)
    assert {path for path in {*now, *new} if now.get(path) != new.get(path)} == set()
    aside = content / ASIDE
    assert not aside.exists() or list(aside.iterdir()) == []


# The runs


@dataclass(frozen=True)
class Scenario:
    """A content folder as it was, what a run makes of it, and how it is run."""

    folder: Path
    run: Callable[[Path], Report | FetchReport]
    old: Snapshot
    new: Snapshot
    names: set[str]
    calls: Sequence[Call]

    def copy(self, name: str) -> Path:
        """The content as it was, in a folder of that name."""
        content = self.folder / name
        shutil.copytree(self.folder / "before", content)
        return content

    def points(self) -> list[tuple[int, bool]]:
        """The places to be killed at: every call, and every write once half of it is done."""
        return [
            (number, half)
            for number, call in enumerate(self.calls)
            for half in ((False, True) if call.name == "write" else (False,))
        ]


def scenario(
    folder: Path, before: Callable[[Path], object], run: Callable[[Path], Report | FetchReport]
) -> Scenario:
    """A scenario below `folder`: `before` makes the content as it was, `run` is what is disturbed."""
    content = folder / "before"
    content.mkdir(parents=True)
    before(content)
    names = names_in(content)
    shutil.rmtree(content / ".cache")  # reading fills it: each run begins without
    after = folder / "after"
    shutil.copytree(content, after)
    with watched() as calls:
        report = run(after)
    assert errors_of(report) == [], errors_of(report)
    assert report.account.count("added")
    assert report.account.count("updated")
    assert report.account.count("rejected")
    check_done(after, snapshot(after))
    assert names <= names_in(after)
    return Scenario(folder, run, snapshot(content), snapshot(after), names, calls)


def errors_of(report: Report | FetchReport) -> list[str]:
    """What a run says is wrong with the store or its input."""
    said = list(report.errors)
    if isinstance(report, FetchReport):
        said += [problem for source in report.sources for problem in source.problems]
    return said


def line(number: int, title: str = "", day: str = "2024-03-04", **fields: Any) -> str:
    """A line of the interchange: a paper that arXiv has, unless the fields say otherwise."""
    stated = {
        "title": title or f"Paper number {number}",
        "authors": [{"name": f"Ada Number{number}"}],
        "abstract": f"We count to {number}.",
        "identifiers": {"arxiv": f"2403.{number:05d}"},
        "listings": [{"source": "toy", "day": day}],
        "links": [],
    }
    return json.dumps({**stated, **fields}) + "\n"


#: Rejected at first, because no day is known; taken in once somebody says one.
DAYLESS = json.dumps({"title": "On gulls", "abstract": "They fly."}) + "\n"


def pair(number: int, kept_day: str, gone_day: str) -> tuple[list[str], str]:
    """Two papers that are stored apart, and the record that shows that they are one."""
    doi = {"doi": f"10.1234/n{number}"}
    title, other = f"Tides number {number}", f"Preprint number {number}"
    both = {"arxiv": f"2403.{number:05d}", **doi}
    return (
        [
            line(number, title, kept_day, abstract="We wait for tides."),
            line(number, other, gone_day, identifiers=doi, abstract="We wait.", upvotes=3),
        ],
        line(number, title, gone_day, identifiers=both),
    )


#: Pairs whose second file comes after the first in the order of paths, before it, a month later.
PAIRS = (
    pair(901, "2024-03-05", "2024-03-04"),
    pair(902, "2024-03-04", "2024-03-05"),
    pair(903, "2024-02-28", "2024-03-05"),
)


def ingesting(folder: Path, stored: Sequence[str], lines: Sequence[str]) -> Scenario:
    """An ingest of these lines, where those are stored."""
    folder.mkdir()
    first, second = folder / "stored.jsonl", folder / "in.jsonl"
    first.write_text("".join(stored))
    second.write_text("".join(lines))
    return scenario(
        folder,
        lambda content: take_in([first], content, Options(), NOW.replace(day=5)),
        lambda content: take_in([second], content, Options(day=DAY), NOW),
    )


def merging(folder: Path) -> Scenario:
    """An ingest that makes one paper of two, three times."""
    stored = [each for two, _ in PAIRS for each in two]
    return ingesting(folder, stored, [*(both for _, both in PAIRS), line(1), "no record\n"])


def mixed(folder: Path, size: int) -> Scenario:
    """An ingest of a bit of everything; `size` papers are new and half as many change."""
    stored = [line(number) for number in range(size // 2 + 5)]
    stored += [each for two, _ in PAIRS for each in two]
    stored += [DAYLESS, "broken\n"]
    lines = [line(number, upvotes=number + 1) for number in range(size // 2)]
    lines += [line(number) for number in range(100, 100 + size)]
    lines += [
        *(both for _, both in PAIRS),
        DAYLESS,
        "broken\n",
        "no record\n",
        line(200, title=" "),
    ]
    return ingesting(folder, stored, lines)


# A fetch without a network


SOURCES = (
    FetchedSource("hf-daily", "hf-daily", closed=frozenset({"2024-03-09"})),
    FetchedSource("lab", "feed", url="https://lab.example/papers.jsonl"),
)


@dataclass(slots=True)
class Shelves(Client):
    """A client that answers from memory: by what an address holds."""

    answers: Mapping[str, bytes] = field(default_factory=dict)

    def get(
        self,
        url: str,
        ends: float,
        validators: Validators = Validators(),  # noqa: B008 - as the client has it
        check: Check = lambda body: None,
        accept: str = "*/*",
    ) -> Answer:
        """The body of the first answer whose key is in the address."""
        del ends, validators, check, accept
        body = next((body for key, body in self.answers.items() if key in url), b"[]")
        return Answer(body, NOW, Validators('"1"', None))


def daily(day: str, numbers: Sequence[int], **fields: Any) -> bytes:
    """A day's answer of Daily Papers; the last of its items is no paper."""
    items = [
        {
            "paper": {
                "id": f"2403.{number:05d}",
                "title": f"Paper number {number}",
                "summary": f"We count to {number}.",
                "authors": [{"name": f"Ada Number{number}"}],
                "publishedAt": f"{day}T10:00:00.000Z",
                "submittedOnDailyAt": f"{day}T12:00:00.000Z",
                **fields,
            }
        }
        for number in numbers
    ]
    return json.dumps([*items, {"paper": {"id": "none", "title": f"No paper of {day}"}}]).encode()


def fetching(folder: Path, size: int) -> Scenario:
    """A fetch of four days and a feed; each day has `size` new papers and one that was there.

    No paper is in two answers: a file is then as it was or as it will be, and nothing between.
    """
    days = ("2024-03-08", "2024-03-10", "2024-03-11", "2024-03-12")
    old = range(4)
    answers = {
        f"date={day}&limit=100&p=0": daily(
            day, [at, *range(100 * (at + 1), 100 * (at + 1) + size)], upvotes=at + 9
        )
        for at, day in enumerate(days)
    }
    lab = [line(number, day="2024-03-11") for number in range(600, 600 + size)]
    lab += [both for _, both in PAIRS] + ["broken\n"]
    answers["lab.example"] = "".join(lab).encode()

    def before(content: Path) -> None:
        first = folder / "stored.jsonl"
        stored = [line(number) for number in old] + [each for two, _ in PAIRS for each in two]
        first.write_text("".join(stored))
        take_in([first], content, Options(), NOW.replace(day=5))
        keep_intake(content, "hf-daily", (), Cursor(date(2024, 3, 6)))
        fetched(content, {"2024-03-07&limit=100&p=0": daily("2024-03-07", old)}, NOW.replace(day=8))

    return scenario(folder, before, lambda content: fetched(content, answers))


def fetched(
    content: Path,
    answers: Mapping[str, bytes],
    now: datetime = NOW,
    sources: Sequence[FetchedSource] = SOURCES,
) -> FetchReport:
    """Fetch once, from these answers."""
    client = Shelves(Manners("tests"), answers=answers)
    return fetch(sources, content, client, FetchOptions(now))


def account_is_true(account: Account, content: Path, new: Snapshot) -> bool:
    """Whether each paper that is said to be added or updated is on the disk as it should become."""
    now = snapshot(content)
    by_name = {Path(path).stem: path for path in new if path.startswith("papers/")}
    return all(
        now.get(by_name[outcome.paper]) == new[by_name[outcome.paper]]
        for outcome in account.outcomes
        if outcome.state in ("added", "updated") and outcome.paper in by_name
    )

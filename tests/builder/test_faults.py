"""Faults of a build: whatever happens, the site in its place is the old one or the new one, whole."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import pytest

from generator.builder import place
from generator.builder.last_site import LINKER
from generator.builder.run import BuildError, build_site, configured
from generator.files import ASIDE
from generator.store import write
from tests.crashing import (
    Call,
    exit_code,
    failing,
    forked,
    line,
    tried,
    watched,
)
from tests.sameness import bytes_of, compare
from tests.test_crashes import spread, told
from tests.test_crashes_processes import PAPERFEED, mounted
from tests.toy import environment, make_content, make_project, paper, run

QUICK = "plugins: [{paperfeed: {search: false}}]\n"
SEARCH = "plugins: [{paperfeed: {search: true}}]\n"
CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
#: What may stand beside a site.
BESIDE = {"mkdocs.yml", "site", ".site.lock"}


@dataclass(frozen=True)
class Lab:
    """A project whose content has changed since its site was built; `old` and `new` are the bytes
    of that site and of the one that it should become.
    """

    folder: Path
    kept: Path
    old: dict[str, bytes] = field(repr=False)
    new: dict[str, bytes] = field(repr=False)

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def site(self) -> Path:
        return self.project / "site"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def again(self, *, cold: bool = False) -> None:
        """Put all back as it was: a build then takes over what has not changed, unless `cold`."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        os.chdir(self.project)
        if cold:
            shutil.rmtree(self.content / ".cache")

    def is_whole(self) -> bool:
        """Whether the site is there, the old one or the new one; which of them."""
        found = bytes_of(self.site)
        assert found in (self.old, self.new), _differing(found, self.old, self.new)
        return found == self.new

    def is_tidy(self) -> None:
        """Nothing lies about."""
        assert {path.name for path in self.project.iterdir()} <= BESIDE
        aside = self.content / ASIDE
        assert not aside.exists() or list(aside.iterdir()) == []

    def next_build(self) -> None:
        """A build that nothing disturbs ends as it should."""
        build_site(configured())
        assert compare(self.site, self.new) == []
        self.is_tidy()


def _differing(found: dict[str, bytes], *others: dict[str, bytes]) -> str:
    return "; ".join(
        str(sorted(name for name in {*found, *each} if found.get(name) != each.get(name))[:5])
        for each in others
    )


def make_lab(folder: Path, plugins: str = QUICK) -> Lab:
    """A lab below `folder`; the current folder is then its project."""
    work, kept = folder / "work", folder / "kept"
    work.mkdir(parents=True)
    papers = [paper(n, f"2024-01-{n:02d}", title=f"A tree {n}") for n in range(1, 9)]
    content = make_content(work / "content", *papers)
    project = make_project(work / "project", content, plugins)
    os.chdir(project)
    build_site(configured())
    old = bytes_of(project / "site")
    shutil.copytree(work, kept)
    write(
        kept / "content",
        replace(papers[2], title="A tree that was edited"),
        paper(20, "2024-02-01", title="New"),
        paper(21, "2024-01-03"),
    )
    build_site(configured(content=kept / "content", site=folder / "new"))
    shutil.rmtree(kept / "content/.cache")
    shutil.copytree(content / ".cache", kept / "content/.cache")
    return Lab(work, kept, old, bytes_of(folder / "new"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, templates_compiled_once: None) -> Lab:
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patches:
        in_a_folder(folder, patches)
        return make_lab(folder)


@pytest.fixture
def lab(made: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """A lab as it was made; the current folder is its project."""
    in_a_folder(tmp_path, monkeypatch)
    made.again()
    return made


def in_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be there until the test ends, in the surroundings that commands have which tests start."""
    monkeypatch.chdir(folder)
    theirs = environment()
    for name in os.environ.keys() - theirs.keys():
        monkeypatch.delenv(name)
    monkeypatch.setenv("SITE_URL", theirs["SITE_URL"])


# Killed


def killed(run: Callable[[], object], at: int) -> None:
    """Run in a process that is killed at that call, as `kill -9` does it, half of it being done."""

    def strike(number: int, call: Call, half: Callable[[], object]) -> None:
        if number == at:
            half()
            os.kill(os.getpid(), signal.SIGKILL)

    def whole() -> None:
        with watched(strike):
            run()

    assert exit_code(forked(whole)) == -signal.SIGKILL, f"the build ended before call {at}"


def build() -> None:
    """Build in one process: two would both count calls."""
    with patch("generator.builder.pouring.can_be_had", lambda: False):
        build_site(configured())


def calls_of(lab: Lab) -> Sequence[Call]:
    """The calls with which a build changes the disk."""
    lab.again()
    with watched() as calls:
        build()
    assert lab.is_whole()
    return tuple(calls)


def kill_at(lab: Lab, points: Sequence[int], calls: Sequence[Call]) -> None:
    """Kill a build at each of these calls; the next one brings the site back, if it has to."""
    sites = set()
    for number in points:
        lab.again()
        with tried("kills of builds"), told(f"killed at call {number}: {calls[number]}"):
            killed(build, number)
            with place.held(lab.site):
                sites.add(lab.is_whole())
            lab.next_build()
    assert sites == {False, True}  # some before the swap, some after


def around_the_swap(calls: Sequence[Call]) -> list[int]:
    """The calls after the whole site was made aside, and some before."""
    last = max(n for n, call in enumerate(calls) if call.path.endswith("sitemap.xml.gz"))
    moved = [n for n, call in enumerate(calls) if n >= last and call.name in ("replace", "rename")]
    return sorted({*moved[-4:], *spread(range(moved[-1] - 6, len(calls)), 8)})


def test_a_build_may_be_killed_at_some_calls(lab: Lab) -> None:
    calls = calls_of(lab)
    kill_at(lab, sorted({*spread(range(len(calls)), 4), *around_the_swap(calls)[::3]}), calls)


def test_a_build_may_be_killed_at_the_swap_where_it_takes_two_steps(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "exchange", lambda one, other: False)
    calls = calls_of(lab)
    steps = [n for n, call in enumerate(calls) if call.name == "rename"]
    assert len(steps) == 3
    kill_at(lab, [*steps[1:], steps[-1] + 1], calls)


@pytest.mark.soak
@pytest.mark.parametrize("steps", [1, 2])
def test_a_build_may_be_killed_at_two_hundred_calls(
    steps: int, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    if steps == 2:
        monkeypatch.setattr(place, "exchange", lambda one, other: False)
    calls = calls_of(lab)
    kill_at(lab, sorted({*spread(range(len(calls)), 150), *around_the_swap(calls)}), calls)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a site is moved in two steps")
def test_two_folders_are_exchanged_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "one/a").touch()
    with watched() as calls:
        assert place.exchange(tmp_path / "one", tmp_path / "other")
    assert calls == []  # none of the calls that move one thing
    assert (tmp_path / "other/a").exists()
    assert not (tmp_path / "one/a").exists()
    with pytest.raises(FileNotFoundError):
        place.exchange(tmp_path / "one", tmp_path / "none")


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """`paperfeed build`, started in the current folder and not waited for."""
    return subprocess.Popen(
        [PAPERFEED, "build", *arguments],
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill_at_random(lab: Lab, times: int) -> None:
    """Kill `paperfeed build` at any moment, of builds that take over much and that take nothing."""
    lab.again()
    began = time.monotonic()
    with start() as process:
        said = process.communicate()
    span = time.monotonic() - began
    assert process.returncode == 0, said
    assert lab.is_whole()
    chance = random.Random(7)
    for number in range(times):
        lab.again(cold=number % 3 == 2)
        with tried("SIGKILLs of builds"), start() as process:
            time.sleep(chance.uniform(span / 3, span * 1.1))
            process.kill()
            process.communicate()
            with place.held(lab.site):
                lab.is_whole()
            lab.next_build()


def test_a_build_may_be_killed_at_any_moment(lab: Lab) -> None:
    kill_at_random(lab, 3)


@pytest.mark.soak
@pytest.mark.parametrize(("plugins", "times"), [(QUICK, 150), (SEARCH, 60)])
def test_a_build_may_be_killed_at_two_hundred_moments(
    plugins: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_folder(tmp_path, monkeypatch)
    kill_at_random(make_lab(tmp_path, plugins), times)


def test_what_a_killed_build_left_is_never_a_part_of_a_site(lab: Lab) -> None:
    for left in (".site.new/index.html", ".site.new/1a2b/.made/0", ".site.new/.paperfeed-part-x/y"):
        (lab.project / left).parent.mkdir(parents=True, exist_ok=True)
        (lab.project / left).write_text("half")
    (lab.project / ".site.old").mkdir()
    (lab.project / ".site.old/index.html").write_text("old")
    (lab.content / ASIDE).mkdir(exist_ok=True)
    (lab.content / ASIDE / "123.0").write_text("half")
    lab.next_build()


def test_what_a_killed_build_left_makes_room_before_the_next_begins(lab: Lab) -> None:
    (lab.project / ".site.new/1a2b/papers").mkdir(parents=True)
    (lab.project / ".site.new/index.html").write_text("half")
    with place.held(lab.site):
        lab.is_tidy()


def test_a_site_that_was_being_replaced_is_brought_back_before_anything_fails(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.site.rename(lab.project / ".site.old")
    (lab.content / "topics.yml").write_text("[")
    with pytest.raises(BuildError, match="topics"):
        build()
    assert not lab.is_whole()
    lab.is_tidy()


def test_files_are_not_linked_for_a_build_that_was_killed(tmp_path: Path) -> None:
    """Who links files ends with its build: it would put old files among those of the next."""
    (tmp_path / "from/folder").mkdir(parents=True)
    (tmp_path / "from/folder/x").touch()
    for parent, linked in ((os.getpid(), True), (os.getpid() + 1, False)):
        to = tmp_path / f"to-{linked}"
        command: list[str | Path] = [sys.executable, LINKER, tmp_path / "from", to, str(parent)]
        done = subprocess.run(command, input=b"folder/x\0", check=False)
        assert (done.returncode == 0, to.exists()) == (linked, linked)


# Two at once


def at_once(*builds: Sequence[str | Path]) -> list[tuple[int, str]]:
    """Start these builds together; how each ended and what it said."""
    processes = [start(*arguments) for arguments in builds]
    said = [process.communicate() for process in processes]
    return [(process.returncode, err) for process, (_, err) in zip(processes, said, strict=True)]


def test_two_builds_of_one_site_take_turns(lab: Lab) -> None:
    for cold in (False, True):
        lab.again(cold=cold)
        with tried("builds at once"):
            ended = at_once((), ())
            assert [code for code, _ in ended] == [0, 0], ended
            waited = f"{lab.site}: another paperfeed is building it; waiting for its end\n"
            assert sorted(err for _, err in ended) == ["", waited]
            assert compare(lab.site, lab.new) == []
            lab.is_tidy()


def test_one_content_may_become_two_sites_at_once(lab: Lab) -> None:
    with tried("builds at once"):
        ended = at_once((), ("--site", "other"), ("--site", lab.folder / "third"))
        assert ended == [(0, "")] * 3
        for site in (lab.site, lab.project / "other", lab.folder / "third"):
            assert compare(site, lab.new) == []
        for name in ("other", ".other.lock"):
            path = lab.project / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        lab.next_build()


def test_two_contents_that_become_one_site_at_once_do_so_in_turn(lab: Lab) -> None:
    other = shutil.copytree(lab.content, lab.folder / "other/content")
    write(other, paper(3, "2024-01-03", title="A tree of another content"))
    build_site(configured(content=other, site=lab.folder / "of other"))
    theirs = bytes_of(lab.folder / "of other")
    with tried("builds at once"):
        ended = at_once((), ("--content", other))
        assert [code for code, _ in ended] == [0, 0], ended
        found = bytes_of(lab.site)
        assert found in (lab.new, theirs), _differing(found, lab.new, theirs)
        lab.next_build()


def test_a_build_that_waits_too_long_says_so(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "LOCK_SECONDS", 0.1)
    said: list[str] = []
    with place.held(lab.site), pytest.raises(BuildError) as raised:
        build_site(configured(), told=said.append)
    assert said == [f"{lab.site}: another paperfeed is building it; waiting for its end"]
    assert str(raised.value) == (
        f"{lab.site}: another paperfeed has been building it for 0.1 s; build again when it is"
        " done, or name another folder with --site"
    )
    assert not lab.is_whole()


def test_a_site_may_be_built_while_an_ingest_writes(lab: Lab) -> None:
    file = lab.folder / "in.jsonl"
    file.write_text("".join(line(number, day="2024-01-05") for number in range(400)))
    with tried("builds at once"):
        arguments: list[str | Path] = [PAPERFEED, "ingest", file, "--content", lab.content]
        with subprocess.Popen(arguments, env=environment(), stdout=subprocess.DEVNULL) as ingest:
            for code, err in (at_once(())[0] for _ in range(2)):
                assert (code, err) == (0, "")
        assert ingest.returncode == 0
        build()
        anew = lab.folder / "anew"
        build_site(configured(site=anew))
        assert compare(lab.site, bytes_of(anew)) == []


# No room, no leave


def fail_at(lab: Lab, points: Sequence[int], calls: Sequence[Call], codes: Sequence[int]) -> None:
    """Let each of these calls fail; the build says so, or does without (what it keeps for the next)."""
    for at, number in enumerate(points):
        lab.again()
        code = codes[at % len(codes)]
        with tried("failing calls of builds"), told(f"{errno.errorcode[code]} at {calls[number]}"):
            with failing(number, code):
                try:
                    build()
                except BuildError as error:
                    assert os.strerror(code) in str(error)  # noqa: PT017 - it need not be raised
                    assert not lab.is_whole()
                    if calls[number].name not in ("unlink", "rmdir"):  # or that was to tidy up
                        lab.is_tidy()
                else:
                    assert lab.is_whole()
            lab.next_build()


def test_some_calls_may_fail(lab: Lab) -> None:
    calls = calls_of(lab)
    fail_at(
        lab, sorted({*spread(range(len(calls)), 5), *around_the_swap(calls)[::4]}), calls, CODES
    )


@pytest.mark.soak
@pytest.mark.parametrize("code", CODES)
def test_many_calls_may_fail(code: int, lab: Lab) -> None:
    calls = calls_of(lab)
    fail_at(lab, sorted({*spread(range(len(calls)), 60), *around_the_swap(calls)}), calls, [code])


def test_a_swap_that_fails_half_way_is_taken_back(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "exchange", lambda one, other: False)
    calls = calls_of(lab)
    steps = [n for n, call in enumerate(calls) if call.name == "rename"]
    fail_at(lab, steps[:2], calls, [errno.EACCES])


@pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")
@pytest.mark.parametrize("size", ["400k", "2m", "3m"])
def test_a_full_disk_leaves_the_site_that_was_there(size: str, lab: Lab, tmp_path: Path) -> None:
    with (
        mounted(tmp_path / "full", "-t", "tmpfs", "-o", "size=32m", "paperfeed") as disk,
        tried("full disks under builds"),
    ):
        site = disk / "site"
        shutil.copytree(lab.site, site)
        used = sum(path.stat().st_blocks * 512 for path in site.rglob("*"))
        room = {"400k": 400, "2m": 2_000, "3m": 3_000}[size]
        subprocess.run(["mount", "-o", f"remount,size={used // 1024 + room}k", disk], check=True)
        done = run("paperfeed", "build", "--site", site, cwd=lab.project)
        assert done.returncode == 1, done.stdout
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert bytes_of(site) == lab.old
        assert {path.name for path in disk.iterdir()} == {"site", ".site.lock"}
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        done = run("paperfeed", "build", "--site", site, cwd=lab.project)
        assert (done.returncode, done.stderr) == (0, "")
        assert compare(site, lab.new) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a bind mount is Linux's")
@pytest.mark.parametrize("closed", ["site", "its folder"])
def test_a_place_that_can_only_be_read_says_so(closed: str, lab: Lab, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    shutil.copytree(lab.site, folder / "site")
    shut = folder / "site" if closed == "site" else folder
    with mounted(shut, "--bind", str(shut)), tried("closed folders under builds"):
        # Root may write whatever the mode says: it takes a mount to keep it out.
        subprocess.run(["mount", "-o", "remount,ro,bind", shut], check=True)
        done = run("paperfeed", "build", "--site", folder / "site", cwd=lab.project)
        why = {
            "site": f"{folder}/site: cannot be replaced: Device or resource busy; ",
            "its folder": f"{folder}: cannot be written: Read-only file system; ",
        }[closed]
        assert done.returncode == 1
        assert done.stderr.startswith(f"error: {why}"), done.stderr
        assert bytes_of(folder / "site") == lab.old
    assert {path.name for path in folder.iterdir()} <= {"site", ".site.lock"}


def test_a_place_where_nothing_may_be_written_is_said(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuses(*arguments: object, **more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("generator.builder.place.FileLock.acquire", refuses)
    with pytest.raises(BuildError, match=r"cannot be written: Read-only file system; .* --site"):
        build()
    assert not lab.is_whole()


def test_a_content_folder_that_can_only_be_read_gives_the_same_site(
    lab: Lab, tmp_path: Path
) -> None:
    lab.again(cold=True)
    with mounted(lab.content, "--bind", str(lab.content)), tried("closed folders under builds"):
        subprocess.run(["mount", "-o", "remount,ro,bind", lab.content], check=True)
        done = run("paperfeed", "build", cwd=lab.project)
        assert (done.returncode, done.stderr) == (0, "")
        assert compare(lab.site, lab.new) == []

"""`paperfeed serve`: what is edited shows, what is wrong is said, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.builder.run import BuildError, build_site, configured
from generator.builder.serving import serve
from tests.builder.test_shell import POURED
from tests.toy import environment, make_project, make_toy

PATIENCE = 60.0


class Served:
    """A project that is served, and what the command has said."""

    def __init__(self, project: Path, temporary: Path) -> None:
        self.project = project
        self.temporary = temporary
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.log = project.parent / "log"
        with self.log.open("wb") as log:
            self.program = subprocess.Popen(
                [Path(sys.executable).parent / "paperfeed", "serve", "--port", str(self.port)],
                cwd=project,
                env=environment(TMPDIR=str(temporary)),
                stdout=log,
                stderr=log,
            )

    def page(self, address: str) -> str:
        """What the server gives; nothing as long as it gives nothing."""
        try:
            url = f"http://127.0.0.1:{self.port}/{address}"
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"
        except OSError:
            return ""

    def says(self, text: str) -> bool:
        return self.wait(lambda: text in self.log.read_text())

    def shows(self, address: str, text: str) -> bool:
        return self.wait(lambda: text in self.page(address))

    def wait(self, sees: Callable[[], bool]) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.program.poll() is None:
            if sees():
                return True
            time.sleep(0.1)
        return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    content = make_toy(tmp_path / "content")
    (tmp_path / "temporary").mkdir()
    project = make_project(tmp_path / "project", content, POURED)
    made = Served(project, tmp_path / "temporary")
    yield made
    made.program.kill()
    made.program.wait()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_edited_shows_and_what_is_wrong_is_said(served: Served) -> None:
    address = "papers/2312.00011/"
    assert served.shows(address, "<h1"), served.log.read_text()
    assert served.says(f"http://127.0.0.1:{served.port}/ (stop with Ctrl+C)")
    assert "/livereload/" in served.page(address)
    assert served.page("nowhere/").startswith("404 ")
    assert "pf-header" in served.page("nowhere/")
    (record,) = served.project.parent.glob("content/papers/*/*/2312.00011.md")
    record.write_text(record.read_text(encoding="utf-8") + "\nSandpipers ran.\n", encoding="utf-8")
    assert served.shows(address, "Sandpipers ran.")

    config = served.project / "mkdocs.yml"
    edit(config, "{paperfeed:", "{paperfed:")
    assert served.says("error: ")
    assert "Sandpipers ran." in served.page(address)
    edit(config, "{paperfed:", "{paperfeed:")
    edit(config, "site_name: ", "site_name: New ")
    assert served.shows("", "New ")

    (served.project.parent / "content/docs").mkdir(exist_ok=True)
    (served.project.parent / "content/about.md").write_text("# About tides\n", encoding="utf-8")
    assert served.shows("about/", "About tides")


@pytest.mark.parametrize("ended", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_of_it(served: Served, ended: signal.Signals) -> None:
    assert served.shows("", "<h1")
    os.kill(served.program.pid, ended)
    assert served.program.wait(30) in (0, -ended)
    if ended is signal.SIGINT:
        assert list(served.temporary.iterdir()) == []
    assert {path.name for path in served.project.iterdir()} == {"mkdocs.yml"}


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", make_toy(tmp_path / "content"), POURED)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        program = Path(sys.executable).parent / "paperfeed"
        done = subprocess.run(
            [program, "serve", "--port", str(port)],
            cwd=project,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert f"error: port {port}: Address already in use" in done.stderr


def test_what_the_same_process_builds_afterwards_is_for_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_toy(tmp_path / "content")
    monkeypatch.chdir(make_project(tmp_path / "project", content, POURED))
    papers = (content / "papers").rename(tmp_path / "papers")
    (content / "papers").write_text("in the way")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    with pytest.raises(BuildError, match="cannot be read"):
        serve(port, print, print)
    (content / "papers").unlink()
    papers.rename(content / "papers")
    build_site(configured())
    assert "'unsafe-inline'" not in Path("site/index.html").read_text()

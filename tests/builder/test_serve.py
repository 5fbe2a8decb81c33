"""`paperfeed serve`: the site with live reload, and what is written seen soon after."""

from __future__ import annotations

import contextlib
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

from tests.toy import environment, make_project, make_toy

#: Far more than a slow machine needs.
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    assert isinstance(port, int)
    return port


def page(url: str) -> str:
    """The page, or nothing if nobody answers yet."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:  # else its socket is left open
            return ""
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return ""


def wait_for(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_toy(tmp_path / "content")


@pytest.fixture
def address(content: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the toy feed."""
    project = make_project(
        tmp_path / "project", content, "plugins: [{paperfeed: {search: false}}]\n"
    )
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(Path(sys.executable).parent / "paperfeed"), "serve", "--port", str(port)],
            cwd=project,
            env=environment(PYTHONWARNINGS=""),
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()
            server.wait(10)


def test_what_is_written_is_seen(address: str, content: Path, tmp_path: Path) -> None:
    gulls = f"{address}papers/2401.00041/"
    assert wait_for(lambda: "Gulls as optimisers" in page(gulls)), (tmp_path / "log").read_text()
    shown = page(gulls)
    policy = shown.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert "script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline';" in policy
    assert "default-src 'none'" in policy
    assert "livereload(" in shown

    record = content / "papers/2024/01/2401.00041.md"
    record.write_text(record.read_text().replace("Gulls as optimisers", "Terns as optimisers"))
    assert wait_for(lambda: "Terns as optimisers" in page(gulls)), (tmp_path / "log").read_text()
    assert "Gulls as optimisers" not in page(gulls)
    day = f"{address}archive/2024/01/09/"  # it comes with the build, after the paper's own page
    assert wait_for(lambda: "Terns as optimisers" in page(day)), (tmp_path / "log").read_text()

    record.write_text(record.read_text().replace("title:", "tilte:"))
    assert wait_for(lambda: not page(gulls)), "a record that is broken is gone, and the rest serves"
    assert "Trees, in short" in page(address)

"""How long it takes until `paperfeed serve` shows an edited paper, and all that follows from it."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.programs import PAPERFEED, environment
from generator.addresses import paper_uri, url_of

#: Seconds until something must have shown.
PATIENCE = 1_800.0
MARK = "sandpiperish"


def seconds_to_show(project: Path, content: Path) -> tuple[float, float]:
    """Serve the project, edit a paper in the middle, and wait until its page says so.

    The second number is until the whole site is as built anew, as the program then says.
    """
    papers = sorted(content.glob("papers/*/*/*.md"))
    paper = papers[len(papers) // 2]
    port = _free_port()
    log = project / "serve.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [PAPERFEED, "serve", "--port", str(port)],
            cwd=project,
            env=environment(),
            stdout=said,
            stderr=said,
        )
    address = f"http://127.0.0.1:{port}/{url_of(paper_uri(paper.stem))}"
    before = paper.read_bytes()
    try:
        _wait_for(address, "<h1", server)
        time.sleep(2)  # what the first build has set off is over
        start = time.perf_counter()
        paper.write_bytes(before + f"\n{MARK}\n".encode())
        _wait_for(address, MARK, server)
        shown = time.perf_counter() - start
        while log.read_text("utf-8").count("built in") < 2 and server.poll() is None:
            time.sleep(0.02)
        return shown, time.perf_counter() - start
    finally:
        server.terminate()
        server.wait(30)
        paper.write_bytes(before)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, text: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - ours
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} did not say {text!r}; `paperfeed serve` ran {PATIENCE:g} s")

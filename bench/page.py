"""How light a page is to a first visitor, by Lighthouse: `make bench-page`.

Serves the built site packed by gzip, as hosts do, and asks Lighthouse for performance and
accessibility five times for each kind of page. Prints the median of each; exits 1 if one is below
its target. Lighthouse comes from npm (bench/package.json); Chromium is the tests' own.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGETS = {"performance": 0.95, "accessibility": 1.0}
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
#: The whole browser first: the shell has less to do, which would flatter the page.
BROWSERS = ("chromium", "google-chrome", "chromium-headless-shell")
_PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")


class _Packing(SimpleHTTPRequestHandler):
    """Serves a folder as a host does: packed, and to be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A file, or the index of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=31536000")
        if path.suffix in _PACKED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""


def main() -> None:
    """Measure, and print a row for each kind of page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    options.add_argument("--runs", type=int, default=5)
    wanted = options.parse_args()
    node = shutil.which("node")
    chromium = next((p for n in BROWSERS if (p := shutil.which(n))), None)
    if node is None or chromium is None:
        sys.exit("Lighthouse needs Node.js and Chromium; one of them is not here")
    handler = functools.partial(_Packing, directory=str(wanted.site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    print(f"{'page':<10}" + "".join(f"{name:>16}" for name in TARGETS) + f"{'kB':>8}")
    missed = False
    for kind, address in pages(wanted.site).items():
        runs = [measured(node, chromium, root + address) for _ in range(wanted.runs)]
        scores = {name: median(run[name] for run in runs) for name in TARGETS}
        size = median(run["bytes"] for run in runs) / 1000
        print(f"{kind:<10}" + "".join(f"{scores[n]:>16.2f}" for n in TARGETS) + f"{size:>8.0f}")
        missed |= any(scores[name] < target for name, target in TARGETS.items())
    server.shutdown()
    if missed:
        sys.exit(f"below the targets: {TARGETS}")


def pages(site: Path) -> dict[str, str]:
    """An address of each kind of page that is measured."""
    days = sorted(site.glob("archive/[0-9]*/[0-9]*/[0-9]*/index.html"))
    papers = sorted(site.glob("papers/*/index.html"))
    return {
        "home": "",
        "paper": f"papers/{papers[len(papers) // 3].parent.name}/",
        "day": f"{days[-1].parent.relative_to(site).as_posix()}/",
        "topics": "topics/",
    }


def measured(node: str, chromium: str, url: str) -> dict[str, float]:
    """The scores (0 to 1) of one run, and the bytes that went over the network."""
    command = [
        node,
        str(ROOT / "bench/node_modules/lighthouse/cli/index.js"),
        url,
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(TARGETS)}",
        f"--chrome-path={chromium}",
        f"--chrome-flags={_FLAGS}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        sys.exit(f"Lighthouse failed: {done.stderr[-500:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if trouble := report.get("runtimeError"):
        sys.exit(f"Lighthouse failed: {trouble['message']}")
    found = {name: float(report["categories"][name]["score"] or 0) for name in TARGETS}
    items = report["audits"]["network-requests"]["details"]["items"]
    found["bytes"] = float(sum(item.get("transferSize", 0) for item in items))
    for name in TARGETS:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {name}: {part['id']} {audit['score']}", file=sys.stderr)
    return found


if __name__ == "__main__":
    main()

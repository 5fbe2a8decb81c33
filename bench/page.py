"""How light a page is to a first visitor, by Lighthouse: `make bench-page`.

Serves the built site packed by gzip, as hosts do, and asks Lighthouse for performance and
accessibility five times for each kind of page. Prints the median of each; exits 1 if one is below
its target. Lighthouse comes from npm (bench/package.json); Chromium has to be there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.packing import serving

ROOT = Path(__file__).resolve().parents[1]
TARGETS = {"performance": 0.95, "accessibility": 1.0}
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
#: The whole browser: Lighthouse cannot drive the headless shell that the tests use.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Measure, and print a row for each kind of page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    options.add_argument("--runs", type=int, default=5)
    wanted = options.parse_args()
    node = shutil.which("node")
    chromium = next((p for n in BROWSERS if (p := shutil.which(n))), None)
    if node is None:
        sys.exit("Lighthouse needs Node.js, which is not here")
    if chromium is None:
        sys.exit("Lighthouse needs Chromium with its windows; on Debian: apt install chromium")
    with serving(wanted.site) as root:
        missed = measure(node, chromium, wanted.site, root, wanted.runs)
    if missed:
        sys.exit(f"below the targets: {TARGETS}")


def measure(node: str, chromium: str, site: Path, root: str, times: int) -> bool:
    """Print a row for each kind of page; whether one of them misses a target."""
    print(f"{'page':<10}" + "".join(f"{name:>16}" for name in TARGETS) + f"{'kB':>8}")
    missed = False
    for kind, address in pages(site).items():
        runs = [measured(node, chromium, root + address) for _ in range(times)]
        scores = {name: median(run[name] for run in runs) for name in TARGETS}
        size = median(run["bytes"] for run in runs) / 1000
        print(f"{kind:<10}" + "".join(f"{scores[n]:>16.2f}" for n in TARGETS) + f"{size:>8.0f}")
        missed |= any(scores[name] < target for name, target in TARGETS.items())
    return missed


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

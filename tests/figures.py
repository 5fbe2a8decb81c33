"""The figures of a run of hostile input, faults and compared builds, in content/docs/safety.md."""

from __future__ import annotations

import re
from pathlib import Path

from tests import crashing, sameness
from tests.hostile import tally

PAGE = Path(__file__).resolve().parents[1] / "content" / "docs" / "safety.md"
_TABLE = re.compile(r"(?<=\n\| what \| figure \|\n\|---\|---\|\n)(?:\|.*\n)*")


def table() -> str:
    """The rows of the page's table, of what was counted in this run."""
    found = tally.figures()
    if found is None:
        raise ValueError("no hostile input was tried in this run; run `make soak`")
    part, counts, (seconds, _) = found
    faults = sum(n for key, n in crashing.TALLY.items() if key.endswith(" tried"))
    survived = sum(n for key, n in crashing.TALLY.items() if key.endswith(" survived"))
    rows = {
        "run": "all of it" if part == "all" else "the sample of `make test`",
        "inputs tried": f"{counts['inputs']:,}",
        "of these published as harmless text": f"{counts['published']:,}",
        "rejected with a reason": f"{counts['rejected']:,}",
        "crashes": f"{counts['crashes']:,}",
        "slowest input": f"{seconds:.2f} s",
        "pages that a browser looked at": f"{counts['pages']:,}",
        "elements in them": f"{counts['nodes']:,}",
        "live nodes": f"{counts['live']:,}",
        "scripts run": f"{counts['ran']:,}",
        "requests off-origin": f"{counts['off_origin']:,}",
        "kills and faults tried": f"{faults:,}",
        "survived": f"{survived:,}",
        "records lost": f"{crashing.TALLY['lost']:,}",
        "builds compared byte by byte": f"{sameness.TALLY['compared']:,}",
        "of these different": f"{sameness.TALLY['differing']:,}",
    }
    return "".join(f"| {what} | {figure} |\n" for what, figure in rows.items())


def write(page: Path = PAGE) -> None:
    """Put the figures of this run into the page."""
    text = page.read_text(encoding="utf-8")
    page.write_text(_TABLE.sub(lambda _: table(), text), encoding="utf-8", newline="\n")

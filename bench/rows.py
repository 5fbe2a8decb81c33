"""The rows of the benchmark: as a table, as JSON, and in the documents."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "content" / "docs" / "speed.md"
#: Comments that leave nothing in the page, as HTML's would.
BEGINS, ENDS = "[//]: # (begin: written by make bench)", "[//]: # (end)"
OURS, HUGO, STOCK = "paperfeed", "hugo", "mkdocs-material"
NAMES = {OURS: "Paperfeed", HUGO: "Hugo", STOCK: "MkDocs + Material"}


@dataclass(frozen=True, slots=True)
class Row:
    """What one thing took, of one system at one number of papers; None is not measured."""

    system: str
    papers: int
    row: str
    cpu_s: float | None = None
    wall_s: float | None = None
    peak_mb: float | None = None
    bytes: int | None = None
    files: int | None = None


def header() -> dict[str, Any]:
    """Where and when it was measured, and what."""
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": done.stdout.strip() or None,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


def save(file: Path, head: dict[str, Any], rows: Sequence[Row]) -> None:
    """Write the rows as JSON, each on a line."""
    lines = ",\n".join(f"  {json.dumps(asdict(row))}" for row in rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{json.dumps(head)[:-1]}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


def read(file: Path) -> tuple[dict[str, Any], list[Row]]:
    """What `save` wrote."""
    head = json.loads(file.read_text(encoding="utf-8"))
    return head, [Row(**row) for row in head.pop("rows")]


def ratio(rows: Sequence[Row], papers: int, other: str) -> float | None:
    """Our CPU seconds for a whole build, for each of the other's."""
    cpu = {row.system: row.cpu_s for row in rows if row.papers == papers and row.row == "build"}
    ours, theirs = cpu.get(OURS), cpu.get(other)
    return ours / theirs if ours and theirs else None


def table(rows: Sequence[Row]) -> list[list[str]]:
    """The cells of the table, its head first."""
    cells = [["papers", "system", "what", "CPU s", "s", "MB held", "bytes", "files"]]
    for row in rows:
        cells.append(
            [
                f"{row.papers:,}",
                NAMES[row.system],
                row.row,
                _decimal(row.cpu_s),
                _decimal(row.wall_s),
                *map(_whole, (row.peak_mb, row.bytes, row.files)),
            ]
        )
    return cells


def ratios(rows: Sequence[Row]) -> list[str]:
    """A sentence for each number of papers and each other system."""
    return [
        f"{papers:,} papers: {found:.2f} of {NAMES[other]}'s CPU seconds."
        for papers in dict.fromkeys(row.papers for row in rows)
        for other in (HUGO, STOCK)
        if (found := ratio(rows, papers, other))
    ]


def printed(rows: Sequence[Row]) -> str:
    """The table for a terminal, and the ratios."""
    cells = table(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if number in (1, 2) else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join([*lines, "", *ratios(rows)])


def document(head: dict[str, Any], rows: Sequence[Row]) -> str:
    """The table in Markdown, and where it was measured."""
    cells = table(rows)
    kinds = "|---|---|---|---|---|---|---|---|"
    first, *others = ("| " + " | ".join(line) + " |" for line in cells)
    measured = (
        f"Measured on {head['date']} at commit `{head['commit']}`, with Python {head['python']} "
        f"on {head['cores']} cores."
    )
    said = [f"- {line}" for line in ratios(rows)]
    return "\n".join([measured, "", *said, "", first, kinds, *others])


def into_document(text: str, file: Path = DOCUMENT, begins: str = BEGINS) -> None:
    """Put the text between the two marks of the document."""
    before, found, rest = file.read_text(encoding="utf-8").partition(begins)
    _, ends, after = rest.partition(ENDS)
    if not found or not ends:
        raise ValueError(f"{file}: the marks {begins} and {ENDS} are not there")
    file.write_text(f"{before}{begins}\n\n{text}\n\n{ends}{after}", encoding="utf-8")


def _decimal(number: float | None) -> str:
    return "" if number is None else f"{number:,.2f}" if number < 10 else f"{number:,.1f}"


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"

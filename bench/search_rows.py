"""What `make bench-search` found: printed, as JSON, and in the documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: Comments that leave nothing in the page; between them the document has the tables.
MARKS = ("[//]: # (begin: written by make bench-search)", "[//]: # (end of search)")
#: The bytes and seconds of a first query that are aimed at.
MOST_KB, MOST_SECONDS = 350, 1


@dataclass(frozen=True, slots=True)
class Row:
    """How well one kind of query is answered, by ours and by Material's own; None is not asked."""

    kind: str
    queries: int
    target: float | None
    rank: float
    median_ms: float
    stock_rank: float | None = None
    stock_median_ms: float | None = None


@dataclass(frozen=True, slots=True)
class First:
    """What the first query moves, packed, and takes: the median of several."""

    kind: str
    kilobytes: float
    seconds: float
    stock_kilobytes: float | None = None
    stock_seconds: float | None = None


def save(file: Path, head: dict[str, Any], found: Sequence[Row], first: Sequence[First]) -> None:
    """Write all of it as JSON, a row a line."""
    rows, firsts = (
        ",\n".join(f"  {json.dumps(asdict(each))}" for each in some) for some in (found, first)
    )
    text = f'{json.dumps(head)[:-1]}, "rows": [\n{rows}\n], "first": [\n{firsts}\n]}}\n'
    file.write_text(text, encoding="utf-8")


def read(file: Path) -> tuple[dict[str, Any], list[Row], list[First]]:
    """What `save` wrote."""
    head = json.loads(file.read_text(encoding="utf-8"))
    found = [Row(**row) for row in head.pop("rows")]
    return head, found, [First(**each) for each in head.pop("first")]


def tables(found: Sequence[Row], first: Sequence[First]) -> tuple[list[list[str]], list[list[str]]]:
    """The cells of both tables, their heads first; MRR@10 is the mean reciprocal rank."""
    ranks = [["query", "asked", "MRR@10", "aimed at", "Material's", "ms", "Material's ms"]]
    for row in found:
        cells = (row.rank, row.target, row.stock_rank)
        times = (row.median_ms, row.stock_median_ms)
        asked = [f"{row.queries:,}", *(_number(each, 3) for each in cells)]
        ranks.append([row.kind, *asked, *(_number(each) for each in times)])
    firsts = [["first query", "kB, packed", "s", "Material's kB, packed", "Material's s"]]
    for each in first:
        ours = [_number(each.kilobytes), _number(each.seconds, 2)]
        theirs = [_number(each.stock_kilobytes), _number(each.stock_seconds, 2)]
        firsts.append([each.kind, *ours, *theirs])
    return ranks, firsts


def printed(head: dict[str, Any], found: Sequence[Row], first: Sequence[First]) -> str:
    """The tables for a terminal."""
    lines = [f"{head['papers']:,} papers"]
    for cells in tables(found, first):
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for name, *others in cells:
            numbers = (each.rjust(width) for each, width in zip(others, widths[1:], strict=True))
            lines.append("  ".join([name.ljust(widths[0]), *numbers]).rstrip())
        lines.append("")
    lines.append(f"aimed at for a first query: {MOST_KB} kB packed, {MOST_SECONDS} s")
    return "\n".join(lines)


def document(head: dict[str, Any], found: Sequence[Row], first: Sequence[First]) -> str:
    """The tables in Markdown, and where they were measured."""
    measured = (
        f"Measured on {head['date']} at commit `{head['commit']}`, of {head['papers']:,} papers, "
        f"with Python {head['python']} on {head['cores']} cores."
    )
    return "\n\n".join([measured, *map(_markdown, tables(found, first))])


def _markdown(cells: Sequence[Sequence[str]]) -> str:
    first, *others = ("| " + " | ".join(line) + " |" for line in cells)
    return "\n".join([first, "|---" * len(cells[0]) + "|", *others])


def _number(number: float | None, places: int = 0) -> str:
    return "" if number is None else f"{number:,.{places}f}"

"""Bars on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)


def bars(console: Console) -> Progress:
    """Progress bars on the console, gone when the work is done."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def each_moves(progress: Progress) -> Callable[[str], None]:
    """A function that moves the bar of the name that it is given, one bar a name."""
    tasks: dict[str, TaskID] = {}

    def advance(name: str) -> None:
        if name not in tasks:
            tasks[name] = progress.add_task(name, total=None)
        progress.advance(tasks[name])

    return advance

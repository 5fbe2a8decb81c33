"""Bars on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)


def bars(console: Console) -> Progress:
    """Progress bars on the console, gone when the work is done."""
    return Progress(
        TextColumn("{task.description}", markup=False),  # it names files and addresses
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def shown(progress: Progress) -> Callable[[str, int, float], None]:
    """A function that shows what is being done, the records done and the part (0 to 1) of all."""
    task = progress.add_task("", total=None)

    def tell(what: str, records: int, part: float) -> None:
        total = records / part if part > 0 else None
        progress.update(task, description=what[-40:], completed=records, total=total)

    return tell

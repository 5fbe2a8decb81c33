"""What a run of a program takes: seconds, CPU seconds and memory, of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at the memory of a run.
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took; `megabytes` is the most that all its processes held at one time."""

    seconds: float
    cpu: float
    megabytes: float
    said: str


class RunError(Exception):
    """A run that failed; the message is the end of what it said."""


def measured(
    command: Sequence[str | Path],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Run:
    """Run a command to its end. Raises RunError if it fails."""
    before = os.times()
    start = time.perf_counter()
    run = subprocess.Popen(
        command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(run, most))
    watcher.start()
    said, complained = run.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    after = os.times()
    if run.returncode:
        shown = " ".join(map(str, command))
        raise RunError(f"{shown}: exit code {run.returncode}\n{(complained or said)[-2000:]}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Run(seconds, cpu, most[0], said)


def _watch(run: subprocess.Popen[str], most: list[float]) -> None:
    """Look at the memory of the run and its children until it ends."""
    while run.poll() is None:
        most[0] = max(most[0], sum(map(_megabytes, [run.pid, *_children(run.pid)])))
        time.sleep(LOOK)


def _children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        names = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = [int(name) for name in names]
    return found + [below for child in found for below in _children(child)]


def _megabytes(pid: int) -> float:
    """The proportional set size of a process; 0 where the system does not say it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)

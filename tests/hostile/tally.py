"""What the hostile tests tried and what came of it, told at the end of a run and in the documents."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: What is tried in every run, such as sizes, is no part of the collection: its step is this.
ALWAYS = 0
#: Seconds of the processor that no input may take; one that hangs takes minutes.
MOST_SECONDS = 1.0
#: Counts by kind; those of a sample and of all are apart, and of what is always tried.
TALLY: dict[str, Counter[str]] = {"always": Counter(), "sample": Counter(), "all": Counter()}
#: The longest that one input took, in seconds of the processor, and which.
SLOWEST: dict[str, tuple[float, str]] = {}


def part_of(step: int) -> str:
    """The name of a run that takes every `step`th item."""
    return {ALWAYS: "always", 1: "all"}.get(step, "sample")


def count(step: int, **counts: int) -> None:
    """Add to the counts."""
    TALLY[part_of(step)].update(counts)


@contextmanager
def one_input(step: int, name: str) -> Iterator[None]:
    """One input, tried and timed; what it raises is a crash, counted and raised again.

    Python's collector rests meanwhile: it would go through all that the process holds of the
    inputs before.
    """
    part = part_of(step)
    TALLY[part]["inputs"] += 1
    gc.disable()
    started = time.process_time()
    try:
        yield
    except Exception:
        TALLY[part]["crashes"] += 1
        raise
    finally:
        gc.enable()
    took = time.process_time() - started
    if took > SLOWEST.get(part, (0.0, ""))[0]:
        SLOWEST[part] = (took, name)
    assert took < MOST_SECONDS, f"{name} took {took:.2f} s"


def told() -> dict[str, Any]:
    """All of it as plain data, for the process that brings together what several counted."""
    return {"counts": {part: dict(counts) for part, counts in TALLY.items()}, "slowest": SLOWEST}


def add(other: dict[str, Any]) -> None:
    """What another process counted."""
    for part, counts in other.get("counts", {}).items():
        TALLY[part].update(counts)
    for part, (seconds, name) in other.get("slowest", {}).items():
        if seconds > SLOWEST.get(part, (0.0, ""))[0]:
            SLOWEST[part] = (seconds, name)


def figures() -> tuple[str, Counter[str], tuple[float, str]] | None:
    """The counts of all items if they were tried, else of the sample; None if none was."""
    part = "all" if TALLY["all"]["inputs"] else "sample"
    counts = TALLY[part] + TALLY["always"]
    if not counts["inputs"]:
        return None
    slowest = (SLOWEST.get(each, (0.0, "")) for each in (part, "always"))
    return part, counts, max(slowest)


def closing_line() -> str | None:
    """All of it in a line; None if no hostile input was tried."""
    found = figures()
    if not found:
        return None
    part, counts, (seconds, name) = found
    return (
        f"hostile inputs tried ({part}): {counts['inputs']:,}; published {counts['published']:,}, "
        f"rejected {counts['rejected']:,}; pages seen by a browser: {counts['pages']:,}, "
        f"elements in them: {counts['nodes']:,}; "
        f"live nodes: {counts['live']}; scripts run: {counts['ran']}; "
        f"requests off-origin: {counts['off_origin']}; crashes: {counts['crashes']}; "
        f"slowest: {seconds:.2f} s ({name})"
    )

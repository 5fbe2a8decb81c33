"""Builds that must have the same bytes: compared, and counted for the closing line of a test run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

#: How many builds were compared with another one of the same content, and how many differed.
TALLY: Counter[str] = Counter()


def bytes_of(site: Path) -> dict[str, bytes]:
    """Every file of a built site, by its name."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def compare(site: Path, other: dict[str, bytes]) -> list[str]:
    """The names of files that the site and these have not alike, and where they part; counted as
    one build more.
    """
    found = bytes_of(site)
    names = sorted(name for name in {*found, *other} if found.get(name) != other.get(name))
    TALLY["compared"] += 1
    TALLY["differing"] += bool(names)
    return [f"{name}: {_where(found.get(name, b''), other.get(name, b''))}" for name in names]


def _where(one: bytes, other: bytes) -> str:
    """The place at which two files part."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, at - 60)
    return f"{one[start : at + 60]!r} / {other[start : at + 60]!r}"


def closing_line() -> str | None:
    """The builds of this run in a line; None if none was compared."""
    if not TALLY["compared"]:
        return None
    return f"bytes compared: {TALLY['compared']} builds; differing: {TALLY['differing']}"

"""What programs of others took of our files, counted over a whole run and told at its end."""

from __future__ import annotations

from collections import Counter

#: By what it is of, such as `newsboat: entries`: how many were taken.
ACCEPTED: Counter[str] = Counter()


def accepted(reader: str, **taken: int) -> None:
    """Count what a reader took, such as `feeds=1, entries=12`, when it is known to be all."""
    for name, number in taken.items():
        ACCEPTED[f"{reader}: {name}"] += number


def closing_line() -> str | None:
    """All of it in a line; None if no reader of others was asked."""
    if not ACCEPTED:
        return None
    readers: dict[str, list[str]] = {}
    for key, number in sorted(ACCEPTED.items()):
        reader, name = key.split(": ")
        readers.setdefault(reader, []).append(f"{number:,} {name}")
    told = "; ".join(f"{reader} {', '.join(each)}" for reader, each in readers.items())
    return f"taken by readers of others: {told}"

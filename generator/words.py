"""Counts in the words of the commands, which speak English, and texts cut short."""

from __future__ import annotations


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 paper`, `1,200 papers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shortened(text: str, limit: int) -> str:
    """The text, cut between words to at most `limit` characters with a sign that it was."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-")
    return f"{cut or text[: limit - 1]}…"

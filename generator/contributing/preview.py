"""What a contribution changes, as Markdown that others' words cannot make into anything. Pure.

Text of people and sources stands in fenced blocks, four blanks before each line: a fence is closed
by fewer than four, so nothing in a block ends it, and in it nothing is a link, a mention or HTML.

The text of a pull request may become that of a commit, where no block shields: so what acts there
has a character without width within it. The record has none.

Source: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.faults import printable

#: Bytes of a block at most. A comment or a pull request holds 65,536 characters, and three blocks.
_MOST = 20_000
#: What acts in a commit's message, up to where it is broken: the number of an issue that it closes,
#: with or without the repository or as an address; a mention; `[skip ci]` and its like.
_ACTS = re.compile(
    r"(?:#|\bGH-|/(?:issues|pull|discussions)/)(?=\d)|@(?=\w)|\[(?=[^\[\]]{0,40}\b(?:ci|skip)\b)",
    re.IGNORECASE,
)
#: Joins two words, and is not seen.
_BREAK = "\u2060"


@dataclass(frozen=True, slots=True)
class Part:
    """A text with our words above it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a contribution changes: the file, relative to the content folder, and what to show."""

    path: str
    parts: tuple[Part, ...]


def preview(title: str, change: Change, number: str) -> str:
    """The text of the pull request that makes the change; `title` is the form's."""
    shown = "\n".join(f"{part.heading}:\n\n{block(part.text)}" for part in change.parts)
    return (
        f"### {title}\n\nThis changes `{change.path}`.\n\n{shown}\n"
        "Somebody wrote this into a form. Read it before you merge it.\n\n"
        f"Closes #{number}\n"
    )


def refusal(reason: str) -> str:
    """The comment that says why a contribution cannot be taken in."""
    return (
        f"### This cannot be taken in as it is\n\n{block(reason)}\n"
        "Edit the text of the issue: then it is looked at again.\n"
    )


def block(text: str) -> str:
    """The text in a block of its own; of one that is too long the beginning."""
    lines, left = ["~~~text\n"], _MOST
    for line in text.splitlines():
        whole = f"    {_inert(printable(line))}\n".encode()
        left -= len(whole)
        if left < 0:
            kept = whole[:left].decode(errors="ignore").rstrip("\n")
            lines.append(f"{kept}\n    (cut here; the file has all of it)\n")
            break
        lines.append(whole.decode())
    return "".join((*lines, "~~~\n"))


def _inert(line: str) -> str:
    """The line as it looks, without effect in a commit's message."""
    return _ACTS.sub(lambda acting: acting[0] + _BREAK, line)

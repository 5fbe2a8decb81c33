"""What a contribution changes, as Markdown that others' words cannot make into anything. Pure.

Text of people and sources stands in fenced blocks, four blanks before each line: a fence is closed
by fewer than four, so nothing in a block ends it, and in it nothing is a link, a mention or HTML.

Source: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.faults import printable

#: Characters of a block at most: a comment or a pull request holds 65,536.
_MOST = 15_000
#: Characters of a line at most: longer ones nobody reads.
_LONGEST_LINE = 4_000


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
    """The text in a block of its own."""
    lines = [printable(line)[:_LONGEST_LINE] for line in text[:_MOST].splitlines()]
    if len(text) > _MOST or any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        lines.append("(cut here; the file has all of it)")
    return "".join(("~~~text\n", *(f"    {line}\n" for line in lines), "~~~\n"))

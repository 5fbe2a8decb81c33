"""`paperfeed review`: says what a change of the content folder does for readers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, say, wrong
from generator.words import count


def review_command(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="The content folder as it was.", file_okay=False)
    ],
    content: ContentOption = Path("content"),
    summary: Annotated[
        Path | None,
        typer.Option(
            "--summary",
            metavar="FILE",
            help="Put the review at the end of this file, not on the terminal, and mark problems "
            "for GitHub.",
        ),
    ] = None,
) -> None:
    """Say in Markdown what changes for readers, papers, topics and other files, and what is wrong.

    OLD may be empty: then all is new. `git worktree add /tmp/old HEAD~1` makes /tmp/old/content.
    One that cannot be read counts as empty; one whose records have an older form is upgraded in a
    copy.
    """
    from generator.checking.check import check
    from generator.reviewing.folders import compare
    from generator.reviewing.report import markdown, marks

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    if not old.is_dir():
        wrong(f"OLD: there is no folder {old}; name an empty one if there was nothing before")
    checked = check(content)
    found, notes = compare(old, content)
    for note in notes:
        say(note)
    text = markdown(found, checked.faults, notes)
    if summary is None:
        print(text, end="")
    else:
        with summary.open("a", encoding="utf-8") as file:
            file.write(text)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            for line in marks(checked.faults):
                print(line)
        print(f"{count(len(checked.faults), 'problem')}; the review is in {summary}")
    if checked.faults:
        raise typer.Exit(1)

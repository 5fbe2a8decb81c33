"""`paperfeed review`: says what a change of the content folder does for readers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, say, say_error, wrong
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
    """Say in Markdown which papers and topics change for readers, and what is wrong.

    OLD may be empty: then all is new. `git worktree add /tmp/old HEAD~1` makes /tmp/old/content.
    """
    from generator.builder.project import load_feed
    from generator.checking.check import check
    from generator.feed import build_feed
    from generator.reviewing.comparing import review
    from generator.reviewing.report import markdown, marks
    from generator.topic_file import TopicError

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    if not old.is_dir():
        wrong(f"OLD: there is no folder {old}; name an empty one if there was nothing before")
    checked = check(content)
    try:
        before = load_feed(old).feed if any(old.iterdir()) else build_feed((), ())
    except TopicError as error:
        say(f"{old}: its topics cannot be used, so no topic is compared")
        say_error(error)
        before = build_feed((), ())
    try:
        found = review(before, load_feed(content).feed)
    except TopicError:
        found = review(before, before)  # it is among the faults, and nothing can be built
    text = markdown(found, checked.faults)
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

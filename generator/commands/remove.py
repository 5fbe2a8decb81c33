"""`paperfeed remove`: takes a paper down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, say, wrong


def remove_command(
    paper: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The paper's id, an alias of it, the address of its page, or an identifier or "
            "address (arXiv, DOI, ...).",
        ),
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; its page says so from then on.")
    ],
    content: ContentOption = Path("content"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
) -> None:
    """Take a paper down: its address stays and says why, nothing of its text does.

    No source brings it back. To undo it, delete its file in content/intake/removed/: then it may
    come in again.
    """
    from generator.faults import FlawedError
    from generator.naming import UnknownPaperError
    from generator.removal import remove_paper
    from generator.text import clean_line
    from generator.tombstones import path_of
    from generator.words import count

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    said = clean_line(reason)
    if not said:
        wrong("--reason: found nothing; say in a few words why")
    try:
        removed = remove_paper(content, paper, said, datetime.now(UTC).date(), dry_run=dry_run)
    except UnknownPaperError as error:
        wrong(str(error))
    except FlawedError as error:  # of a tombstone only the reason is a person's word
        wrong(f"--{error}")
    tombstone = removed.tombstone
    for path in removed.rejected:
        say(f"{content / path}: told of it as well; gone")
    if tombstone.aliases:
        say(f"The addresses of {count(len(tombstone.aliases), 'alias', 'aliases')} go with it.")
    if dry_run:
        print(f"{tombstone.id} would be removed (nothing was written).")
        return
    print(f"{tombstone.id} is removed; {content / path_of(tombstone.id)} keeps its address.")
    say("Build the site to have it gone from there. What git holds of it stays in git.")

"""`paperfeed generate`: writes every page as plain Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, say, wrong
from generator.words import count


def generate_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.", file_okay=False)
    ],
    content: ContentOption = Path("content"),
) -> None:
    """Write every page as plain Markdown, for stock MkDocs or another builder."""
    from generator.builder.plain import NameClashError, generate
    from generator.builder.project import load_feed
    from generator.builder.run import BuildError, configured
    from generator.builder.site_facts import site_of
    from generator.interface import WordsError
    from generator.topic_file import TopicError

    if folder.exists() and any(folder.iterdir()):
        wrong(f"{folder} is not empty; name a new folder")
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        loaded = load_feed(content)
        pages = generate(folder, content, loaded.feed, site_of(configured(content)))
    except (BuildError, TopicError, WordsError, NameClashError) as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    for fault in loaded.faults:
        say(f"warning: {fault}")
    print(
        f"{count(pages, 'page')} of {count(len(loaded.feed.papers), 'paper')} written to {folder}"
    )
    if loaded.faults:
        raise typer.Exit(1)

"""`paperfeed export`: papers for reference managers, spreadsheets and programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, day_of, say, wrong
from generator.words import count


class Format(StrEnum):
    """The formats, by the names that the command takes."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"
    JSONL = "jsonl"
    CSV = "csv"


def export_command(
    format_: Annotated[Format, typer.Option("--format", help="The format.")],
    topic: Annotated[str | None, typer.Option(metavar="SLUG", help="Of this topic alone.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Listed on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Listed on this day or before.")
    ] = None,
    content: ContentOption = Path("content"),
) -> None:
    """Print papers in a format that others read, newest first."""
    from generator.builder.address import HERE, NOT_KNOWN
    from generator.builder.project import load_feed
    from generator.builder.run import BuildError, configured
    from generator.builder.site_facts import site_of
    from generator.exports import FORMATS
    from generator.exports.cited import cited
    from generator.interface import WordsError
    from generator.topic_file import TopicError

    first, last = day_of("--since", since), day_of("--until", until)
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        feed = load_feed(content).feed
        url = site_of(configured(content)).url
    except (BuildError, TopicError, WordsError) as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    if topic is not None and topic not in feed.topics:
        wrong(f"--topic: `{topic}` is no topic; the slugs are in topics.yml")
    papers = [
        paper
        for paper in (feed.papers if topic is None else feed.by_topic[topic])
        if (first is None or paper.listed >= first) and (last is None or paper.listed <= last)
    ]
    # As bytes: UTF-8 whatever the terminal has, and lines that end as the format says.
    has_links_here = False
    for piece in FORMATS[format_](cited(papers, feed, url)):
        has_links_here |= HERE in piece
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
    sys.stdout.flush()
    if has_links_here:
        say(f"warning: {NOT_KNOWN}")
    say(f"{count(len(papers), 'paper')} as {format_}")
    if not papers:
        raise typer.Exit(1)

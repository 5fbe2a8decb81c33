"""`paperfeed related`: the papers nearest to one paper, and what they share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, JsonOption, say, wrong
from generator.faults import printable


def related_command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The paper's id, an alias of it, the address of its page, or an identifier or "
            "address (arXiv, DOI, ...).",
        ),
    ],
    content: ContentOption = Path("content"),
    as_json: JsonOption = False,
) -> None:
    """List the papers nearest to a paper, the nearest first, with what they share."""
    from generator.builder.project import load_feed
    from generator.markup import plain
    from generator.model import Tombstone
    from generator.naming import UnknownPaperError, paper_meant
    from generator.topic_file import TopicError

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        feed = load_feed(content).feed
    except TopicError as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    try:
        paper = paper_meant(name, feed.papers, feed.removed)
    except UnknownPaperError as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    if isinstance(paper, Tombstone):
        say(f"error: {paper.id} was removed on {paper.day}")
        raise typer.Exit(1)
    found = feed.related[paper.id]
    if as_json:
        near = [
            {
                "id": each.paper.id,
                "title": each.paper.title,
                "nearness": each.nearness,
                "terms": each.terms,
                "topics": each.topics,
            }
            for each in found
        ]
        print(json.dumps({"id": paper.id, "title": paper.title, "related": near}))
        return
    print(printable(f"{paper.id}  {plain(paper.title)}"))
    for each in found:
        labels = (feed.topics[slug].label for slug in each.topics)
        shared = ", ".join((*each.terms, *labels))
        print(printable(f"{each.nearness:.2f}  {each.paper.id}  {plain(each.paper.title)}"))
        print(printable(f"      {shared}"))
    if not found:
        say("No other paper is near it.")

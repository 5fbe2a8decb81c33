"""`paperfeed check`: lists every fault of a content folder."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from generator.commands.console import ContentOption, JsonOption, wrong
from generator.fields import printable
from generator.words import count


def check_command(content: ContentOption = Path("content"), as_json: JsonOption = False) -> None:
    """List every fault of the content folder, and what was edited and not pinned."""
    from generator.builder.project import load_feed
    from generator.topic_file import TopicError

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    try:
        loaded = load_feed(content)
        faults = [{"where": fault.where, "message": fault.message} for fault in loaded.faults]
        edits = [{"where": edit.where, "message": edit.message} for edit in loaded.edits]
        papers = len(loaded.feed.papers)
    except TopicError as error:
        papers, edits = 0, []
        faults = [{"where": "topics.yml", "message": line} for line in str(error).splitlines()]
    if as_json:
        result = {"papers": papers, "faults": faults, "edits": edits}
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for fault in (*edits, *faults):
            print(printable(f"{fault['where']}: {fault['message']}"))
        print(f"{count(papers, 'paper')}, {count(len(faults), 'fault')}")
    if faults:
        raise typer.Exit(1)

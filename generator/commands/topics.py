"""`paperfeed topics`: what has to do with the rules by which papers get their topics."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import ContentOption, JsonOption, messages, say, wrong
from generator.faults import printable
from generator.progress import bars, shown

topics_command = typer.Typer(
    help="What the rules in topics.yml do.", no_args_is_help=True, rich_markup_mode=None
)


@topics_command.callback()
def _several() -> None:
    # Typer makes of a single command the whole group, unless there is something before it.
    pass


@topics_command.command("diff")
def diff_command(
    old: Annotated[Path, typer.Argument(metavar="OLD.yml", help="The rules as they were.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.yml", help="The rules as they are now.")],
    content: ContentOption = Path("content"),
    every: Annotated[
        bool, typer.Option("--all", help="List all papers, not only the first 50.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the papers that gain or lose a topic when one file of topics replaces another."""
    from generator.builder.project import read_topics
    from generator.store import load
    from generator.topic_diff import SHOWN, by_topic, changes, report
    from generator.topic_file import TopicError

    for file in (old, new):
        if not file.is_file():
            wrong(f"there is no file {file}")
    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    rules, faults = [], list[str]()
    for file in (old, new):
        try:
            rules.append(read_topics(file))
        except TopicError as error:
            faults += str(error).splitlines()
    if faults:
        for fault in faults:
            say(f"error: {fault}")
        raise typer.Exit(1)
    contents = load(content)
    papers = sorted(contents.papers, key=lambda paper: paper.id)
    changed = []
    with bars(messages) as progress:
        tell = shown(progress)
        for number, change in enumerate(changes(papers, *rules), 1):
            tell("papers", number, number / len(papers))
            if change:
                changed.append(change)
    if as_json:
        result = {
            "papers": len(papers),
            "topics": [asdict(topic) for topic in by_topic(changed)],
            "changes": [asdict(change) for change in changed],
        }
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for line in report(len(papers), changed, None if every else SHOWN):
            print(printable(line))
    for flaw in contents.faults:
        say(f"warning: {flaw}")
    if contents.faults:
        raise typer.Exit(1)

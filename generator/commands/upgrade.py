"""`paperfeed upgrade`: brings records of an older version to the present one."""

from __future__ import annotations

import json
from itertools import count as numbers
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.commands.console import ContentOption, JsonOption, messages, say, wrong
from generator.progress import bars, shown
from generator.words import count

if TYPE_CHECKING:
    from generator.upgrading.upgrade import Upgraded


def upgrade_command(
    content: ContentOption = Path("content"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring records of an older version to the one that this program reads.

    Run it after the code was updated, if a command says so. What it did can be looked at and taken
    back with git. A run that was cut short goes on when it is run again.
    """
    from generator.upgrading.upgrade import upgrade

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    with bars(messages) as progress:
        tell, records = shown(progress), numbers(1)
        done = upgrade(content, dry_run=dry_run, each=lambda: tell("records", next(records), 0.0))
    for fault in done.faults:
        say(f"error: {fault}")
    if as_json:
        print(json.dumps(_as_json(done), ensure_ascii=False, indent=2))
    else:
        for line in said(done, content.name, dry_run=dry_run):
            print(line)
    if done.faults:
        raise typer.Exit(1)


def said(done: Upgraded, folder: str, *, dry_run: bool) -> list[str]:
    """What was done, a line a migration."""
    if not done.steps:
        return [f"{folder} has schema {done.after}, the newest that there is: nothing to do."]
    lines = [
        f"schema {step.to}: {step.summary}: {count(step.changed, 'record')}" for step in done.steps
    ]
    would = " (nothing was written)" if dry_run else ""
    changed = count(done.changed, "record")
    if not done.faults:
        return [*lines, f"{folder}: schema {done.before} -> {done.after}, {changed} changed{would}"]
    left = f"{changed} changed, {count(len(done.faults), 'fault')}{would}"
    do = "correct the records that are listed, or take them out of papers/, and run it again"
    return [*lines, f"{folder}: schema {done.after} still, {left}; {do}"]


def _as_json(done: Upgraded) -> dict[str, Any]:
    return {
        "from": done.before,
        "to": done.after,
        "changed": done.changed,
        "migrations": [
            {"to": step.to, "summary": step.summary, "changed": step.changed} for step in done.steps
        ],
        "faults": [
            {"where": each.where, "line": each.line, "key": each.key, "message": each.message}
            for each in done.faults
        ],
    }

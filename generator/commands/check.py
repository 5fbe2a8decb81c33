"""`paperfeed check`: lists every fault of a content folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import typer

from generator.commands.console import ContentOption, JsonOption, wrong
from generator.faults import Fault, printable
from generator.words import count


def check_command(content: ContentOption = Path("content"), as_json: JsonOption = False) -> None:
    """List every fault of the content folder, and what was edited and not pinned.

    Each with its file, its line, what was found and what to do. Where the current folder has an
    mkdocs.yml, what that names is looked for as well.
    """
    from generator.checking.check import check

    if not content.is_dir():
        wrong(f"--content: there is no folder {content}")
    found = check(content)
    if as_json:
        lists = {"faults": _as_values(found.faults), "edits": _as_values(found.edits)}
        print(json.dumps({"papers": found.papers, **lists}, ensure_ascii=False, indent=2))
    else:
        for fault in (*found.edits, *found.faults):
            print(printable(str(fault)))
        print(f"{count(found.papers, 'paper')}, {count(len(found.faults), 'fault')}")
    if found.faults:
        raise typer.Exit(1)


def _as_values(faults: Iterable[Fault]) -> list[dict[str, object]]:
    return [
        {"where": each.where, "line": each.line, "key": each.key, "message": each.message}
        for each in faults
    ]

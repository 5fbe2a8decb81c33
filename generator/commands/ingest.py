"""`paperfeed ingest`: takes papers in from files."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.console import (
    ContentOption,
    JsonOption,
    day_of,
    messages,
    say,
    shown_folder,
    wrong,
)
from generator.days import is_to_come
from generator.fields import is_source
from generator.formats import SOURCES
from generator.incoming import Source
from generator.intake import Options, Report, rejections, take_in
from generator.progress import bars, shown
from generator.rejected import FOLDER as REJECTED_FOLDER
from generator.words import count

#: Folders of added papers that are named.
_FOLDERS = 3


def ingest_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Files of papers, also packed (gzip, zip), or folders; - for standard input.",
        ),
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="The format; found out by itself if not given.")
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", help="The listing day of papers that name none."
        ),
    ] = None,
    source_name: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="The name to list the papers under."),
    ] = None,
    content: ContentOption = Path("content"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 if a record is rejected.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take papers into the content folder and account for every record."""
    for path in files:  # Typer's own check does not know `-`
        if str(path) != "-" and not path.exists():
            wrong(f"{path} does not exist")
    listed = day_of("--date", day)
    now = datetime.now(UTC).replace(microsecond=0)
    # A paper's day is in its file's path, which stays.
    if listed is not None and is_to_come(listed, now.date()):
        wrong(f"--date: found `{listed}`, which has not come yet; write a day that has")
    forced = _source(format_)
    if source_name is not None and not is_source(source_name):
        wrong(f"--source: found `{source_name}`; use lower-case letters, digits, - and .")
    with bars(messages) as progress:
        report = take_in(
            files,
            content,
            Options(forced, listed, source_name, dry_run),
            now,
            shown(progress),
        )
    _report(report, content, dry_run, as_json)
    flawed = report.account.rejected or any(file.error for file in report.files)
    if report.errors or (strict and flawed):
        raise typer.Exit(1)


def _report(report: Report, content: Path, dry_run: bool, as_json: bool) -> None:
    account = report.account
    for note in account.notes:
        say(note)
    for line in rejections(account):
        say(line)
    for file in report.files:
        if file.error and file.within:
            say(f"{file.input}: {file.error}")
    for error in report.errors:
        say(f"error: {error}")
    counts = account.counts()
    if as_json:
        result = {
            "files": [asdict(file) for file in report.files],
            "notes": account.notes,
            "rejections": [asdict(outcome) for outcome in account.rejected],
            "errors": report.errors,
            **counts,
        }
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return
    would = " (nothing was written)" if dry_run else ""
    print(", ".join(f"{number:,} {state}" for state, number in counts.items()) + would)
    if dry_run:
        return
    if account.folders:
        say(_next(content, sorted(account.folders)))
    if account.kept:
        say(f"The rejected records are kept in {shown_folder(content / REJECTED_FOLDER)}")


def _next(content: Path, folders: list[str]) -> str:
    """Where the added papers are, and what shows them."""
    named = ", ".join(shown_folder(content / folder) for folder in folders[:_FOLDERS])
    more = f" and {count(len(folders) - _FOLDERS, 'more month')}" if folders[_FOLDERS:] else ""
    in_project = (content.resolve().parent / "mkdocs.yml").is_file()
    return f"The added papers are in {named}{more}{'; `make site` builds them' * in_project}"


def _source(name: str | None) -> Source | None:
    if name is None:
        return None
    found = next((source for source in SOURCES if source.format == name), None)
    if found is None:
        wrong(f"--format: found `{name}`; known are {', '.join(each.format for each in SOURCES)}")
    return found

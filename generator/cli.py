"""The `paperfeed` command."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from generator.fields import is_source, printable
from generator.incoming import Source
from generator.intake import Options, Report, rejections, take_in
from generator.progress import bars, shown
from generator.rejected import FOLDER as REJECTED_FOLDER
from generator.sources import SOURCES
from generator.words import count

# Material prints a notice about its end of support at each build; the design knows of it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

app = typer.Typer(
    name="paperfeed",
    help="Turn a stream of abstracts into a fast, searchable, forkable website.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_messages = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

ContentOption = Annotated[
    Path, typer.Option("--content", metavar="DIR", help="The content folder.", file_okay=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def _say(text: str) -> None:
    """A message on standard error; nothing in it commands the terminal."""
    _messages.print(printable(text))


def main() -> None:
    """Run the command."""
    app()


@app.command("ingest")
def ingest_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Files of papers, also packed (gzip, zip), or folders; - for standard input.",
            exists=True,
            allow_dash=True,
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
    listed = _day(day)
    forced = _source(format_)
    if source_name is not None and not is_source(source_name):
        _wrong(f"--source: found `{source_name}`; use lower-case letters, digits, - and .")
    with bars(_messages) as progress:
        report = take_in(
            files,
            content,
            Options(forced, listed, source_name, dry_run),
            datetime.now(UTC).replace(microsecond=0),
            shown(progress),
        )
    _report(report, content, dry_run, as_json)
    wrong = report.account.rejected or any(file.error for file in report.files)
    if report.errors or (strict and wrong):
        raise typer.Exit(1)


def _report(report: Report, content: Path, dry_run: bool, as_json: bool) -> None:
    account = report.account
    for note in account.notes:
        _say(note)
    for line in rejections(account):
        _say(line)
    for file in report.files:
        if file.error and file.within:
            _say(f"{file.input}: {file.error}")
    for error in report.errors:
        _say(f"error: {error}")
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
    if account.rejected and not dry_run:
        _say(f"The rejected records are kept in {_shown(content / REJECTED_FOLDER)}")


@app.command("build")
def build_command(
    content: Annotated[
        Path | None,
        typer.Option(
            "--content", metavar="DIR", help="The content folder.", exists=True, file_okay=False
        ),
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", metavar="DIR", help="Where the site goes.")
    ] = None,
) -> None:
    """Build the site: what `mkdocs build` does, with progress and a summary."""
    from generator.builder.run import BuildError, build_site, configured  # MkDocs loads slowly

    try:
        config = configured(content, site)
        with bars(_messages) as progress:
            task = progress.add_task("Building", total=None)
            built = build_site(
                config, lambda done, of: progress.update(task, completed=done, total=of)
            )
    except BuildError as error:
        _say(f"error: {error}")
        raise typer.Exit(1) from None
    for warning in built.warnings:
        _say(f"warning: {warning}")
    print(
        f"{count(built.papers, 'paper')} on {count(built.days, 'day')}, "
        f"{count(built.topics, 'topic')}, built in {built.seconds:.1f} s."
    )
    print(f"The site is in {_shown(Path(config.site_dir))}; `make serve` shows it.")
    if built.warnings:
        _say(f"error: {count(len(built.warnings), 'warning')}, listed above")
        raise typer.Exit(1)


@app.command("serve")
def serve_command(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")
    ] = 8000,
) -> None:
    """Show the site on this machine, built anew at each change: what `mkdocs serve` does."""
    from mkdocs.commands.serve import serve  # MkDocs loads slowly

    from generator.builder.run import BuildError, configured

    try:
        configured()
    except BuildError as error:
        _say(f"error: {error}")
        raise typer.Exit(1) from None
    _say(f"Serving on http://127.0.0.1:{port}/ (stop with Ctrl+C)")
    try:
        serve(
            "mkdocs.yml",
            watch_theme=True,
            dev_addr=f"127.0.0.1:{port}",
            site_url=f"http://127.0.0.1:{port}/",
        )
    except OSError as error:
        _say(f"error: port {port}: {error.strerror or error}")
        raise typer.Exit(1) from None


@app.command("generate")
def generate_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.", file_okay=False)
    ],
    content: ContentOption = Path("content"),
) -> None:
    """Write every page as plain Markdown, for stock MkDocs or another builder."""
    from generator.builder.plain import NameClashError, generate
    from generator.builder.plugin import site_of
    from generator.builder.project import load_feed
    from generator.builder.run import BuildError, configured
    from generator.topics import TopicError

    if folder.exists() and any(folder.iterdir()):
        _wrong(f"{folder} is not empty; name a new folder")
    if not content.is_dir():
        _wrong(f"--content: there is no folder {content}")
    try:
        loaded = load_feed(content)
        pages = generate(folder, content, loaded.feed, site_of(configured(content)))
    except (BuildError, TopicError, NameClashError) as error:
        _say(f"error: {error}")
        raise typer.Exit(1) from None
    for fault in loaded.faults:
        _say(f"warning: {fault}")
    print(
        f"{count(pages, 'page')} of {count(len(loaded.feed.papers), 'paper')} written to {folder}"
    )
    if loaded.faults:
        raise typer.Exit(1)


@app.command("check")
def check_command(content: ContentOption = Path("content"), as_json: JsonOption = False) -> None:
    """List every fault of the content folder, and what was edited and not pinned."""
    from generator.builder.project import load_feed
    from generator.topics import TopicError

    if not content.is_dir():
        _wrong(f"--content: there is no folder {content}")
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


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        _wrong(f"--date: found `{text}`; write a day as 2025-03-11")


def _source(name: str | None) -> Source | None:
    if name is None:
        return None
    found = next((source for source in SOURCES if source.format == name), None)
    if found is None:
        _wrong(f"--format: found `{name}`; known are {', '.join(each.format for each in SOURCES)}")
    return found


def _wrong(message: str) -> NoReturn:
    """The command itself is wrong: say so and leave with 2."""
    _say(f"error: {message}")
    raise typer.Exit(2)


def _shown(path: Path) -> str:
    try:
        return f"{path.relative_to(Path.cwd())}/"
    except ValueError:
        return f"{path}/"


if __name__ == "__main__":
    main()

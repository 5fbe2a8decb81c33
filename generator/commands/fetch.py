"""`paperfeed fetch`: asks the sources that `mkdocs.yml` names for new papers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.commands.asker import address_of_asker
from generator.commands.console import (
    ContentOption,
    JsonOption,
    day_of,
    messages,
    say,
    shown_folder,
    wrong,
)
from generator.faults import printable
from generator.ingest import Account
from generator.intake import rejections
from generator.progress import bars
from generator.rejected import FOLDER as REJECTED_FOLDER
from generator.words import count

if TYPE_CHECKING:
    from generator.fetching.asking import FetchedSource
    from generator.fetching.judging import Verdict
    from generator.fetching.run import FetchReport


def fetch_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE...]", help="Sources of mkdocs.yml by name; all if none."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="YYYY-MM-DD",
            help="Ask for every day from this one on; from where each source stands if not given.",
        ),
    ] = None,
    content: ContentOption = Path("content"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask, and say what would happen.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the sources in mkdocs.yml for new papers, and keep how each day went."""
    # MkDocs loads slowly.
    from generator.builder.network import OptionError, manners_of, pauses_of, sources_of
    from generator.builder.run import BuildError, configured, plugin_of
    from generator.fetching.client import Client
    from generator.fetching.gathering import FetchOptions
    from generator.fetching.run import FetchReport, fetch

    first = day_of("--since", since)
    now = datetime.now(UTC).replace(microsecond=0)
    if first is not None and first > now.date():
        wrong(f"--since: {first} has not come yet")
    try:
        config = configured()
        plugin = plugin_of(config)
        sources = sources_of(plugin.config)
        manners = manners_of(plugin.config, address_of_asker(config.site_url or "", os.environ))
    except BuildError as error:
        wrong(str(error))
    except OptionError as error:
        wrong(f"mkdocs.yml: plugins: paperfeed: {error}")
    known = [source.name for source in sources]
    for name in names or ():
        if name not in known:
            wrong(f"`{name}` is no source of mkdocs.yml; there are {', '.join(known) or 'none'}")
    if not sources and plugin.config.mirrors:
        say("mkdocs.yml names no sources, only mirrors; paperfeed pull asks those")
        if as_json:
            _print_json(FetchReport((), Account(), ()))
        return
    if not sources:
        wrong("mkdocs.yml names no sources; add them under plugins: paperfeed: sources:")
    wanted = [source for source in sources if not names or source.name in names]
    for doubt in _doubts(wanted):
        say(doubt)
    options = FetchOptions(now, first, dry_run, plugin.config.fetch.deadline)
    with bars(messages) as progress:
        task = progress.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            progress.update(task, description=what[-40:], completed=done, total=of)
            if progress.disable:
                say(f"asking {what}")

        report = fetch(wanted, content, Client(manners, pauses_of(sources)), options, tell)
    _report(report, content, dry_run, as_json)
    if not report.well:
        raise typer.Exit(1)


def _doubts(sources: Iterable[FetchedSource]) -> Iterator[str]:
    """What may be a slip in the settings, and would leave days empty."""
    from generator.fetching.kinds import kind_of

    for source in sources:
        kind = kind_of(source.kind)
        for doubt in kind.doubts(source) if kind else ():
            yield f"mkdocs.yml: sources: {source.name}: {doubt}"


def _report(report: FetchReport, content: Path, dry_run: bool, as_json: bool) -> None:
    for note in report.account.notes:
        say(note)
    for line in rejections(report.account):
        say(line)
    for source in report.sources:
        for note in source.notes:
            say(f"{source.source}: {note}")
        for problem in source.problems:
            say(f"error: {source.source}: {problem}")
    for error in report.errors:
        say(f"error: {error}")
    if as_json:
        _print_json(report)
        return
    for source in report.sources:
        for verdict in source.days:
            if shown := _line(source.source, verdict):
                print(printable(shown))
    would = " (nothing was written)" if dry_run else ""
    counts = report.account.counts()
    print(", ".join(f"{number:,} {state}" for state, number in counts.items()) + would)
    if report.account.kept and not dry_run:
        say(f"The rejected records are kept in {shown_folder(content / REJECTED_FOLDER)}")


def _print_json(report: FetchReport) -> None:
    print(json.dumps(_as_json(report), ensure_ascii=False, indent=2))


def _line(source: str, verdict: Verdict) -> str | None:
    day = verdict.kept
    if day is None:
        return None
    rejected = f", {day.rejected:,} rejected" if day.rejected else ""
    records = f", {count(day.records, 'record')}{rejected}" if day.records else ""
    reason = f" ({day.reason})" if day.reason else ""
    return f"{source} {day.day}: {day.state}{records}{reason}"


def _as_json(report: FetchReport) -> dict[str, Any]:
    return {
        "sources": [
            {
                "source": source.source,
                "days": [
                    {
                        "day": verdict.kept.day.isoformat(),
                        "state": verdict.kept.state,
                        "records": verdict.kept.records,
                        "rejected": verdict.kept.rejected,
                        "reason": verdict.kept.reason,
                    }
                    for verdict in source.days
                    if verdict.kept is not None
                ],
                "problems": source.problems,
                "notes": source.notes,
                **source.counts,
            }
            for source in report.sources
        ],
        "notes": report.account.notes,
        "rejections": [asdict(outcome) for outcome in report.account.rejected],
        "errors": report.errors,
        **report.account.counts(),
    }

"""`paperfeed pull`: brings what another site of Paperfeed has and this one has not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from generator.commands.asker import address_of_asker
from generator.commands.console import (
    ContentOption,
    JsonOption,
    messages,
    say,
    shown_folder,
    wrong,
)
from generator.faults import printable
from generator.progress import bars
from generator.words import count

if TYPE_CHECKING:
    from generator.mirroring.pulling import MonthPulled, PullReport

#: Rejected records, and papers removed there, that are listed one by one.
_SHOWN = 20


def pull_command(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The other site's address: https://other.site/")
    ],
    content: ContentOption = Path("content"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask, and say what would happen.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the papers of another site that are not here, and leave those that are as they are."""
    # MkDocs loads slowly.
    from generator.builder.options import OptionError, manners_of
    from generator.builder.run import BuildError, configured, plugin_of
    from generator.fetching.client import Client
    from generator.fetching.errors import RefusedError
    from generator.mirroring.pulling import PullOptions, pull

    try:
        parts = urlsplit(url)
    except ValueError as error:
        wrong(f"URL: {url[:100]} is no web address: {error}")
    if parts.query or parts.fragment:
        wrong(f"URL: found {url[:100]}; write the site's address without what follows `?` or `#`")
    try:
        config = configured()
        plugin = plugin_of(config)
        manners = manners_of(plugin.config, address_of_asker(config.site_url or "", os.environ))
    except BuildError as error:
        wrong(str(error))
    except OptionError as error:
        wrong(f"mkdocs.yml: plugins: paperfeed: {error}")
    now = datetime.now(UTC).replace(microsecond=0)
    options = PullOptions(now, dry_run, plugin.config.fetch.deadline, _topics(content))
    with bars(messages) as progress:
        task = progress.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            progress.update(task, description=what, completed=done, total=of)
            if progress.disable:
                say(what)

        try:
            report = pull(url, content, Client(manners), options, tell)
        except RefusedError as error:
            wrong(f"URL: {error}")
    for line in _messages(report):
        say(line)
    if as_json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        for line in _results(report, " (nothing was written)" if dry_run else ""):
            print(printable(line))
    if any(taken.rejected for taken in report.each()) and not dry_run:
        from generator.rejected import FOLDER

        say(f"The rejected records are kept in {shown_folder(content / FOLDER)}")
    if not report.well:
        raise typer.Exit(1)


def _topics(content: Path) -> frozenset[str] | None:
    from generator.builder.project import fallback, read_topics
    from generator.topic_file import TopicError

    try:
        return frozenset(topic.slug for topic in read_topics(fallback(content, "topics.yml")))
    except TopicError:
        return None  # `paperfeed check` says what is wrong


def _messages(report: PullReport) -> Iterator[str]:
    """What people should know besides the result."""
    for month in report.months:
        yield from month.taken.notes
        rejected = month.taken.rejected
        for outcome in rejected[:_SHOWN]:
            yield f"{outcome.input}: {outcome.where}: rejected: {outcome.reason}"
        if len(rejected) > _SHOWN:
            more = len(rejected) - _SHOWN
            yield f"{rejected[0].input}: {more:,} more rejected (--json lists them all)"
        if month.lacking:
            named = ", ".join(f"`{paper}`" for paper in month.lacking[:_SHOWN])
            yield f"error: {month.month}: not as the manifest says, or not there: {named}"
        if month.error:
            yield f"error: {month.error}"
    gone = report.plan.gone
    for name, day in gone[:_SHOWN]:
        yield f"`{name}` was removed there on {day}; here it stays"
    if len(gone) > _SHOWN:
        yield f"and {len(gone) - _SHOWN:,} more that were removed there (--json lists them all)"
    flaws = report.manifest.flaws if report.manifest else ()
    for flaw in flaws[:_SHOWN]:
        yield f"error: manifest: {flaw}"
    if len(flaws) > _SHOWN:
        yield f"error: manifest: {len(flaws) - _SHOWN:,} more such flaws"
    for error in report.errors:
        yield f"error: {error}"


def _results(report: PullReport, would: str) -> Iterator[str]:
    if report.manifest is None:
        return
    found = report.manifest
    named = f"{report.url} ({found.name})" if found.name else report.url
    licence = f"licence {found.licence}" if found.licence else "no licence is named"
    contact = f"; contact {found.contact}" if found.contact else ""
    yield f"{named}: {count(len(found.papers), 'paper')}; {licence}{contact}"
    for month in report.months:
        yield f"{month.month}: {_line(month)}"
    counts = _counts(report)
    shown = {key: n for key, n in counts.items() if n or key in ("added", "here")}
    yield ", ".join(f"{n:,} {key}" for key, n in shown.items()) + would


def _line(month: MonthPulled) -> str:
    if month.error:
        return "failed"
    taken = month.taken
    counts = {
        "added": len(taken.added),
        "here": len(taken.here),
        "removed here": len(taken.removed),
        "rejected": len(taken.rejected),
        "lacking": len(month.lacking),
    }
    return ", ".join(f"{n:,} {key}" for key, n in counts.items() if n or key == "added")


def _counts(report: PullReport) -> dict[str, int]:
    """The papers of the other site by how they ended."""
    plan = report.plan
    failed = sum(len(plan.missing[each.month]) for each in report.months if each.error)
    return {
        "added": sum(len(taken.added) for taken in report.each()),
        "here": plan.here + sum(len(taken.here) for taken in report.each()),
        "removed here": plan.removed + sum(len(taken.removed) for taken in report.each()),
        "samples": plan.samples,
        "rejected": sum(len(taken.rejected) for taken in report.each()),
        "rejected before": plan.rejected,
        "missing": failed + sum(len(each.lacking) for each in report.months),
    }


def _as_json(report: PullReport) -> dict[str, Any]:
    found = report.manifest
    return {
        "site": report.url,
        "name": found.name if found else None,
        "licence": found.licence or None if found else None,
        "contact": found.contact or None if found else None,
        "papers": len(found.papers) if found else 0,
        "months": [
            {
                "month": each.month,
                "added": each.taken.added,
                "here": each.taken.here,
                "removed": each.taken.removed,
                "lacking": each.lacking,
                "error": each.error,
            }
            for each in report.months
        ],
        "removed_there": [{"id": name, "day": day} for name, day in report.plan.gone],
        "notes": [note for taken in report.each() for note in taken.notes],
        "rejections": [asdict(outcome) for taken in report.each() for outcome in taken.rejected],
        "flaws": found.flaws if found else (),
        "errors": report.errors,
        **{key.replace(" ", "_"): number for key, number in _counts(report).items()},
    }

"""`paperfeed pull`: brings what other sites of Paperfeed have and this one has not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from generator.fetching.client import Client
    from generator.mirroring.pulling import MonthPulled, PullOptions, PullReport

#: Rejected records, and papers removed there, that are listed one by one.
_SHOWN = 20
_NOBODY = (
    "no other site is named, so nobody was asked; name one in mkdocs.yml under plugins: paperfeed: "
    "mirrors: [https://other.site/], or as an address: paperfeed pull https://other.site/"
)


def pull_command(
    urls: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[URL...]",
            help="Other sites' addresses: https://other.site/; the mirrors of mkdocs.yml if none.",
        ),
    ] = None,
    content: ContentOption = Path("content"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask, and say what would happen.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the papers of other sites that are not here, and leave those that are as they are."""
    # MkDocs loads slowly.
    from generator.builder.network import OptionError, manners_of, mirrors_of
    from generator.builder.run import BuildError, configured, plugin_of
    from generator.fetching.client import Client
    from generator.fetching.errors import RefusedError
    from generator.mirroring.address import site_of
    from generator.mirroring.pulling import PullOptions

    try:
        sites = tuple(dict.fromkeys(map(site_of, urls or ())))
    except RefusedError as error:
        wrong(f"URL: {error}")
    try:
        config = configured()
        plugin = plugin_of(config)
        sites = sites or mirrors_of(plugin.config)
        manners = manners_of(plugin.config, address_of_asker(config.site_url or "", os.environ))
    except BuildError as error:
        wrong(str(error))
    except OptionError as error:
        wrong(f"mkdocs.yml: plugins: paperfeed: {error}")
    if not sites:
        say(_NOBODY)
    now = datetime.now(UTC).replace(microsecond=0)
    options = PullOptions(now, dry_run, plugin.config.fetch.deadline, _topics(content))
    client = Client(manners)
    reports: list[PullReport] = []
    for site in sites:
        report = _pulled(site, content, client, options)
        reports.append(report)
        for line in _messages(report):
            say(line)
        for line in () if as_json else _results(report, dry_run=dry_run):
            print(printable(line), flush=True)
    if as_json:
        told = {"sites": [_as_json(report) for report in reports]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    if any(taken.rejected for report in reports for taken in report.each()) and not dry_run:
        from generator.rejected import FOLDER

        say(f"The rejected records are kept in {shown_folder(content / FOLDER)}")
    if not all(report.well for report in reports):
        raise typer.Exit(1)


def _pulled(site: str, content: Path, client: Client, options: PullOptions) -> PullReport:
    """What comes of one site, with a bar meanwhile."""
    from generator.mirroring.pulling import pull

    with bars(messages) as progress:
        task = progress.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            progress.update(task, description=what, completed=done, total=of)
            if progress.disable:
                say(what)

        return pull(site, content, client, options, tell)


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
            at = f"{report.url}: {month.month}"
            yield f"error: {at}: not as the manifest says, or not there: {named}"
        if month.error:
            yield f"error: {month.error}"
    gone = report.plan.gone
    for name, day in gone[:_SHOWN]:
        yield f"{report.url}: `{name}` was removed there on {day}; here it stays"
    if len(gone) > _SHOWN:
        more = len(gone) - _SHOWN
        yield f"{report.url}: {more:,} more were removed there (--json lists them all)"
    flaws = report.manifest.flaws if report.manifest else ()
    for flaw in flaws[:_SHOWN]:
        yield f"error: {report.url}: manifest: {flaw}"
    if len(flaws) > _SHOWN:
        yield f"error: {report.url}: manifest: {len(flaws) - _SHOWN:,} more such flaws"
    for error in report.errors:
        yield f"error: {error}"


def _results(report: PullReport, *, dry_run: bool) -> Iterator[str]:
    if report.manifest is None:
        yield f"{report.url}: failed"
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
    would = " (nothing was written)" if dry_run else ""
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

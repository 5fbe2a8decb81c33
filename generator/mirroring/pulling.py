"""A run of pull: another site's manifest, the months that hold what is missing here, the store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.addresses import API_INDEX, month_file
from generator.faults import StoreError
from generator.fetching.client import Client
from generator.fetching.errors import FetchError
from generator.incoming import Reading
from generator.kept_out import require_known
from generator.mirroring.address import site_of
from generator.mirroring.comparing import Met, Plan, compare, here_of
from generator.mirroring.manifest import Listed, Manifest, manifest_of
from generator.mirroring.memory import keep_met, load_met, name_of
from generator.mirroring.months import MonthError, check_month, records_of
from generator.mirroring.taking import Taken, take
from generator.permalinks import ManifestError
from generator.rejected import kept
from generator.shelf import Shelf
from generator.store import Contents, load, load_to_write, locked

#: Told what is being done, how many months are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PullOptions:
    """What the person who pulls has said, and when it is (UTC)."""

    now: datetime
    dry_run: bool = False
    #: Seconds that all that is asked of one site may take.
    deadline: float = 900.0
    #: The topics that there are here; None if nobody knows.
    topics: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class MonthPulled:
    """How a month went: its records by how they ended, and why it could not be had.

    `lacking` are papers of the manifest that its file did not have, or not as the manifest says.
    """

    month: str
    taken: Taken = field(default_factory=Taken)
    lacking: tuple[str, ...] = ()
    error: str | None = None


@dataclass(slots=True)
class PullReport:
    """What the other site says, what was compared, each month that was asked for, what is wrong."""

    url: str
    manifest: Manifest | None = None
    plan: Plan = field(default_factory=lambda: Plan({}))
    months: list[MonthPulled] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing failed: all that is missing here came, or was rejected for itself."""
        flawed = self.manifest is None or self.manifest.flaws
        return not (
            self.errors or flawed or any(each.error or each.lacking for each in self.months)
        )

    def each(self) -> Iterator[Taken]:
        """How the records of each month ended."""
        return (each.taken for each in self.months)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A month that was asked for: what is missing of it, and its file or why there is none."""

    month: str
    wanted: tuple[Listed, ...]
    url: str
    path: Path
    error: str | None = None


def pull(
    url: str,
    content: Path,
    client: Client,
    options: PullOptions,
    tell: Progress = lambda what, done, of: None,
) -> PullReport:
    """Bring what the site at this address has and the content folder has not.

    The store is held only while it is written. A month that cannot be had stops no other. Raises
    RefusedError if `url` is no site's address.
    """
    base = site_of(url)
    name = name_of(base)
    report = PullReport(base)
    ends = client.clock() + options.deadline
    tell(f"asking {base} for its manifest", 0, 1)
    try:
        answer = client.get(f"{base}{API_INDEX}", ends)
        manifest = report.manifest = manifest_of(answer.body or b"")
    except (FetchError, ManifestError) as error:
        report.errors.append(f"{base}{API_INDEX}: {error}")
        return report
    try:
        tell("reading what is here", 0, 1)
        contents = load(content)
        require_known(contents.unknown)  # else months would be asked for in vain
        report.plan = _plan(manifest, contents, content, name)
        with tempfile.TemporaryDirectory(prefix="paperfeed.", ignore_cleanup_errors=True) as folder:
            asked = _asked(manifest, report, client, ends, Path(folder), tell)
            if any(each.error is None for each in asked):
                with nullcontext() if options.dry_run else locked(content):
                    contents = contents if options.dry_run else load_to_write(content)
                    _take(manifest, report, asked, contents, content, name, options, tell)
            else:
                report.months = [MonthPulled(each.month, error=each.error) for each in asked]
        report.errors += [str(fault) for fault in contents.faults]
    except StoreError as error:
        report.errors.append(str(error))
    except OSError as error:  # of the files in which the answers are kept
        where = error.filename or tempfile.gettempdir()
        report.errors.append(f"{where}: cannot be written: {error.strerror}")
    return report


def _plan(manifest: Manifest, contents: Contents, content: Path, name: str) -> Plan:
    rejected = kept(content).get(name, frozenset())
    return compare(manifest, here_of(contents), load_met(content, name), rejected)


def _asked(
    manifest: Manifest,
    report: PullReport,
    client: Client,
    ends: float,
    folder: Path,
    tell: Progress,
) -> list[_Asked]:
    """Each month with something that is missing, asked for."""
    asked = []
    for number, (month, wanted) in enumerate(report.plan.missing.items()):
        tell(f"asking for {month}", number, len(report.plan.missing))
        url = f"{report.url}{month_file(int(month[:4]), int(month[5:]))}"
        path, error = folder / month, None
        try:
            body = client.get(url, ends).body or b""
            check_month(body, manifest.months.get(month), manifest.lines[month])
            path.write_bytes(body)
        except (FetchError, MonthError) as failed:
            error = f"{url}: {failed}"
        asked.append(_Asked(month, wanted, url, path, error))
    return asked


def _take(
    manifest: Manifest,
    report: PullReport,
    asked: Sequence[_Asked],
    contents: Contents,
    content: Path,
    name: str,
    options: PullOptions,
    tell: Progress,
) -> None:
    """Take in what came; the store is held."""
    shelf, here = Shelf(contents), here_of(contents)
    known = frozenset(each.hash for each in manifest.papers)
    reading = Reading(report.url, name, None, options.now.date())
    met = load_met(content, name)
    fresh: dict[str, Met] = {}
    for number, each in enumerate(asked):
        if each.error is not None:
            report.months.append(MonthPulled(each.month, error=each.error))
            continue
        tell(f"taking in {each.month}", number, len(asked))
        body = each.path.read_bytes()
        records = records_of(body, each.wanted, known, here, reading, options.topics)
        taken = take(content, shelf, records, each.url, name, dry_run=options.dry_run)
        fresh |= taken.met
        lacking = tuple(one.id for one in each.wanted if one.hash not in taken.settled)
        report.months.append(MonthPulled(each.month, taken, lacking))
    if fresh and not options.dry_run:
        listed = {each.id for each in manifest.papers}
        still = {id_: found for id_, found in met.items() if id_ in listed}
        keep_met(content, name, still | fresh)

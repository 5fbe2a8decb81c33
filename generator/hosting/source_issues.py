"""Issues on GitHub: one for each source that fails for days, closed when it is well again; and the
label that contributions need.

It speaks to GitHub through its program `gh`, which takes the token from GH_TOKEN.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.faults import printable
from generator.hosting.health import FAILED_DAYS, failed_days
from generator.intake_days import Intake, load_intake

LABEL = "source"
CONTRIBUTION = "contribution"
_TITLE = "Source {} fails"
_TITLED = re.compile(_TITLE.format(r"(\S+)"))
#: Issues that are asked for; more than a feed has sources, closed ones among them.
_MOST = 500
_SECONDS = 60
_ON = "Settings, General, Features: Issues"
_OFF = "issues of this repository cannot be used"


class GitHubError(Exception):
    """`gh` could not do what it was asked; the message says what may be the reason."""


class IssuesOffError(GitHubError):
    """The repository has no issues, as forks have none until somebody turns them on."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of ours: its number, its source, and the day (UTC) it was closed if it is."""

    number: int
    source: str
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Sources for which an issue is opened; issues that are closed, by number.

    `closed` are those of sources that are well, `dropped` those of sources that nobody asks now.
    """

    opened: tuple[str, ...] = ()
    closed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def planned(intake: Intake, issues: Iterable[Issue], asked: Collection[str]) -> Told:
    """What to do, where `asked` are the sources that are asked.

    A source that failed today but not for long keeps its issue: it is not well yet. An issue that
    somebody closed while the source failed is not opened again before it was well.
    """
    issues = tuple(issues)
    failing = {name: failed_days(intake.days.get(name, {}).values()) for name in asked}
    opened = [
        name
        for name in sorted(asked)
        if failing[name] >= FAILED_DAYS
        and not any(_is_told(each, intake) for each in issues if each.source == name)
    ]
    open_ones = [each for each in issues if each.closed is None]
    dropped = [each.number for each in open_ones if each.source not in failing]
    well = {name for name in failing if name in intake.days and not failing[name]}
    closed = [each.number for each in open_ones if each.source in well]
    return Told(tuple(opened), tuple(sorted(closed)), tuple(sorted(dropped)))


def _is_told(issue: Issue, intake: Intake) -> bool:
    """Whether somebody knows by this issue that the source fails."""
    days = intake.days[issue.source]
    good = max((day for day in days if days[day].state != "failed"), default=date.min)
    return issue.closed is None or issue.closed > good


def body_of(name: str, intake: Intake) -> str:
    """What an issue says: the last days, each with its reason, as text."""
    days = sorted(intake.days[name].values(), key=lambda day: day.day, reverse=True)
    lines = [f"    {day.day}: {printable(day.reason or 'no reason is kept')}" for day in days[:10]]
    return "\n".join(
        [
            f"`paperfeed fetch` could not ask this source for {failed_days(days)} days:",
            "",
            *lines,
            "",
            "Nothing is lost: the days are asked for again as soon as it answers.",
            "Is its address in `mkdocs.yml` still right? A run closes this when it is well.",
            "",
        ]
    )


def update_issues(content: Path, asked: Collection[str], repository: str) -> Told:
    """Open and close what has to be, and see to the labels; gives what was opened and closed.

    `asked` are the sources that are asked, `repository` is whose issues these are
    (`github.com/owner/name`). Raises GitHubError if GitHub refuses.
    """
    gh = _Gh(repository)
    intake = load_intake(content)
    plan = planned(intake, gh.issues(), asked)
    # The forms give it to their issues only where it is there.
    gh.label(CONTRIBUTION, "Made with a form")
    for name in plan.opened:
        gh.create(_TITLE.format(name), body_of(name, intake))
    for number in plan.closed:
        gh("issue", "close", str(number), "--comment", "The source is well again.")
    for number in plan.dropped:
        gh("issue", "close", str(number), "--comment", "The source is not asked any more.")
    return plan


@dataclass(frozen=True, slots=True)
class _Gh:
    """GitHub's program, and the repository that it speaks of.

    By itself it would take a remote called `upstream`, where there is one, for the repository.
    """

    repository: str

    def issues(self) -> list[Issue]:
        """Ours, open or closed."""
        asked = ("--label", LABEL, "--state", "all", "--limit", str(_MOST))
        found = json.loads(self("issue", "list", *asked, "--json", "number,title,closedAt"))
        return [
            Issue(each["number"], title[1], _day(each.get("closedAt")))
            for each in found
            if (title := _TITLED.fullmatch(each["title"]))
        ]

    def create(self, title: str, body: str) -> None:
        self.label(LABEL, "A source of papers that fails")
        self("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", given=body)

    def label(self, name: str, description: str) -> None:
        """Make a label; one that is there keeps its colour and what it says."""
        try:
            self("label", "create", name, "--description", description)
        except GitHubError as error:
            if "already exists" not in str(error):
                raise

    def __call__(self, *arguments: str, given: str = "") -> str:
        return _run(arguments, given, {**os.environ, "GH_REPO": self.repository})


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def _run(arguments: tuple[str, ...], given: str, environ: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            ["gh", *arguments],  # noqa: S607 - wherever the runner has it
            input=given,
            env=environ,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitHubError(
            f"gh: {error}; install GitHub's program, or run it in a workflow"
        ) from None
    if "disabled issues" in done.stderr:
        raise IssuesOffError(f"issues are off here; to be told of sources that fail: {_ON}")
    if done.returncode:
        raise GitHubError(f"{_OFF} ({printable(done.stderr.strip())[:300]})")
    return done.stdout

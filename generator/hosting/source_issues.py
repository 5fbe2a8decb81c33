"""Issues on GitHub: one for each source that fails for days, closed when it is well again; and the
label that contributions need.

It speaks to GitHub through its program `gh`, which takes the token from GH_TOKEN.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.faults import printable
from generator.hosting.health import FAILED_DAYS, failed_days
from generator.intake_days import Intake, load_intake

LABEL = "source"
CONTRIBUTION = "contribution"
_TITLE = "Source {} fails"
_SECONDS = 60
_ON = "Settings, General, Features: Issues"
_OFF = "issues of this repository cannot be used"


class GitHubError(Exception):
    """`gh` could not do what it was asked; the message says what may be the reason."""


class IssuesOffError(GitHubError):
    """The repository has no issues, as forks have none until somebody turns them on."""


@dataclass(frozen=True, slots=True)
class Told:
    """Sources for which an issue is opened, and issues that are closed, by number."""

    opened: tuple[str, ...]
    closed: tuple[int, ...]


def planned(intake: Intake, issues: Mapping[str, int]) -> Told:
    """What to do, where `issues` are the titles and numbers of the open ones.

    A source that failed today but not for long keeps its issue: it is not well yet.
    """
    failing = {name: failed_days(days.values()) for name, days in intake.days.items()}
    opened = [
        name
        for name, days in sorted(failing.items())
        if days >= FAILED_DAYS and _TITLE.format(name) not in issues
    ]
    ill = {_TITLE.format(name) for name, days in failing.items() if days}
    known = {_TITLE.format(name) for name in failing}
    closed = [number for title, number in issues.items() if title in known - ill]
    return Told(tuple(opened), tuple(sorted(closed)))


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


def update_issues(content: Path) -> Told:
    """Open and close what has to be, and see to the labels; gives what was opened and closed.

    Raises GitHubError if GitHub refuses.
    """
    intake = load_intake(content)
    plan = planned(intake, _open_issues())
    # The forms give it to their issues only where it is there.
    _label(CONTRIBUTION, "Made with a form")
    for name in plan.opened:
        _create(_TITLE.format(name), body_of(name, intake))
    for number in plan.closed:
        _gh("issue", "close", str(number), "--comment", "The source is well again.")
    return plan


def _open_issues() -> dict[str, int]:
    asked = ("--label", LABEL, "--state", "open", "--limit", "200", "--json", "number,title")
    found = json.loads(_gh("issue", "list", *asked))
    return {each["title"]: each["number"] for each in found}


def _create(title: str, body: str) -> None:
    _label(LABEL, "A source of papers that fails")
    _gh("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", given=body)


def _label(name: str, description: str) -> None:
    """Make a label; one that is there keeps its colour and what it says."""
    try:
        _gh("label", "create", name, "--description", description)
    except GitHubError as error:
        if "already exists" not in str(error):
            raise


def _gh(*arguments: str, given: str = "") -> str:
    try:
        done = subprocess.run(
            ["gh", *arguments],  # noqa: S607 - wherever the runner has it
            input=given,
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

"""What a site still lacks, or what is wrong with it, and what to do about each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Literal

from generator.builder.address import HERE
from generator.intake_days import Cursor, Intake
from generator.model import IntakeDay

State = Literal["wrong", "to do", "question", "well"]

#: Days that nothing need come of, beyond those in which a source settles: a long weekend.
QUIET_DAYS = 4
#: Days in a row on which a source may fail before it is more than bad luck.
FAILED_DAYS = 3
#: What the site is called as long as nobody made it theirs.
OUR_NAME = "Paperfeed"
#: Of so many papers at least one should have a topic that is meant for them.
_TOPICLESS = 0.5
#: The branch that the workflow deploys.
_BRANCH = "main"
_PAGES = "Settings, Pages, Build and deployment, Source: GitHub Actions"
_RIGHTS = (
    "Settings, Actions, General, Workflow permissions: "
    "allow GitHub Actions to create and approve pull requests"
)
_ISSUES = "Settings, General, Features: Issues"
_RUN = "Actions, Ingest, Run workflow"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do; nothing is to do where all is well."""

    state: State
    about: str
    found: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.state}: {self.about}: {self.found}{f'; {self.do}' if self.do else ''}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A source that the settings name: how many days later its days settle, and whether it is asked
    day by day. `doubts` are what may be a slip in its settings.
    """

    name: str
    settles: int
    by_day: bool
    doubts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GitHub:
    """What GitHub says of the repository; None is what it did not tell.

    `schedules` are the workflows' states by file, such as `active` or `disabled_fork`.
    """

    pages: Literal["workflow", "legacy", "off"] | None = None
    schedules: Mapping[str, str] | None = None
    pull_requests: bool | None = None
    issues: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a site and of where it is kept."""

    name: str
    address: str
    sources: Sequence[Asked]
    samples: int
    papers: int
    topicless: int
    intake: Intake
    today: date
    repository: str = ""
    branch: str = "main"
    #: What GitHub says; None where the repository is elsewhere.
    github: GitHub | None = None


def findings(facts: Facts) -> Iterator[Finding]:
    """Everything that was looked at, in the order in which people set a site up."""
    yield from _own(facts)
    yield _address(facts)
    for source in facts.sources:
        for doubt in source.doubts:
            yield Finding("question", f"source {source.name}", doubt, "correct it in mkdocs.yml")
        yield _source(source, facts)
    if not facts.sources:
        yield Finding(
            "to do", "sources", "none are named", "paperfeed init --name ... --source ..."
        )
    if facts.github:
        yield from _github(facts.branch, facts.github)
    elif facts.repository:
        found = f"{facts.repository} is not on GitHub: what fetches and deploys every day?"
        do = "content/docs/host.md has a timer and a container for one's own server"
        yield Finding("question", "repository", found, do)
    else:
        yield Finding(
            "to do",
            "repository",
            "no remote `origin` is known to git",
            "fork or create one, and push this checkout to it",
        )


def _own(facts: Facts) -> Iterator[Finding]:
    if facts.name == OUR_NAME:
        do = "paperfeed init asks for yours"
        yield Finding("to do", "name", f"it is still called {OUR_NAME}", do)
    else:
        yield Finding("well", "name", facts.name)
    if facts.samples:
        do = "paperfeed init --name ... --empty removes them"
        yield Finding("to do", "sample", f"{facts.samples} sample papers are still there", do)
    else:
        yield Finding("well", "sample", "no sample papers")
    if facts.papers and facts.topicless >= _TOPICLESS * facts.papers:
        do = "write your field's into content/topics.yml; its first lines say how"
        found = f"{facts.topicless} of {facts.papers} papers have no topic"
        yield Finding("to do", "topics", found, do)


def _address(facts: Facts) -> Finding:
    if facts.address != HERE:
        return Finding("well", "address", facts.address)
    return Finding(
        "question",
        "address",
        "nobody said here where the site will be",
        "the workflow Deploy, Netlify and Cloudflare know it; elsewhere set SITE_URL to it",
    )


def _source(source: Asked, facts: Facts) -> Finding:
    """How a source's intake goes."""
    days = facts.intake.days.get(source.name, {})
    cursor = facts.intake.cursors.get(source.name, Cursor())
    about = f"intake of {source.name}"
    known = cursor.until if source.by_day else cursor.asked
    known = known or max((day for day in days if days[day].state != "failed"), default=None)
    failed = failed_days(days.values())
    if failed >= FAILED_DAYS:
        reason = days[max(days)].reason or "no reason is kept"
        found = f"failed on the last {failed} days ({reason})"
        return Finding("wrong", about, found, "correct it in mkdocs.yml, or take it out")
    if known is None:
        do = f"paperfeed fetch, or on GitHub: {_RUN}"
        return Finding("to do", about, "it was never asked", do)
    late = (facts.today - known).days
    if late > QUIET_DAYS + (source.settles if source.by_day else 0):
        do = (
            f"look at the last run: {_RUN.rpartition(',')[0]}; a schedule that is off says so there"
        )
        return Finding("wrong", about, f"nothing is known since {known}, {late} days ago", do)
    return Finding("well", about, f"known up to {known}")


def failed_days(days: Iterable[IntakeDay]) -> int:
    """On how many days in a row, up to the last that was asked for, a source failed."""
    latest = sorted(days, key=lambda day: day.day, reverse=True)
    return sum(1 for _ in takewhile(lambda day: day.state == "failed", latest))


def _github(branch: str, told: GitHub) -> Iterator[Finding]:
    if branch != _BRANCH:
        do = f"merge it into `{_BRANCH}`, or change `branches:` in .github/workflows/deploy.yml"
        found = f"this is `{branch}`, and what is deployed is `{_BRANCH}`"
        yield Finding("question", "branch", found, do)
    if told.pages == "workflow":
        yield Finding("well", "Pages", "deployed by the workflow")
    elif told.pages:
        found = (
            "is off" if told.pages == "off" else "deploys a branch, not what the workflow builds"
        )
        yield Finding("to do", "Pages", found, _PAGES)
    else:
        yield Finding("question", "Pages", "is its source the workflow?", _PAGES)
    yield from _schedules(told.schedules)
    if told.issues is None:
        found = "are they on? GitHub turns them off in forks, and contributions come by them"
        yield Finding("question", "issues", found, _ISSUES)
    elif told.issues:
        yield Finding("well", "issues", "are on")
    else:
        yield Finding("to do", "issues", "are off, and contributions come by them", _ISSUES)
    if told.pull_requests is None:
        yield Finding("question", "rights", "may workflows open pull requests?", _RIGHTS)
    elif told.pull_requests:
        yield Finding("well", "rights", "workflows may open pull requests")
    else:
        yield Finding("to do", "rights", "workflows may not open pull requests", _RIGHTS)


def _schedules(states: Mapping[str, str] | None) -> Iterator[Finding]:
    if states is None:
        found = "is Ingest enabled? GitHub turns schedules off in forks and after 60 quiet days"
        yield Finding("question", "schedule", found, "Actions, Ingest, Enable workflow")
        return
    if not states:
        do = "Actions: I understand my workflows, go ahead and enable them"
        yield Finding("to do", "schedule", "workflows are off in this fork", do)
    for name, state in sorted(states.items()):
        title = name.rpartition("/")[2].rpartition(".")[0].capitalize()
        if state == "active":
            yield Finding("well", "schedule", f"{title} is on")
        else:
            do = f"Actions, {title}, Enable workflow"
            yield Finding("to do", "schedule", f"{title} is off ({state.replace('_', ' ')})", do)

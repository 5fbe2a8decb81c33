"""What a site lacks: each thing is found, and where to click is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.builder.address import HERE
from generator.hosting.health import Asked, Facts, Finding, GitHub, Mirrored, findings
from generator.intake_days import Cursor, Intake
from generator.model import IntakeDay

TODAY = date(2026, 11, 30)
ARXIV = Asked("arxiv", settles=1, by_day=True)
NONE = Intake({}, {})
GULLS = Mirrored("https://gulls.example/", "gulls.example")
WELL = Facts(
    name="Genome Papers",
    address="https://ada.example/",
    sources=(ARXIV,),
    samples=0,
    papers=100,
    topicless=10,
    intake=Intake({}, {"arxiv": Cursor(until=TODAY - timedelta(1))}),
    today=TODAY,
    repository="ada/genome",
    github=GitHub(
        "workflow",
        {".github/workflows/ingest.yml": "active"},
        pull_requests=True,
        issues=True,
        label=True,
    ),
    scheduled={".github/workflows/ingest.yml"},
)


FAR = IntakeDay("arxiv", date(2999, 1, 1), "complete")


def day(ago: int, state: str, reason: str | None = None) -> IntakeDay:
    return IntakeDay("arxiv", TODAY - timedelta(ago), state, 0, 0, reason)


def intake(*days: IntakeDay, cursor: Cursor | None = None) -> Intake:
    return Intake({"arxiv": {each.day: each for each in days}}, {"arxiv": cursor} if cursor else {})


def not_well(facts: Facts) -> list[Finding]:
    return [each for each in findings(facts) if each.state != "well"]


def test_a_site_that_lacks_nothing() -> None:
    assert not_well(WELL) == []
    assert [each.about for each in findings(WELL)] == [
        "name", "sample", "address", "intake of arxiv", "Pages", "schedule", "issues", "rights",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "state", "said"),
    [
        (replace(WELL, name="Paperfeed"), "to do", "name: it is still called Paperfeed; paperfeed"),
        (replace(WELL, samples=60), "to do", "sample: 60 sample papers are still there; paperfeed"),
        (replace(WELL, topicless=50), "to do", "topics: 50 of 100 papers have no topic; write"),
        (
            replace(WELL, papers=0, topicless=0, topics_shipped=True),
            "to do",
            "topics: content/topics.yml is still the software's (machine learning); write your",
        ),
        (
            replace(WELL, topicless=60, topics_shipped=True),
            "to do",
            "topics: content/topics.yml is still the software's (machine learning); write your",
        ),
        (
            replace(WELL, topics_shipped=True),
            "question",
            "topics: content/topics.yml is still the software's (machine learning): are they yours?",
        ),
        (replace(WELL, name="Paperfeed", topics_shipped=True), "to do", "name: it is still called"),
        (
            replace(WELL, idle_trending=True),
            "question",
            "menu: Trending stays empty, for no source gives upvotes; take its line out of `nav:`",
        ),
        (replace(WELL, address=HERE), "question", "address: nobody said here where the site will"),
        (replace(WELL, sources=()), "to do", "sources: none are named; paperfeed init"),
        (
            replace(WELL, sources=(), mirrors=(GULLS,)),
            "question",
            "mirror https://gulls.example/: does it answer? No file here says",
        ),
        (
            replace(WELL, mirrors=(replace(GULLS, rejected=2, met=1),)),
            "question",
            "mirror https://gulls.example/: 2 records of it could not be taken in; content/intake/",
        ),
        (
            replace(WELL, mirrors=(replace(GULLS, address=WELL.address),)),
            "to do",
            "mirror https://ada.example/: it is this site itself; take it out",
        ),
        (
            replace(WELL, sources=(replace(WELL.sources[0], doubts=("no category `x`",)),)),
            "question",
            "source arxiv: no category `x`; correct it in mkdocs.yml",
        ),
        (replace(WELL, intake=NONE), "to do", "intake of arxiv: it was never asked; paperfeed"),
        (
            replace(WELL, intake=intake(cursor=Cursor(until=TODAY - timedelta(6)))),
            "wrong",
            "intake of arxiv: nothing is known since 2026-11-24, 6 days ago; look at the last run",
        ),
        (
            replace(
                WELL, intake=intake(day(2, "failed", "no"), day(1, "failed"), day(3, "failed"))
            ),
            "wrong",
            "intake of arxiv: failed on the last 3 days (no reason is kept); correct it",
        ),
        (
            replace(
                WELL,
                sources=(Asked("arxiv", settles=1, by_day=False),),
                intake=intake(cursor=Cursor(asked=TODAY - timedelta(5))),
            ),
            "wrong",
            "intake of arxiv: nothing is known since 2026-11-25, 5 days ago",
        ),
        *(
            (
                replace(WELL, intake=known),
                "wrong",
                (
                    "intake of arxiv: is said to be known up to 2999-01-01, which has not come; correct "
                    "or delete the file in content/intake/arxiv/"
                ),
            )
            for known in (
                intake(cursor=Cursor(until=date(2999, 1, 1))),
                intake(cursor=Cursor(TODAY, asked=date(2999, 1, 1))),
                intake(*(day(n, "failed") for n in (1, 2, 3)), FAR, cursor=Cursor(TODAY)),
            )
        ),
        (replace(WELL, repository="", github=None), "to do", "repository: no remote `origin`"),
        (replace(WELL, github=None), "question", "repository: ada/genome is not on GitHub"),
        (replace(WELL, branch="try"), "question", "branch: this is `try`, and what is deployed"),
    ],
)
def test_what_is_lacking_is_said(facts: Facts, state: str, said: str) -> None:
    (found,) = not_well(facts)
    assert found.state == state
    assert str(found).startswith(f"{state}: {said}")
    assert found.do


def test_a_mirror_of_which_papers_are_known_was_asked() -> None:
    assert not_well(replace(WELL, sources=(), mirrors=(replace(GULLS, met=1),))) == []


@pytest.mark.parametrize(
    "known",
    [
        intake(day(2, "failed"), day(1, "failed"), day(3, "complete")),
        intake(day(1, "complete"), *(day(n, "failed") for n in (2, 3, 4))),
        intake(cursor=Cursor(until=TODAY - timedelta(5))),
        intake(day(5, "partial")),
    ],
)
def test_a_long_weekend_and_a_bad_day_are_nothing(known: Intake) -> None:
    assert not_well(replace(WELL, intake=known)) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            GitHub(),
            [
                "question: Pages: is its source the workflow?; Settings, Pages, ",
                "question: schedule: is Ingest enabled? GitHub turns schedules off in forks",
                "question: issues: are they on? GitHub turns them off in forks",
                "question: rights: may workflows open pull requests?; Settings, Actions, General",
            ],
        ),
        (
            GitHub("off", {}, pull_requests=False, issues=False),
            [
                "to do: Pages: is off; Settings, Pages, ",
                "to do: schedule: workflows are off in this fork; Actions: I understand",
                "to do: issues: are off, and contributions come by them; Settings, General",
                "to do: rights: workflows may not open pull requests; Settings, ",
            ],
        ),
        (
            GitHub(silence="the token was not accepted"),
            [
                "question: GitHub: the token was not accepted; what follows is asked of you instead",
                "question: Pages: is its source the workflow?; Settings, Pages, ",
                "question: schedule: is Ingest enabled? GitHub turns schedules off in forks",
                "question: issues: are they on? GitHub turns them off in forks",
                "question: rights: may workflows open pull requests?; Settings, Actions, General",
            ],
        ),
        (
            GitHub("workflow", {".github/workflows/build.yml": "disabled_fork"}, True, True, False),
            [
                "to do: workflow: Build is off (disabled fork); Actions, Build, Enable workflow",
                "to do: label: there is none called `contribution`, and only issues that have it are ",
            ],
        ),
        (GitHub("workflow", {".github/workflows/ingest.yml": "active"}, True, True, None), []),
        (
            GitHub("legacy", {".github/workflows/ingest.yml": "disabled_inactivity"}, True, True),
            [
                "to do: Pages: deploys a branch, not what the workflow builds; Settings, Pages",
                "to do: schedule: Ingest is off (disabled inactivity); Actions, Ingest, Enable",
            ],
        ),
    ],
)
def test_what_github_says_or_does_not(told: GitHub, said: list[str]) -> None:
    found = [str(each) for each in not_well(replace(WELL, github=told))]
    assert len(found) == len(said)
    assert all(line.startswith(start) for line, start in zip(found, said, strict=True)), found

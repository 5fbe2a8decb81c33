"""An issue for each source that fails for days, and its end."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.hosting.source_issues import (
    GitHubError,
    Issue,
    IssuesOffError,
    Told,
    body_of,
    planned,
    update_issues,
)
from generator.intake_days import Intake, keep_intake
from generator.model import IntakeDay
from tests.fake_gh import FakeGh, fake_gh

TODAY = date(2026, 11, 30)


def days(*states: str, reason: str | None = None) -> dict[date, IntakeDay]:
    """Days up to today, the newest last."""
    found = {}
    for ago, state in enumerate(reversed(states)):
        day = TODAY - timedelta(ago)
        found[day] = IntakeDay("gulls", day, state, 0, 0, reason)
    return found


BAD, GOOD = "failed", "complete"


OPEN = Issue(7, "gulls")


def closed(ago: int) -> Issue:
    """An issue that was closed so many days ago."""
    return Issue(6, "gulls", TODAY - timedelta(ago))


@pytest.mark.parametrize(
    ("states", "issues", "plan"),
    [
        ((BAD, BAD, BAD), [], Told(("gulls",))),
        ((BAD, BAD, BAD), [OPEN], Told()),
        ((GOOD, BAD, BAD), [], Told()),
        ((BAD, BAD, BAD, GOOD), [], Told()),
        ((BAD, BAD, BAD, GOOD), [OPEN], Told((), (7,))),
        ((BAD, GOOD, BAD), [OPEN], Told()),
        ((GOOD,), [OPEN], Told((), (7,))),
        ((), [OPEN], Told()),
        ((), [], Told()),
        # It was closed when the source was well, and it fails again.
        ((GOOD, BAD, BAD, BAD), [closed(3)], Told(("gulls",))),
        ((GOOD, BAD, BAD, BAD), [closed(9)], Told(("gulls",))),
        # Somebody knows, and closed it.
        ((GOOD, BAD, BAD, BAD), [closed(2)], Told()),
        ((BAD, BAD, BAD), [closed(0)], Told()),
        ((BAD, BAD, BAD), [Issue(6, "terns", TODAY)], Told(("gulls",))),
    ],
)
def test_three_days_open_one_and_a_good_day_closes_it(
    states: tuple[str, ...], issues: list[Issue], plan: Told
) -> None:
    intake = Intake({"gulls": days(*states)} if states else {}, {})
    assert planned(intake, issues, ["gulls"]) == plan


def test_a_source_that_nobody_asks_any_more_has_no_issue() -> None:
    intake = Intake({"gulls": days(BAD, BAD, BAD)}, {})
    assert planned(intake, [], ["terns"]) == Told()
    issues = [OPEN, closed(1), Issue(3, "skuas")]
    assert planned(intake, issues, ["terns"]) == Told((), (), (3, 7))


def test_what_a_server_said_stays_text() -> None:
    intake = Intake({"gulls": days(BAD, BAD, BAD, reason="<img src=x>\n# @ada")}, {})
    lines = body_of("gulls", intake).splitlines()
    assert lines[0].endswith("for 3 days:")
    assert [line for line in lines if "img" in line] == [
        line for line in lines if line.startswith("    20")
    ]


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeGh:
    made = fake_gh(tmp_path / "gh")
    monkeypatch.setenv("PATH", str(made.folder))
    return made


def content(folder: Path, *states: str) -> Path:
    keep_intake(folder, "gulls", days(*states).values(), None)
    return folder


HERE = ("gulls",), "github.com/ada/genome"


def test_github_is_told(tmp_path: Path, gh: FakeGh) -> None:
    gh.answer("issue", "list", says="[]")
    assert update_issues(content(tmp_path / "content", BAD, BAD, BAD), *HERE) == Told(("gulls",))
    ((arguments, body),) = gh.calls("issue", "create")
    assert arguments[2:4] == ["--title", "Source gulls fails"]
    assert f"    {TODAY}: no reason is kept" in body
    assert "all" in gh.calls("issue", "list")[0][0]
    (gh.folder / "answers").write_text("[]")
    known = [
        {"number": 7, "title": "Source gulls fails", "closedAt": None},
        {"number": 8, "title": "Source terns fails", "closedAt": None},
        {"number": 9, "title": "Source skuas fails", "closedAt": "2026-11-29T06:00:00Z"},
        {"number": 5, "title": "Sources are a mess", "closedAt": None},
    ]
    gh.answer("issue", "list", says=json.dumps(known))
    assert update_issues(content(tmp_path / "content", BAD, BAD, GOOD), *HERE) == Told(
        (), (7,), (8,)
    )
    said = {arguments[2]: arguments[4] for arguments, _ in gh.calls("issue", "close")}
    assert said == {"7": "The source is well again.", "8": "The source is not asked any more."}
    labels = [arguments[2] for arguments, _ in gh.calls("label", "create")]
    assert labels == ["contribution", "source", "contribution"]
    # Else a remote called `upstream` would be taken for the repository.
    assert set(gh.repositories()) == {"github.com/ada/genome"}


def test_issues_that_are_off_are_no_failure_and_other_refusals_are(
    tmp_path: Path, gh: FakeGh
) -> None:
    folder = content(tmp_path / "content", BAD, BAD, BAD)
    gh.answer("issue", "list", fails="the 'ada/genome' repository has disabled issues\n")
    with pytest.raises(IssuesOffError, match="Settings, General, Features: Issues"):
        update_issues(folder, *HERE)
    (gh.folder / "answers").write_text("[]")
    gh.answer("issue", "list", fails="HTTP 403\n")
    with pytest.raises(GitHubError, match=r"cannot be used \(HTTP 403\)"):
        update_issues(folder, *HERE)
    (gh.folder / "gh").unlink()
    with pytest.raises(GitHubError, match="install GitHub's program"):
        update_issues(folder, *HERE)


def test_a_label_that_is_there_stays_as_it_is(tmp_path: Path, gh: FakeGh) -> None:
    gh.answer("issue", "list", says="[]")
    gh.answer("label", "create", fails='label with name "contribution" already exists\n')
    assert update_issues(content(tmp_path / "content", GOOD), *HERE) == Told()
    assert "--force" not in gh.calls("label", "create")[0][0]

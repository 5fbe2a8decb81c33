"""An issue for each source that fails for days, and its end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.hosting.source_issues import (
    GitHubError,
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


@pytest.mark.parametrize(
    ("states", "is_open", "plan"),
    [
        ((BAD, BAD, BAD), False, Told(("gulls",), ())),
        ((BAD, BAD, BAD), True, Told((), ())),
        ((GOOD, BAD, BAD), False, Told((), ())),
        ((BAD, BAD, BAD, GOOD), False, Told((), ())),
        ((BAD, BAD, BAD, GOOD), True, Told((), (7,))),
        ((BAD, GOOD, BAD), True, Told((), ())),
        ((GOOD,), True, Told((), (7,))),
    ],
)
def test_three_days_open_one_and_a_good_day_closes_it(
    states: tuple[str, ...], is_open: bool, plan: Told
) -> None:
    issues = {"Source gulls fails": 7} if is_open else {}
    assert planned(Intake({"gulls": days(*states)}, {}), issues) == plan


def test_issues_of_others_are_left_alone() -> None:
    assert planned(Intake({"gulls": days(GOOD)}, {}), {"Source terns fails": 1, "x": 2}) == Told(
        (), ()
    )


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


def test_github_is_told(tmp_path: Path, gh: FakeGh) -> None:
    gh.answer("issue", "list", says="[]")
    assert update_issues(content(tmp_path / "content", BAD, BAD, BAD)) == Told(("gulls",), ())
    ((arguments, body),) = gh.calls("issue", "create")
    assert arguments[2:4] == ["--title", "Source gulls fails"]
    assert f"    {TODAY}: no reason is kept" in body
    (gh.folder / "answers").write_text("[]")
    gh.answer("issue", "list", says='[{"number": 7, "title": "Source gulls fails"}]')
    assert update_issues(content(tmp_path / "content", BAD, BAD, GOOD)) == Told((), (7,))
    assert gh.calls("issue", "close")[0][0][2] == "7"
    labels = [arguments[2] for arguments, _ in gh.calls("label", "create")]
    assert labels == ["contribution", "source", "contribution"]


def test_issues_that_are_off_are_no_failure_and_other_refusals_are(
    tmp_path: Path, gh: FakeGh
) -> None:
    folder = content(tmp_path / "content", BAD, BAD, BAD)
    gh.answer("issue", "list", fails="the 'ada/genome' repository has disabled issues\n")
    with pytest.raises(IssuesOffError, match="Settings, General, Features: Issues"):
        update_issues(folder)
    (gh.folder / "answers").write_text("[]")
    gh.answer("issue", "list", fails="HTTP 403\n")
    with pytest.raises(GitHubError, match=r"cannot be used \(HTTP 403\)"):
        update_issues(folder)
    (gh.folder / "gh").unlink()
    with pytest.raises(GitHubError, match="install GitHub's program"):
        update_issues(folder)


def test_a_label_that_is_there_stays_as_it_is(tmp_path: Path, gh: FakeGh) -> None:
    gh.answer("issue", "list", says="[]")
    gh.answer("label", "create", fails='label with name "contribution" already exists\n')
    assert update_issues(content(tmp_path / "content", GOOD)) == Told((), ())
    assert "--force" not in gh.calls("label", "create")[0][0]

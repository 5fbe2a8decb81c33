"""The workflow: its own commands, in order, in a clone, with a stand-in for GitHub."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2.sandbox import SandboxedEnvironment

from tests.contributing.issues import body, prose
from tests.fake_gh import FakeGh, fake_gh
from tests.test_scheduled import clone, git, origin
from tests.test_workflows import ROOT, jobs, load

__all__ = ["origin"]  # a fixture

CONTRIBUTE = ROOT / ".github" / "workflows" / "contribute.yml"
TOKEN = "secret-token"  # noqa: S105 - of nobody
SKUAS = {
    "paper": "10.1234/skua.7",
    "title": "On skuas $(touch pwned) `touch pwned` ${HOME} %0A",
    "authors": "Ada Byron",
    "abstract": "~~~\n@everybody ![x](https://a.example/x.png)\n::set-output name=a::b\n$(shell touch pwned)",
}


@dataclass
class Runner:
    """A machine that a job runs on, and the GitHub that it talks to."""

    origin: Path
    folder: Path
    gh: FakeGh

    def run(self, text: str, number: str = "12") -> list[subprocess.CompletedProcess[str]]:
        """The steps of the job for an issue of this text, in a fresh clone."""
        self.place = clone(self.origin, self.folder / f"clone-{len(list(self.folder.iterdir()))}")
        given = {
            "${{ github.event.issue.body }}": text,
            "${{ github.event.issue.number }}": number,
            "${{ github.event.issue.user.login }}": "ada-b",
            "${{ github.token }}": TOKEN,
            "${{ steps.python.outputs.python-path }}": "",
        }
        done = []
        for each in jobs(CONTRIBUTE)["contribute"]["steps"]:
            if "run" in each:
                env = {name: given[value] for name, value in each["env"].items()}
                done.append(self.step(each["run"], env))
                if done[-1].returncode and "continue-on-error" not in each:
                    break
        return done

    def step(self, command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "GIT_", "GH_"))}
        own = {
            "PATH": f"{self.gh.folder}:{kept['PATH']}",
            "PYTHONPATH": str(self.place),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "NO_MKDOCS_2_WARNING": "1",
        }
        return subprocess.run(
            command.split(), cwd=self.place, env={**kept, **own, **env}, capture_output=True, text=True, timeout=120
        )  # fmt: skip


@pytest.fixture
def runner(origin: Path, tmp_path: Path) -> Runner:
    folder = tmp_path / "runner"
    folder.mkdir()
    return Runner(origin, folder, fake_gh(tmp_path / "gh", TOKEN))


def test_a_form_becomes_a_pull_request_and_an_edit_changes_it(runner: Runner) -> None:
    change, propose = runner.run(body("add-paper", **SKUAS))
    assert (change.returncode, propose.returncode) == (0, 0), change.stderr + propose.stderr
    branch, title = "contribution-12", "Add a paper (#12)"
    (pull,) = runner.gh.pulls()
    assert (pull["number"], pull["headRefName"], pull["title"]) == (101, branch, title)
    assert (
        git("log", "--format=%s %an", f"main..{branch}", cwd=runner.origin) == f"{title} Paperfeed"
    )
    files = git("diff", "--name-only", f"main...{branch}", cwd=runner.origin).splitlines()
    assert len(files) == 1
    assert files[0].endswith("/10.1234-skua.7.md")
    record = git("show", f"{branch}:{files[0]}", cwd=runner.origin)
    assert "submitted_by: ada-b" in record
    assert "$(touch pwned) `touch pwned` ${HOME} %0A" in record
    assert prose(pull["body"])[0] == "Add a paper"
    assert prose(pull["body"])[-1] == "Closes #12"

    # Nothing of the issue's was run, is in a log, or is known with the token.
    assert not list(runner.folder.rglob("pwned"))
    for done in (change, propose):
        assert "skua" not in done.stdout.replace("10.1234-skua.7", "") + done.stderr
        assert "::" not in done.stdout + done.stderr
        assert TOKEN not in done.stdout + done.stderr
    for path in runner.place.rglob("*"):
        if path.is_file() and ".venv" not in path.parts:
            data = path.read_bytes()
            assert b"c2VjcmV0" not in data
            assert TOKEN.encode() not in data or "tests" in path.parts

    # The issue is edited: the branch is made anew, and the pull request says so.
    *_, propose = runner.run(body("add-paper", **{**SKUAS, "title": "On great skuas"}))
    assert propose.returncode == 0, propose.stderr
    (pull,) = runner.gh.pulls()
    assert (pull["number"], "On great skuas" in pull["body"]) == (101, True)
    assert git("rev-list", "--count", f"main..{branch}", cwd=runner.origin) == "1"
    assert "title: On great skuas" in git("show", f"{branch}:{files[0]}", cwd=runner.origin)

    # Somebody has worked on the branch: that stays.
    other = clone(runner.origin, runner.folder / "other")
    git("switch", "--quiet", branch, cwd=other)
    git("commit", "--quiet", "--allow-empty", "-m", "Mine", cwd=other)
    git("push", "--quiet", "origin", branch, cwd=other)
    *_, propose = runner.run(body("add-paper", **SKUAS))
    assert propose.returncode != 0
    assert "somebody else worked on contribution-12; it is left as it is" in propose.stderr
    assert "delete the branch `contribution-12`" in propose.stderr
    assert "On great skuas" in runner.gh.pulls()[0]["body"]
    assert git("log", "-1", "--format=%s", branch, cwd=runner.origin) == "Mine"


def test_what_is_refused_is_answered_in_the_issue(runner: Runner) -> None:
    change, propose = runner.run(body("correct-paper", paper="@ada", field="Title", text="x"), "7")
    assert change.returncode != 0
    assert "refused: no paper here is called `@ada`" in change.stderr
    assert propose.returncode == 0, propose.stderr
    (answer,) = runner.gh.comments(7)
    assert prose(answer)[0] == "This cannot be taken in as it is"
    assert "ada" in answer
    assert git("branch", "--list", cwd=runner.origin) == "* main"


@pytest.mark.parametrize(
    ("action", "state", "labels", "label", "looked_at"),
    [
        ("opened", "open", ["contribution"], None, True),
        ("edited", "open", ["bug", "contribution"], None, True),
        ("labeled", "open", ["contribution"], "contribution", True),
        ("labeled", "open", ["contribution", "bug"], "bug", False),
        ("opened", "open", ["bug"], None, False),
        ("edited", "closed", ["contribution"], None, False),
        ("labeled", "closed", ["contribution"], "contribution", False),
    ],
)
def test_which_issues_are_looked_at(
    action: str, state: str, labels: list[str], label: str | None, looked_at: bool
) -> None:
    condition = jobs(CONTRIBUTE)["contribute"]["if"]
    for written, meant in {
        "contains(github.event.issue.labels.*.name, 'contribution')": "'contribution' in labels",
        "github.event.label.name": "label",
        "github.event.issue.state": "state",
        "github.event.action": "action",
        "&&": "and",
        "||": "or",
    }.items():
        condition = condition.replace(written, meant)
    names = {"action": action, "state": state, "labels": labels, "label": label}
    assert SandboxedEnvironment().compile_expression(condition)(**names) is looked_at
    assert action in load(CONTRIBUTE)["on"]["issues"]["types"]


@pytest.mark.parametrize("number", ["", "x", "12 --repo a/b", "../12", "0", "-1", "1\n2"])
def test_only_a_number_names_a_branch(number: str, tmp_path: Path) -> None:
    done = propose(tmp_path, ISSUE_NUMBER=number)
    assert done.returncode == 2
    assert "ISSUE_NUMBER is not set or no number" in done.stderr


@pytest.mark.parametrize("preview", [None, ""])
def test_a_run_that_broke_is_no_answer(preview: str | None, tmp_path: Path) -> None:
    if preview is not None:
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "contribution.md").write_text(preview)
    done = propose(tmp_path, ISSUE_NUMBER="12")
    assert done.returncode == 1
    assert "there is no build/contribution.md" in done.stderr


def propose(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The script that `make propose` runs, where there is no repository to be changed."""
    command = ["sh", str(ROOT / ".github" / "propose.sh")]
    kept = {"PATH": os.environ["PATH"], **env}
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, timeout=60)

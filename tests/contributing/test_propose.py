"""`make propose` where GitHub's answers count: one pull request an issue, and nobody's work is lost."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.contributing.preview import Change, Part, preview, refusal
from generator.hosting.health import _RIGHTS
from tests.fake_gh import FakeGh, fake_gh
from tests.test_scheduled import git
from tests.test_workflows import ROOT

BRANCH = "contribution-12"
RECORD = "content/papers/2024/01/x.md"


@dataclass(frozen=True, slots=True)
class Site:
    """A repository with a GitHub; each run has a shallow checkout of its own, as workflows have."""

    origin: Path
    gh: FakeGh

    def checkout(self) -> Path:
        folder = self.gh.folder / f"clone-{len(list(self.gh.folder.iterdir()))}"
        git("clone", "--quiet", "--depth=1", f"file://{self.origin}", folder, cwd=self.gh.folder)
        return folder

    def propose(self, record: str | None) -> subprocess.CompletedProcess[str]:
        """What comes of an issue that `make contribute` made this of; None is a refusal."""
        place = self.checkout()
        shown = refusal("No such paper.")
        if record is not None:
            shown = preview(
                "Add a paper", Change("papers/2024/01/x.md", (Part("It", record),)), "12"
            )
            (place / RECORD).parent.mkdir(parents=True)
            (place / RECORD).write_text(record)
        (place / "build").mkdir()
        (place / "build/contribution.md").write_text(shown)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "GIT", "GH_"))}
        path = f"{self.gh.folder}:{kept['PATH']}"
        return subprocess.run(
            ["sh", ROOT / ".github/propose.sh"],
            cwd=place,
            env={**kept, "PATH": path, "GIT_CONFIG_GLOBAL": "/dev/null", "ISSUE_NUMBER": "12"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def proposed(self) -> str:
        """The record on the branch."""
        return git("show", f"{BRANCH}:{RECORD}", cwd=self.origin)

    def branches(self) -> list[str]:
        return git("branch", "--format=%(refname:short)", cwd=self.origin).split()

    def work_on(self, branch: str, email: str, *commands: tuple[str, ...]) -> None:
        """What somebody does in a whole clone, and pushes."""
        place = self.gh.folder / f"clone-{len(list(self.gh.folder.iterdir()))}"
        git("clone", "--quiet", f"--branch={branch}", self.origin, place, cwd=self.gh.folder)
        for command in commands:
            git("-c", f"user.email={email}", *command, cwd=place)
        git("push", "--quiet", "origin", branch, cwd=place)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    source = tmp_path / "source"
    git("init", "--quiet", "--initial-branch=main", source, cwd=tmp_path)
    (source / ".gitignore").write_text("build/\n")
    git("add", "-A", cwd=source)
    for message in ("One", "Two"):  # so that a shallow checkout lacks something
        git("commit", "--quiet", "--allow-empty", "-m", message, cwd=source)
    git("clone", "--quiet", "--bare", source, tmp_path / "origin.git", cwd=tmp_path)
    return Site(tmp_path / "origin.git", fake_gh(tmp_path / "gh"))


def reviews(**said: str) -> list[dict[str, Any]]:
    """Reviews as gh has them: who, and the states of theirs, one after the other."""
    return [
        {"author": {"login": login}, "state": state}
        for login, states in said.items()
        for state in states.split()
    ]


def test_what_was_approved_is_what_is_merged(site: Site) -> None:
    assert site.propose("one").returncode == 0
    site.gh.change_pull(
        101, reviews=reviews(ada="CHANGES_REQUESTED APPROVED COMMENTED", bea="COMMENTED")
    )
    for record in ("two", None, "two"):
        done = site.propose(record)
        assert (done.returncode, "was approved already" in done.stderr) == (0, True), done.stderr
    assert site.proposed() == "one"
    assert [pull["number"] for pull in site.gh.pulls()] == [101]
    (said,) = site.gh.comments(12)
    assert said.startswith("#101 was approved already")

    # Who does not know whether it was approved leaves it, too.
    for asked in ("view", "list"):
        site.gh.answer("pr", asked, fails="HTTP 502")
        assert site.propose("two").returncode == 1
    assert site.proposed() == "one"


def test_an_approval_that_was_taken_back_holds_nothing_up(site: Site) -> None:
    assert site.propose("one").returncode == 0
    site.gh.change_pull(
        101, reviews=reviews(ada="APPROVED CHANGES_REQUESTED", bea="DISMISSED", cy="COMMENTED")
    )
    assert site.propose("two").returncode == 0
    assert site.proposed() == "two"


def test_what_is_refused_after_an_edit_has_no_pull_request(site: Site) -> None:
    assert site.propose("one").returncode == 0
    assert site.propose(None).returncode == 0
    assert (site.gh.pulls(), site.branches()) == ([], ["main"])
    assert site.gh.comments(12) == [refusal("No such paper.")]
    (said,) = site.gh.comments(101)
    assert said == "The text of #12 was edited, and cannot be taken in as it is now."

    # It is well again, and somebody mends what it made: that stays.
    assert site.propose("two").returncode == 0
    assert [pull["number"] for pull in site.gh.pulls()] == [102]
    site.work_on(BRANCH, "ada@example.org", ("commit", "-q", "--allow-empty", "-m", "Mine"))
    assert site.propose(None).returncode == 0
    assert [pull["number"] for pull in site.gh.pulls()] == [102]
    assert git("log", "-1", "--format=%s", BRANCH, cwd=site.origin) == "Mine"
    assert "This is as it was before." in site.gh.comments(102)[0]


def test_an_issue_that_is_opened_and_labelled_has_one_answer(site: Site) -> None:
    for record in (None, None, "one", "one"):
        assert site.propose(record).returncode == 0
    assert len(site.gh.comments(12)) == 1
    assert [pull["number"] for pull in site.gh.pulls()] == [101]
    site.gh._write(site.gh._state() | {"comments": {"12": [{"body": "Another word"}]}})
    assert site.propose(None).returncode == 0
    assert site.gh.comments(12) == ["Another word", refusal("No such paper.")]


def test_where_no_pull_request_may_be_opened_the_issue_says_so(site: Site) -> None:
    site.gh.forbid_pulls()
    for _ in range(2):
        done = site.propose("one")
        assert done.returncode == 1
        assert _RIGHTS in done.stderr
    (said,) = site.gh.comments(12)
    assert f"lies on the branch `{BRANCH}`" in said
    assert _RIGHTS in said
    assert site.proposed() == "one"
    site.gh.forbid_pulls(forbidden=False)
    assert site.propose("one").returncode == 0
    assert [pull["headRefName"] for pull in site.gh.pulls()] == [BRANCH]


def test_a_strangers_branch_of_that_name_is_not_ours(site: Site) -> None:
    site.gh.add_pull(7, BRANCH, isCrossRepository=True)
    assert site.propose("one").returncode == 0
    for number in range(40, 80):  # more than gh lists if it is not asked
        site.gh.add_pull(number, BRANCH, isCrossRepository=True)
    assert site.propose("two").returncode == 0
    bodies = {pull["number"]: pull["body"] for pull in site.gh.pulls()}
    assert "two" in bodies.pop(8)
    assert set(bodies.values()) == {""}


def test_a_branch_that_github_updated_is_free_once_it_is_merged(site: Site) -> None:
    github = "noreply@github.com"
    assert site.propose("one").returncode == 0
    site.work_on("main", "ada@example.org", ("commit", "-q", "--allow-empty", "-m", "Three"))
    site.work_on(BRANCH, github, ("merge", "-q", "--no-ff", "-m", "Update", "origin/main"))
    done = site.propose("two")
    assert done.returncode == 1
    assert f"Merge or close the pull request and delete the branch `{BRANCH}`" in done.stderr
    site.work_on("main", github, ("merge", "-q", "--no-ff", "-m", "Merged", f"origin/{BRANCH}"))
    site.work_on("main", "ada@example.org", ("rm", "-rq", "content"), ("commit", "-qm", "Four"))
    site.gh.change_pull(101, state="MERGED")
    done = site.propose("two")
    assert done.returncode == 0, done.stderr
    assert site.proposed() == "two"
    assert [pull["number"] for pull in site.gh.pulls()] == [102]

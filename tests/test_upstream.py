"""`make upstream`: new code comes in by a pull request, and what is a community's own stays."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generator.hosting.health import _RIGHTS
from tests.fake_gh import FakeGh, fake_gh
from tests.test_scheduled import git
from tests.test_workflows import ROOT, jobs

WORKFLOW = ROOT / ".github/workflows/upstream.yml"
FILES = {
    "mkdocs.yml": "site_name: Paperfeed\nplugins: []\n",
    "README.md": "# Paperfeed\n",
    "generator/a.py": "A = 1\n",
    ".github/workflows/build.yml": "name: Build\n",
    "content/papers/2024/01/2401.00001.md": "a sample\n",
    "content/topics.yml": "- trees\n",
    "content/feed.yml": "schema: 1\n",
}


def put(folder: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git("add", "-A", cwd=folder)
    git("commit", "--quiet", "-m", message, cwd=folder)


@pytest.fixture
def gh(tmp_path: Path) -> FakeGh:
    return fake_gh(tmp_path / "gh")


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    """The repository that was forked."""
    folder = tmp_path / "upstream"
    folder.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    scripts = sorted((ROOT / ".github").glob("*.sh"))
    for name in ("Makefile", *(f".github/{script.name}" for script in scripts)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    put(folder, FILES, "The project")
    return folder


@pytest.fixture
def origin(upstream: Path, tmp_path: Path) -> Path:
    """The fork's own repository."""
    bare = tmp_path / "origin.git"
    git("clone", "--quiet", "--bare", upstream, bare, cwd=tmp_path)
    return bare


@pytest.fixture
def fork(origin: Path, tmp_path: Path) -> Path:
    """A checkout of it, in which a community made the site its own."""
    folder = tmp_path / "fork"
    git("clone", "--quiet", origin, folder, cwd=tmp_path)
    git("rm", "-rq", "content/papers", cwd=folder)
    ours = {
        "mkdocs.yml": "site_name: Genome Papers\nplugins: []\n",
        "content/papers/2026/11/2611.00001.md": "theirs\n",
    }
    put(folder, ours, "Our own")
    git("push", "--quiet", "origin", "main", cwd=folder)
    return folder


def pull(
    fork: Path, gh: FakeGh, upstream: Path, command: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """The workflow's one command, or another one."""
    (monthly,) = [step["run"] for step in jobs(WORKFLOW)["upstream"]["steps"] if "run" in step]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "GIT_", "GITHUB_"))}
    return subprocess.run(
        (command or monthly).split(),
        cwd=fork,
        env={
            **kept,
            "PATH": f"{gh.folder}:{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "UPSTREAM": "" if upstream == Path() else str(upstream),
            **env,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def proposed(origin: Path) -> dict[str, str]:
    """The files of the branch that was pushed."""
    names = git("ls-tree", "-r", "--name-only", "upstream", cwd=origin).splitlines()
    return {name: git("show", f"upstream:{name}", cwd=origin) for name in names}


def test_new_code_comes_and_papers_stay(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    new = {
        "generator/a.py": "A = 2\n",
        "generator/b.py": "B = 1\n",
        "content/papers/2024/01/2401.00001.md": "a sample, corrected\n",
        "content/papers/2024/02/2402.00001.md": "another sample\n",
        "content/intake/hf/2024-02-01.yml": "state: complete\n",
        ".github/workflows/build.yml": "name: Build and more\n",
        "content/feed.yml": "schema: 2\n",
    }
    put(upstream, new, "Better")
    done = pull(fork, gh, upstream)
    assert done.returncode == 0, done.stderr
    files = proposed(origin)
    assert (files["generator/a.py"], files["generator/b.py"]) == ("A = 2", "B = 1")
    assert [name for name in files if name.startswith(("content/papers", "content/intake"))] == [
        "content/papers/2026/11/2611.00001.md"
    ]
    assert files["mkdocs.yml"].startswith("site_name: Genome Papers")
    assert files["content/feed.yml"] == "schema: 1"
    assert files[".github/workflows/build.yml"] == "name: Build"
    ((arguments, body),) = gh.calls("pr", "create")
    assert arguments[2:6] == ["--base", "main", "--head", "upstream"]
    assert "Use “Create a merge commit”" in body
    assert "    .github/workflows/build.yml\n" in body
    assert (
        f"    git checkout {git('rev-parse', 'main', cwd=upstream)} -- .github/workflows\n" in body
    )
    assert git("symbolic-ref", "--short", "HEAD", cwd=fork) == "main"
    assert git("status", "--porcelain", cwd=fork) == ""

    # Once it is merged there is nothing new, and what comes later comes alone.
    git("pull", "--quiet", "--ff-only", "origin", "upstream", cwd=fork)
    gh.change_pull(101, state="MERGED")
    assert f"Nothing new at {upstream}." in pull(fork, gh, upstream).stderr
    put(upstream, {"generator/c.py": "C = 1\n"}, "More")
    assert pull(fork, gh, upstream).returncode == 0
    assert proposed(origin)["generator/c.py"] == "C = 1"
    assert len(gh.calls("pr", "create")) == 2


def test_a_token_that_may_change_workflows_brings_them(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    put(upstream, {".github/workflows/build.yml": "name: Build and more\n"}, "Better")
    assert pull(fork, gh, upstream, WORKFLOWS="yes").returncode == 0
    assert proposed(origin)[".github/workflows/build.yml"] == "name: Build and more"


def test_a_pull_request_that_is_open_is_brought_up_to_date(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    """And a stranger's, whose fork has a branch of that name, is not ours."""
    gh.add_pull(7, "upstream", isCrossRepository=True)
    for number in (1, 2):
        put(upstream, {"generator/a.py": f"A = {number + 1}\n"}, "Better")
        done = pull(fork, gh, upstream)
        assert done.returncode == 0, done.stderr
        gh.add_pull(7 + 100 * number, "upstream", isCrossRepository=True)
    assert len(gh.calls("pr", "create")) == 1
    assert gh.calls("pr", "edit")[0][0][:3] == ["pr", "edit", "8"]
    assert [each["body"] for each in gh.pulls() if each["isCrossRepository"]] == ["", "", ""]


def test_settings_that_both_changed_stay_and_it_is_said(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    put(fork, {"content/about.md": "# Ours\n"}, "A page")
    new = {"mkdocs.yml": "site_name: Other\nplugins: []\n", "new.txt": "x\n"}
    put(upstream, new | {"content/about.md": "# Theirs\n"}, "Better")
    assert pull(fork, gh, upstream).returncode == 0
    files = proposed(origin)
    assert files["mkdocs.yml"].startswith("site_name: Genome Papers")
    assert files["content/about.md"] == "# Ours"
    assert "     mkdocs.yml content/about.md\n" in gh.calls("pr", "create")[0][1].replace(
        "     content/about.md mkdocs.yml", "     mkdocs.yml content/about.md"
    )


def test_code_that_both_changed_is_left_to_people(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh, tmp_path: Path
) -> None:
    put(fork, {"generator/a.py": "A = 3\n"}, "Ours")
    put(upstream, {"generator/a.py": "A = 2\n"}, "Better")
    summary = tmp_path / "summary"
    done = pull(fork, gh, upstream, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode != 0
    assert "these files were changed here and there: generator/a.py" in done.stderr
    assert "    generator/a.py\n" in summary.read_text()
    by_hand = f"UPSTREAM={upstream} make upstream-here"
    assert by_hand in done.stderr
    assert f"    {by_hand}\n" in summary.read_text()
    assert (fork / "generator/a.py").read_text() == "A = 3\n"
    assert git("status", "--porcelain", cwd=fork) == ""
    assert "upstream" not in git("branch", "--list", cwd=origin)


def test_new_papers_alone_are_nothing(fork: Path, origin: Path, upstream: Path, gh: FakeGh) -> None:
    put(upstream, {"content/papers/2024/02/2402.00001.md": "another\n"}, "Papers")
    done = pull(fork, gh, upstream)
    assert done.returncode == 0
    assert "Upstream has new papers only" in done.stderr
    assert git("symbolic-ref", "--short", "HEAD", cwd=fork) == "main"
    assert gh.calls() == []


def test_who_was_forked_is_asked_of_github(fork: Path, upstream: Path, gh: FakeGh) -> None:
    gh.answer("api", says=f"{upstream}\n")
    done = pull(fork, gh, Path(), GITHUB_REPOSITORY="ada/genome")
    assert f"Nothing new at {upstream}." in done.stderr
    assert gh.calls("api")[0][0][:2] == ["api", "repos/ada/genome"]
    (gh.folder / "answers").write_text("[]")
    done = pull(fork, gh, Path(), GITHUB_REPOSITORY="ada/genome")
    assert (done.returncode, "This is no fork" in done.stderr) == (0, True)


def test_what_is_not_committed_stays_as_it_is(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    fresh = fork / "content/papers/2026/11/2611.00002.md"
    fresh.write_text("came today\n")
    (fork / "generator/a.py").write_text("A = 9\n")
    put(upstream, {"generator/a.py": "A = 2\n"}, "Better")
    assert pull(fork, gh, upstream).returncode == 0
    assert fresh.read_text() == "came today\n"
    assert (fork / "generator/a.py").read_text() == "A = 9\n"
    assert proposed(origin)["generator/a.py"] == "A = 2"
    assert git("worktree", "list", cwd=fork).count("\n") == 0


def test_work_of_people_on_the_branch_is_not_lost(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    git("checkout", "-qb", "upstream", cwd=fork)
    put(fork, {"mended.txt": "x\n"}, "Mended by hand")
    git("push", "--quiet", "origin", "upstream", cwd=fork)
    git("checkout", "-q", "main", cwd=fork)
    put(upstream, {"generator/a.py": "A = 2\n"}, "Better")
    done = pull(fork, gh, upstream)
    assert done.returncode != 0
    assert "somebody else worked on upstream; it is left as it is" in done.stderr
    assert "Merge or close the pull request and delete the branch `upstream`" in done.stderr
    assert "mended.txt" in proposed(origin)


def press(button: str, fork: Path, gh: FakeGh) -> None:
    """What a button of the pull request's page does, on GitHub; the branch stays, as by default."""
    place = fork.parent / f"github-{len(list(fork.parent.iterdir()))}"
    git("clone", "--quiet", git("remote", "get-url", "origin", cwd=fork), place, cwd=fork)
    who = ("-c", "user.name=GitHub", "-c", "user.email=noreply@github.com")
    if button == "Update branch":
        git("switch", "--quiet", "upstream", cwd=place)
        git(*who, "merge", "--quiet", "--no-ff", "-m", button, "origin/main", cwd=place)
        git("push", "--quiet", "origin", "upstream", cwd=place)
        return
    if button == "Rebase and merge":
        git("switch", "--quiet", "upstream", cwd=place)
        git(*who, "rebase", "--quiet", "origin/main", cwd=place)
        git("switch", "--quiet", "main", cwd=place)
        git("merge", "--quiet", "--ff-only", "upstream", cwd=place)
    else:
        kind = "--no-ff" if button == "Create a merge commit" else "--squash"
        git(*who, "merge", "--quiet", "--no-commit", kind, "origin/upstream", cwd=place)
        git(*who, "commit", "--quiet", "-m", "New code from upstream (#101)", cwd=place)
    git("push", "--quiet", "origin", "main", cwd=place)
    git("pull", "--quiet", "--ff-only", cwd=fork)
    gh.change_pull(gh.pulls()[0]["number"], state="MERGED")


def test_a_branch_that_was_updated_on_github_and_merged_is_free_again(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    put(upstream, {"generator/a.py": "A = 2\n"}, "Better")
    assert pull(fork, gh, upstream).returncode == 0
    put(fork, {"content/papers/2026/11/2611.00002.md": "new\n"}, "Intake")
    git("push", "--quiet", "origin", "main", cwd=fork)
    press("Update branch", fork, gh)
    put(upstream, {"generator/a.py": "A = 3\n"}, "Better still")
    done = pull(fork, gh, upstream)
    assert (done.returncode != 0, "delete the branch" in done.stderr) == (True, True)
    press("Create a merge commit", fork, gh)
    done = pull(fork, gh, upstream)
    assert done.returncode == 0, done.stderr
    assert proposed(origin)["generator/a.py"] == "A = 3"
    assert len(gh.calls("pr", "create")) == 2


@pytest.mark.parametrize("button", ["Squash and merge", "Rebase and merge"])
def test_a_pull_request_that_was_no_merge_does_not_break_the_next_ones(
    button: str, fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    for number in (2, 3):
        put(upstream, {"generator/a.py": f"A = {number}\n"}, "Better")
        done = pull(fork, gh, upstream)
        assert done.returncode == 0, done.stderr
        assert proposed(origin)["generator/a.py"] == f"A = {number}"
        press(button, fork, gh)
    assert f"Nothing new at {upstream}." in pull(fork, gh, upstream).stderr
    put(upstream, {"content/papers/2024/02/2402.00001.md": "another\n"}, "Papers")
    assert "Upstream has new papers only" in pull(fork, gh, upstream).stderr
    assert len(gh.pulls("MERGED")) == 2
    assert git("ls-files", "content/papers", cwd=fork) == "content/papers/2026/11/2611.00001.md"


def test_a_record_of_what_was_taken_in_is_not_believed_blindly(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    """A fork of a fork has the other's; it says nothing of this one's upstream."""
    other = git("commit-tree", "-m", "x", "HEAD^{tree}", cwd=fork)
    for text in (other, "--help"):
        put(fork, {".github/upstream-commit": f"{text}\n"}, "Theirs")
        put(upstream, {"new.txt": f"{text}\n", ".github/upstream-commit": "x\n"}, "Better")
        done = pull(fork, gh, upstream)
        assert done.returncode == 0, done.stderr
        files = proposed(origin)
        assert files["new.txt"] == text
        assert files[".github/upstream-commit"] == git("rev-parse", "main", cwd=upstream)
    assert "taken in already" not in git("log", "upstream", cwd=origin)


def test_a_pull_request_that_may_not_be_opened_says_where_to_allow_it(
    fork: Path, origin: Path, upstream: Path, gh: FakeGh
) -> None:
    gh.forbid_pulls()
    put(upstream, {"generator/a.py": "A = 2\n"}, "Better")
    done = pull(fork, gh, upstream)
    assert done.returncode != 0
    assert "upstream is pushed, but no pull request could be opened" in done.stderr
    assert _RIGHTS in done.stderr
    assert proposed(origin)["generator/a.py"] == "A = 2"
    gh.forbid_pulls(forbidden=False)
    assert pull(fork, gh, upstream).returncode == 0
    assert [each["headRefName"] for each in gh.pulls()] == ["upstream"]


def by_hand(fork: Path, gh: FakeGh, upstream: Path) -> subprocess.CompletedProcess[str]:
    """What the run tells people to do."""
    return pull(fork, gh, upstream, command="make upstream-here")


NEW = {
    "generator/a.py": "A = 2\n",
    "mkdocs.yml": "site_name: Other\nplugins: []\n",
    "content/papers/2024/01/2401.00001.md": "a sample, corrected\n",
    "content/papers/2024/02/2402.00001.md": "another sample\n",
    "content/intake/hf/cursor.yml": "until: 2026-11-30\n",
    "content/feed.yml": "schema: 2\n",
    ".github/workflows/build.yml": "name: Build and more\n",
}


def test_by_hand_the_same_is_kept(fork: Path, upstream: Path, gh: FakeGh) -> None:
    put(upstream, NEW, "Better")
    done = by_hand(fork, gh, upstream)
    assert done.returncode == 0, done.stderr
    assert "kept as here: mkdocs.yml" in done.stderr
    assert git("status", "--porcelain", cwd=fork) == ""
    assert git("rev-parse", "HEAD^2", cwd=fork) == git("rev-parse", "main", cwd=upstream)
    assert "#" not in git("log", "-1", "--format=%B", cwd=fork)
    changed = git("diff", "--name-only", "HEAD^", cwd=fork).splitlines()
    assert changed == [".github/upstream-commit", ".github/workflows/build.yml", "generator/a.py"]
    assert f"Nothing new at {upstream}." in by_hand(fork, gh, upstream).stderr
    put(upstream, {"content/papers/2024/02/2402.00002.md": "another\n"}, "Papers")
    done = by_hand(fork, gh, upstream)
    assert "Upstream has new papers only" in done.stderr
    assert not (fork / ".git/MERGE_HEAD").exists()
    assert gh.calls() == []


def test_by_hand_what_clashes_is_left_to_people(fork: Path, upstream: Path, gh: FakeGh) -> None:
    put(fork, {"generator/a.py": "A = 3\n"}, "Ours")
    put(upstream, NEW, "Better")
    (fork / "README.md").write_text("# Not committed\n")
    done = by_hand(fork, gh, upstream)
    assert (done.returncode != 0, "not committed yet" in done.stderr) == (True, True)
    git("checkout", "README.md", cwd=fork)
    git("remote", "add", "upstream", upstream, cwd=fork)
    done = by_hand(fork, gh, Path())
    assert done.returncode != 0
    assert "are yours to mend:\ngenerator/a.py\nThen: git add them, git commit" in done.stderr
    assert "<<<<<<<" in (fork / "generator/a.py").read_text()
    assert "not committed yet" in by_hand(fork, gh, Path()).stderr
    (fork / "generator/a.py").write_text("A = 5\n")
    git("commit", "--quiet", "-a", "--no-edit", cwd=fork)
    assert git("ls-files", "content/papers", "content/intake", cwd=fork) == (
        "content/papers/2026/11/2611.00001.md"
    )
    assert (fork / "content/feed.yml").read_text() == "schema: 1\n"
    assert f"Nothing new at {upstream}." in by_hand(fork, gh, Path()).stderr


def test_a_link_in_place_of_a_folder_is_refused(
    fork: Path, upstream: Path, gh: FakeGh, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    (victim / "papers").mkdir(parents=True)
    (victim / "papers/kept").write_text("x")
    git("rm", "-rq", "content", cwd=upstream)
    (upstream / "content").symlink_to(victim)
    put(upstream, {}, "A link")
    done = pull(fork, gh, upstream)
    assert done.returncode != 0
    assert "has a symbolic link in place of a folder" in done.stderr
    assert (victim / "papers/kept").exists()


def test_a_repository_without_common_history_is_said(
    fork: Path, gh: FakeGh, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=other)
    put(other, {"a.txt": "x\n"}, "Another")
    done = pull(fork, gh, other)
    assert done.returncode != 0
    assert "cannot be merged: fatal: refusing to merge unrelated histories" in done.stderr

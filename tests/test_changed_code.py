"""Which pull requests the program is tested on: none that changes a community's own alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.test_scheduled import git
from tests.test_workflows import ROOT, jobs

SCRIPT = ROOT / ".github" / "changed-code.sh"
FILES = (
    "content/about.md",
    "content/docs/start.md",
    "content/papers/2025/03/a.md",
    "generator/a.py",
    "tests/content/a.md",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A community's repository with one commit."""
    folder = tmp_path / "checkout"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old\n")
    (folder / "mkdocs.yml").write_text("site_name: Genome Papers\n")
    git("init", "--quiet", cwd=folder)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "x", cwd=folder)


def changed(folder: Path, **env: str) -> str:
    """What the script tells the run, and nothing else of it."""
    output = folder.parent / "output"
    output.unlink(missing_ok=True)
    done = subprocess.run(
        ["sh", str(SCRIPT)],
        cwd=folder,
        env={**os.environ, "GITHUB_OUTPUT": str(output), **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    return output.read_text()


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("content/about.md", "mkdocs.yml"), "false"),
        (("content/papers/2025/03/b é.md", "content/topics.yml"), "false"),
        (("content/about.md", "generator/a.py"), "true"),
        (("content/docs/start.md",), "true"),
        (("content/reading.md",), "true"),
        (("tests/content/a.md",), "true"),
        (("other/mkdocs.yml",), "true"),
        (("contents",), "true"),
        ((), "false"),
    ],
)
def test_what_is_a_change_of_the_program(names: tuple[str, ...], code: str, checkout: Path) -> None:
    for name in names:
        (checkout / name).parent.mkdir(exist_ok=True)
        with (checkout / name).open("a") as file:
            file.write("# new\n")
    (checkout / "content/new.md").write_text("new\n")
    commit(checkout)
    assert changed(checkout) == f"code={code}\n"


def test_what_is_moved_or_removed_is_a_change(checkout: Path) -> None:
    git("mv", "generator/a.py", "content/a.py", cwd=checkout)
    commit(checkout)
    assert changed(checkout) == "code=true\n"
    git("rm", "--quiet", "content/a.py", "content/about.md", cwd=checkout)
    commit(checkout)
    assert changed(checkout) == "code=false\n"
    assert changed(checkout, BASE="HEAD~2") == "code=true\n"


def test_a_link_in_the_place_of_the_content_is_a_change(checkout: Path) -> None:
    git("mv", "content", "elsewhere", cwd=checkout)
    (checkout / "content").symlink_to("generator")
    commit(checkout)
    (checkout / "content").unlink()
    (checkout / "content").symlink_to("tests")
    commit(checkout)
    assert changed(checkout) == "code=true\n"


def test_what_cannot_be_compared_is_tested(checkout: Path) -> None:
    assert changed(checkout) == "code=true\n"  # the first commit of all
    assert changed(checkout, BASE="nowhere") == "code=true\n"


@pytest.mark.ours
def test_here_each_change_is_tested(checkout: Path) -> None:
    (checkout / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    commit(checkout)
    (checkout / "content/about.md").write_text("new\n")
    commit(checkout)
    assert changed(checkout) == "code=true\n"


def test_a_build_leaves_out_steps_and_no_job() -> None:
    """A required check is named as its job; one of a matrix that is left out has another name."""
    build = jobs(ROOT / ".github/workflows/build.yml")
    assert [name for name, job in build.items() if "if" in job or "needs" in job] == []
    assert [step for step in build["review"]["steps"] if "if" in step] == []
    assert [step["run"] for step in build["review"]["steps"] if "run" in step] == [
        "make review",
        "make site",
    ]
    said = {step.get("run", ""): step.get("if") for step in build["test"]["steps"]}
    assert said["make changed-code"] == "github.event_name == 'pull_request'"
    assert said["make test"] == said["make site"] == "steps.changed.outputs.code != 'false'"

"""The workflows under .github/ ask for little, run little, and run only what was pinned."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))

PINNED = re.compile(r"[\w.-]+/[\w./-]+@(?:[0-9a-f]{40} # v\d+\.\d+\.\d+|v\d+\.\d+\.\d+)")
ONE_COMMAND = re.compile(r"(?:make|paperfeed|\.venv/bin/paperfeed)(?: [\w./=-]+)*")

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def load(path: Path) -> dict[str, Any]:
    # BaseLoader: every scalar stays text, and the key `on` is not read as true.
    workflow: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text only
    return workflow


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = load(path)["jobs"]
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job.get("steps", [])


def test_there_are_workflows() -> None:
    assert {"build.yml", "deploy.yml", "ingest.yml"} <= {path.name for path in WORKFLOWS}


@each_workflow
def test_nothing_is_granted_but_to_a_job(path: Path) -> None:
    assert load(path)["permissions"] == {}
    for name, job in jobs(path).items():
        assert job.get("permissions"), f"job {name} does not say what it needs"
        assert isinstance(job["permissions"], dict), f"job {name}: write-all or read-all"


@each_workflow
def test_strangers_code_never_meets_secrets(path: Path) -> None:
    triggers = load(path)["on"]
    assert not {"pull_request_target", "workflow_run"} & set(triggers)
    if "pull_request" in triggers:
        assert "secrets." not in path.read_text("utf-8")
        granted = {grant for job in jobs(path).values() for grant in job["permissions"].values()}
        assert granted <= {"read", "none"}


@each_workflow
def test_every_action_is_pinned(path: Path) -> None:
    written = re.findall(r"^[ -]*uses: *(.+?) *$", path.read_text("utf-8"), re.MULTILINE)
    used = [step["uses"] for step in steps(path) if "uses" in step]
    used += [job["uses"] for job in jobs(path).values() if "uses" in job]
    assert sorted(use.split(" ")[0] for use in written) == sorted(used), "unusual notation"
    for use in written:
        assert use.startswith("./") or PINNED.fullmatch(use), f"not pinned: {use}"


def test_an_action_has_one_version_everywhere() -> None:
    versions: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for step in steps(path):
            action, _, version = step.get("uses", "").partition("@")
            versions.setdefault(action, set()).add(version)
    assert [action for action, found in versions.items() if len(found) > 1] == []


@each_workflow
def test_checkouts_keep_no_credentials(path: Path) -> None:
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@each_workflow
def test_a_run_step_is_one_command_that_people_use_too(path: Path) -> None:
    for step in steps(path):
        if "run" in step:
            assert ONE_COMMAND.fullmatch(step["run"]), step["run"]


#: The one way for an issue's text: the whole value of a variable of a step's environment.
ISSUE_TEXT = re.compile(r"\$\{\{ github\.event\.issue\.(?:body|number|user\.login) \}\}")
#: What else a workflow of issues may ask of the event: which issue, and whether it has our label.
OF_ISSUES = {
    ("concurrency", "group"): "contribute-${{ github.event.issue.number }}"
    "-${{ github.event.label.name || 'contribution' }}",
    ("jobs", "contribute", "if"): "github.event.issue.state == 'open'"
    " && contains(github.event.issue.labels.*.name, 'contribution')"
    " && (github.event.action != 'labeled' || github.event.label.name == 'contribution')",
}


def scalars(value: Any, *way: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every key and value of a workflow that is text, with the way to it."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*way, "a key"), key
            yield from scalars(part, *way, key)
    elif isinstance(value, list):
        for part in value:
            yield from scalars(part, *way)
    else:
        yield way, value


def strangers_text(workflow: dict[str, Any]) -> list[str]:
    """Where a stranger's text could become code, or stands where nobody looks for it."""
    found = []
    of_issues = set(workflow["on"]) == {"issues"}
    for way, text in scalars(workflow):
        if not re.search(
            r"github\s*(\.\s*(event\b(?!_)|head_ref)|\[)|toJSON\(\s*github", text, re.I
        ):
            continue
        in_env = way[-2:-1] == ("env",) and way[-1].startswith("ISSUE_") and "steps" in way
        if of_issues and (OF_ISSUES.get(way) == text or (in_env and ISSUE_TEXT.fullmatch(text))):
            continue
        found.append(f"{'.'.join(way)}: {text}")
    return found


@each_workflow
def test_no_text_of_others_becomes_code(path: Path) -> None:
    """`${{ github.event... }}` is a stranger's text: not in a script, nor in its environment.

    But for an issue's, which a workflow of issues alone may hand on in variables `ISSUE_...`.
    """
    for step in steps(path):
        assert "${{" not in step.get("run", "")
    assert strangers_text(load(path)) == []
    # Nor in a comment, from where it is soon copied.
    written = len(re.findall(r"github\.(?:event\.|head_ref)", path.read_text("utf-8")))
    read = (re.findall(r"github\.(?:event\.|head_ref)", text) for _, text in scalars(load(path)))
    assert written == sum(map(len, read))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ISSUE_BODY:", "BODY:"),
        ("github.event.issue.body", "github.event.issue.title"),
        ("github.event.issue.body", "github.event.comment.body"),
        ("${{ github.event.issue.body }}", "x ${{ github.event.issue.body }}"),
        ("${{ github.event.issue.body }}", "${{ toJSON(github.event) }}"),
        ("${{ github.event.issue.body }}", "${{ github['event'].issue.body }}"),
        ("name: Make the change", "name: ${{ github.event.issue.body }}"),
        ("run: make contribute", "run: make ${{ github.event.issue.body }}"),
        ("'contribution')", "github.event.issue.body)"),
        ("edited, labeled]", "edited, labeled]\n  push:"),
        ("  issues:\n", "  issue_comment:\n"),
    ],
)
def test_an_issues_text_stands_in_its_variables_alone(old: str, new: str, tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/contribute.yml").read_text("utf-8")
    assert text.count(old) >= 1
    changed = tmp_path / "changed.yml"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    assert strangers_text(load(changed))


def test_a_step_that_reads_an_issues_text_has_no_token() -> None:
    """What a stranger wrote and what may write to the repository never meet in one process."""
    for path in WORKFLOWS:
        for step in steps(path):
            env = step.get("env", {})
            if any("issue.body" in value for value in env.values()):
                assert "token" not in str(env).lower()
                assert "secrets." not in str(step)


@each_workflow
def test_every_job_ends_and_runs_do_not_pile_up(path: Path) -> None:
    assert load(path)["concurrency"]["group"]
    for name, job in jobs(path).items():
        if "uses" not in job:
            assert 0 < int(job["timeout-minutes"]) <= 60, f"job {name}"


#: Scripts that need none, and steps that run nothing.
NO_PYTHON = ("make upstream", "make changed-code", "")


@each_workflow
def test_make_uses_the_python_that_was_set_up(path: Path) -> None:
    """Without PYTHON, make would take the newest one of the runner."""
    for job in jobs(path).values():
        commands = [step for step in job.get("steps", []) if step.get("run", "") not in NO_PYTHON]
        always = next((n for n, step in enumerate(commands, 1) if "if" not in step), 1)
        for command in commands[:always]:  # the first that runs makes the virtual environment
            expected = "${{ steps.python.outputs.python-path }}"
            assert command.get("env", {}).get("PYTHON") == expected


def test_every_supported_python_is_tested() -> None:
    matrix = jobs(ROOT / ".github/workflows/build.yml")["test"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]


def test_a_fork_deploys_to_its_own_address() -> None:
    path = ROOT / ".github/workflows/deploy.yml"
    addresses = [
        step["env"]["SITE_URL"] for step in steps(path) if "SITE_URL" in step.get("env", {})
    ]
    assert addresses == ["${{ steps.pages.outputs.base_url }}/"]
    assert "github.io" not in path.read_text("utf-8")

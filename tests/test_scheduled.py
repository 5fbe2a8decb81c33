"""The scheduled run: the workflow's own commands, in order, in a clone, against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.checkout import make_checkout
from tests.fake_gh import fake_gh
from tests.fetching.server import Server
from tests.mirroring.other import Other
from tests.test_workflows import ROOT, jobs
from tests.toy import paper

INGEST = ROOT / ".github" / "workflows" / "ingest.yml"
DEPLOY = ROOT / ".github" / "workflows" / "deploy.yml"


def today() -> date:
    """The day (UTC) that it is for the commands."""
    return datetime.now(UTC).date()


def yesterday() -> date:
    """The day before."""
    return today() - timedelta(1)


def git(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


@pytest.fixture
def origin(tmp_path: Path, papers_address: str) -> Path:
    """A bare repository with the project as it stands here, that fetches from the server."""
    now = datetime.now(UTC)
    if (now.hour, now.minute) >= (23, 58):  # the commands and the test must mean the same day
        time.sleep(121 - 60 * (now.minute - 58) - now.second)
    source = make_checkout(
        tmp_path / "source",
        ".git",
        "generator/",
        "overrides/",
        "Makefile",
        "pyproject.toml",
        "requirements/",
    )
    settings = source / "mkdocs.yml"
    text = settings.read_text("utf-8")
    one = "        - kind: hf-daily\n"
    assert one in text
    more = f"          url: {papers_address}/api\n          pause: 0\n"
    allowed = "      fetch: {private_networks: [127.0.0.1/32], attempts: 2, wait: 0.01}\n"
    settings.write_text(text.replace(one, one + more + allowed), "utf-8")
    git("init", "--quiet", "--initial-branch=main", cwd=source)
    git("add", "-A", cwd=source)
    git("commit", "--quiet", "-m", "The project", cwd=source)
    bare = tmp_path / "origin.git"
    git("clone", "--quiet", "--bare", source, bare, cwd=tmp_path)
    return bare


def clone(origin: Path, folder: Path) -> Path:
    """A clone with a virtual environment that runs the clone's own code."""
    git("clone", "--quiet", origin, folder, cwd=origin.parent)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "paperfeed", "mkdocs"):
        (programs / name).symlink_to(Path(sys.executable).parent / name)
    (folder / ".venv" / ".folder").write_text(f"{folder.resolve()}\n")
    (folder / ".venv" / ".site-ready").touch()
    return folder


def step(folder: Path, command: str, output: Path) -> subprocess.CompletedProcess[str]:
    """A step of a workflow, with nothing in its environment that says who runs it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "GIT_", "SITE_"))}
    env = {
        **kept,
        "PYTHONPATH": str(folder),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_REPOSITORY": "ada/gulls",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "NO_MKDOCS_2_WARNING": "1",
    }
    return subprocess.run(
        command.split(), cwd=folder, env=env, capture_output=True, text=True, timeout=300
    )


def commands(path: Path, job: str) -> list[str]:
    return [step["run"] for step in jobs(path)[job]["steps"] if "run" in step]


def run(folder: Path, tmp_path: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """The steps of the ingest job that run when none fails."""
    steps = [each for each in jobs(INGEST)["ingest"]["steps"] if "run" in each and "if" not in each]
    return {each["run"]: step(folder, each["run"], tmp_path / "output") for each in steps}


def test_the_days_papers_are_fetched_committed_pushed_and_built(
    origin: Path, tmp_path: Path
) -> None:
    folder = clone(origin, tmp_path / "clone")
    done = run(folder, tmp_path)
    assert [*done] == ["make fetch", "make pull", "make publish", "make check"]
    assert {name: each.returncode for name, each in done.items()} == dict.fromkeys(done, 0), done
    assert f"hf-daily {yesterday()}: complete, 1 record" in done["make fetch"].stdout
    assert done["make pull"].stderr.startswith("no other site is named")
    assert (tmp_path / "output").read_text() == "changed=true\n"
    pushed = git("show", "--stat=200", "--format=%s%n%an", "main", cwd=origin)
    assert pushed.splitlines()[:2] == [f"Intake of {today()}: 7 new papers", "Paperfeed"]
    assert f"content/intake/hf-daily/{yesterday()}.yml" in pushed
    assert ".lock" not in pushed
    assert ".cache" not in pushed

    # What the deploy builds is a fresh checkout of what was pushed.
    site = clone(origin, tmp_path / "site")
    (build,) = commands(DEPLOY, "build")
    built = step(site, build, tmp_path / "built")
    assert built.returncode == 0, built.stderr
    page = (site / "site" / f"archive/{yesterday():%Y/%m/%d}" / "index.html").read_text("utf-8")
    assert f"Gulls of {yesterday()}" in page
    assert "Hugging Face Daily Papers: complete, 1 paper" in page

    # The same again on the same day: nothing to commit.
    again = run(folder, tmp_path)
    assert (
        again["make fetch"].stdout.splitlines()[-1] == "0 added, 0 updated, 1 unchanged, 0 rejected"
    )
    assert again["make publish"].stderr == "Nothing new: nothing to publish.\n"
    assert (tmp_path / "output").read_text() == "changed=true\nchanged=false\n"
    assert git("rev-list", "--count", "main", cwd=origin) == "2"


def test_a_push_that_somebody_was_before_is_rebased_once(origin: Path, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    other = clone(origin, tmp_path / "other")
    (other / "content" / "about.md").write_text("---\ntitle: About\n---\n\n# About us\n")
    git("commit", "--quiet", "-am", "About us", cwd=other)
    git("push", "--quiet", "origin", "main", cwd=other)
    done = run(folder, tmp_path)
    assert done["make publish"].returncode == 0, done["make publish"].stderr
    assert (
        "The push was rejected: somebody else pushed. Rebasing once." in done["make publish"].stderr
    )
    subjects = git("log", "--format=%s", "main", cwd=origin).splitlines()
    assert subjects == [f"Intake of {today()}: 7 new papers", "About us", "The project"]


def test_the_contents_settings_are_published_with_its_records(origin: Path, tmp_path: Path) -> None:
    """Else a clone would take the records for those of another form."""
    folder = clone(origin, tmp_path / "clone")
    (folder / "content/feed.yml").write_text("schema: 1\n")
    done = step(folder, "make publish", tmp_path / "output")
    assert done.returncode == 0, done.stderr
    assert git("show", "main:content/feed.yml", cwd=origin) == "schema: 1"


def test_a_branch_that_takes_no_push_is_said_to_be_protected(origin: Path, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    hook = origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n")
    hook.chmod(0o755)
    (folder / "content/feed.yml").write_text("schema: 1\n# new\n")
    done = step(folder, "make publish", tmp_path / "output")
    assert done.returncode != 0
    assert "GH006: Protected branch update failed" in done.stderr
    assert "error: main takes no push from here; nothing is lost" in done.stderr
    assert "Settings, Branches; or Settings, Rules, Rulesets" in done.stderr
    assert "Rebasing" not in done.stderr
    assert not (tmp_path / "output").exists()

    # Nor does it after a rebase.
    hook.unlink()
    other = clone(origin, tmp_path / "other")
    git("commit", "--quiet", "--allow-empty", "-m", "Theirs", cwd=other)
    git("push", "--quiet", "origin", "main", cwd=other)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    git("reset", "--quiet", "--soft", "HEAD^", cwd=folder)
    done = step(folder, "make publish", tmp_path / "output")
    assert done.returncode != 0
    assert "somebody else pushed. Rebasing once." in done.stderr
    assert "error: main takes no push from here" in done.stderr


def test_what_does_not_fit_is_left_to_the_next_run(origin: Path, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    other = clone(origin, tmp_path / "other")
    clash = other / f"content/intake/hf-daily/{yesterday()}.yml"
    clash.parent.mkdir(parents=True)
    clash.write_text("state: closed\nrecords: 0\nrejected: 0\n")
    git("add", "-A", "content", cwd=other)
    git("commit", "--quiet", "-m", "Closed", cwd=other)
    git("push", "--quiet", "origin", "main", cwd=other)
    done = run(folder, tmp_path)["make publish"]
    assert done.returncode != 0
    assert "does not fit what was pushed; nothing is lost" in done.stderr
    assert git("log", "--format=%s", "main", cwd=origin).splitlines() == ["Closed", "The project"]
    assert not (folder / ".git" / "rebase-merge").exists()


def test_a_fault_of_one_record_keeps_back_the_deploy_and_not_the_intake(
    origin: Path, tmp_path: Path
) -> None:
    folder = clone(origin, tmp_path / "clone")
    wrong = folder / "content/papers/2024/01/gulls-1.md"
    wrong.parent.mkdir(parents=True, exist_ok=True)
    wrong.write_text("---\nid: gulls-1\n---\n")
    done = run(folder, tmp_path)
    assert (done["make publish"].returncode, done["make check"].returncode) == (0, 2)
    assert "content/papers/2024/01/gulls-1.md: line 1: title: missing" in done["make check"].stdout
    assert git("log", "-1", "--format=%s", "main", cwd=origin).startswith("Intake of")
    ingest = jobs(INGEST)["ingest"]
    (check,) = [each for each in ingest["steps"] if each.get("run") == "make check"]
    assert ingest["outputs"]["sound"] == f"${{{{ steps.{check['id']}.outcome }}}}"


def asked_and_said() -> tuple[list[str], str]:
    """The commands that may fail and stop nothing, and the last one, which says that they did."""
    steps = jobs(INGEST)["ingest"]["steps"]
    may = [each for each in steps if each.get("continue-on-error") == "true"]
    failed = " || ".join(f"steps.{each['id']}.outcome == 'failure'" for each in may)
    assert steps[-1]["if"] == f"!cancelled() && ({failed})"
    # What a mirror takes of the job's time is not the time of what follows.
    (pull,) = [each for each in may if each["id"] == "pull"]
    assert int(pull["timeout-minutes"]) < int(jobs(INGEST)["ingest"]["timeout-minutes"])
    return [each["run"] for each in may], steps[-1]["run"]


def test_a_source_or_mirror_that_fails_does_not_keep_back_the_others(
    origin: Path, tmp_path: Path
) -> None:
    folder = clone(origin, tmp_path / "clone")
    settings = folder / "mkdocs.yml"
    text = settings.read_text("utf-8")
    address = text.rpartition("          url: ")[2].partition("/api")[0]
    gone = f"        - {{kind: feed, name: gulls, url: {address}/gone}}\n"
    text = text.replace("        - kind: hf-daily\n", gone + "        - kind: hf-daily\n")
    with Server() as server:
        other = Other(server, tmp_path / "other")
        other.has(paper(1), paper(2))
        mirrors = f"      mirrors: ['{address}/gone/', '{other.url}']\n"
        at = "      fetch: {private_networks"
        settings.write_text(text.replace(at, mirrors + at, 1), "utf-8")
        asking, said = asked_and_said()
        done = run(folder, tmp_path)
    assert asking == ["make fetch", "make pull"]
    assert [done[each].returncode == 0 for each in asking] == [False, False]
    assert f"error: gulls: {today()}: it answered 404" in done["make fetch"].stderr
    assert f"error: {address}/gone/api/index.json: it answered 404" in done["make pull"].stderr
    assert done["make check"].returncode == done["make publish"].returncode == 0
    pushed = git("show", "--stat=200", "--format=%s", "main", cwd=origin)
    assert pushed.startswith(f"Intake of {today()}: 9 new papers")
    assert f"content/papers/2024/01/{paper(1).id}.md" in pushed
    last = step(folder, said, tmp_path / "output")
    assert last.returncode != 0
    assert "A source or a mirror failed" in last.stderr


def test_issues_are_opened_and_closed_after_the_intake(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gh = fake_gh(tmp_path / "gh")
    gh.answer("issue", "list", says="[]")
    monkeypatch.setenv("PATH", f"{gh.folder}:{os.environ['PATH']}")
    folder = clone(origin, tmp_path / "clone")
    intake = folder / "content/intake/hf-daily"
    intake.mkdir(parents=True)
    for ago in range(3):
        (intake / f"{today() - timedelta(ago)}.yml").write_text("state: failed\nreason: x\n")
    (command,) = commands(INGEST, "sources")
    done = step(folder, command, tmp_path / "output")
    assert (done.returncode, done.stdout) == (0, "1 issue opened, 0 issues closed\n"), done.stderr
    assert [arguments[3] for arguments, _ in gh.calls("issue", "create")] == [
        "Source hf-daily fails"
    ]


def test_the_deploy_follows_whatever_a_source_did() -> None:
    deploy = jobs(INGEST)["deploy"]
    assert deploy["uses"] == "./.github/workflows/deploy.yml"
    assert deploy["needs"] == "ingest"
    assert deploy["if"] == (
        "always() && needs.ingest.outputs.changed == 'true' "
        "&& needs.ingest.outputs.sound == 'success'"
    )


def test_a_token_is_for_one_push_and_in_no_file(origin: Path, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    run(folder, tmp_path)
    (folder / "content/papers/note.txt").write_text("more\n")
    env = {**os.environ, "PUSH_TOKEN": "secret-token", "GIT_TRACE_CURL": "0"}
    done = subprocess.run(
        ["make", "publish"], cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "secret" not in done.stdout + done.stderr
    for path in (folder / ".git").rglob("*"):
        assert not path.is_file() or b"c2VjcmV0" not in path.read_bytes()

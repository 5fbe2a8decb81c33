"""What git says of a checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.hosting.checkout import Checkout, checkout_of, scheduled_in
from tests.test_workflows import load
from tests.toy import ROOT


@pytest.mark.parametrize(
    ("remote", "host", "name"),
    [
        ("https://github.com/ada/genome.git", "github.com", "ada/genome"),
        ("https://github.com/ada/genome", "github.com", "ada/genome"),
        ("https://x-access-token:t@github.com/ada/genome/", "github.com", "ada/genome"),
        ("git@github.com:ada/genome.papers.git", "github.com", "ada/genome.papers"),
        ("ssh://git@gitlab.example:2222/ada/genome.git", "gitlab.example", "ada/genome"),
        ("/srv/git/genome.git", "", ""),
        ("file:///srv/git/genome.git", "", ""),
        (None, "", ""),
    ],
)
def test_where_it_is_pushed_to(remote: str | None, host: str, name: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "papers"], cwd=tmp_path, check=True)
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    assert checkout_of(tmp_path) == Checkout(remote or "", host, name, "papers")


def test_where_there_is_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert checkout_of(tmp_path) == Checkout()
    monkeypatch.setenv("PATH", "")
    assert checkout_of(tmp_path) == Checkout()


def test_which_workflows_have_a_clock(tmp_path: Path) -> None:
    assert scheduled_in(tmp_path) == frozenset()
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (folder / "ingest.yml").write_text("on:\n  schedule:\n    - cron: '17 5 * * *'\n")
    (folder / "build.yaml").write_text("on: [push]  # no schedule:\njobs: {}\n")
    (folder / "odd.yml").mkdir()
    assert scheduled_in(tmp_path) == {".github/workflows/ingest.yml"}
    ours = {Path(name).stem for name in scheduled_in(ROOT)}
    assert ours == {
        path.stem for path in ROOT.glob(".github/workflows/*.yml") if "schedule" in load(path)["on"]
    }

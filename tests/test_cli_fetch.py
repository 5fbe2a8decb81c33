"""`paperfeed fetch` as people call it: what it asks, what it prints, how it exits."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli import application
from tests.toy import make_project

ALLOWED = "      fetch: {private_networks: [127.0.0.1/32], attempts: 2, wait: 0, deadline: 20}\n"


@pytest.fixture
def project(tmp_path: Path, papers_address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a source that answers, `birds`, and one that does not, `gone`."""
    (tmp_path / "content").mkdir()
    configure(
        tmp_path,
        f"        - {{kind: hf-daily, name: birds, url: {papers_address}/api, pause: 0}}\n"
        f"        - {{kind: feed, name: gone, url: {papers_address}/gone, pause: 0}}\n",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    return tmp_path


def configure(folder: Path, sources: str, more: str = ALLOWED) -> None:
    listed = f"      sources:\n{sources}" if sources else "      sources: []\n"
    make_project(folder, folder / "content", f"plugins:\n  - paperfeed:\n{listed}{more}")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(application(), ["fetch", *arguments])


def days(back: int) -> str:
    return (datetime.now(UTC).date() - timedelta(back)).isoformat()


def test_a_source_is_asked_and_each_day_told(project: Path) -> None:
    done = call("birds", "--since", days(1))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"birds {days(1)}: complete, 1 record",
        f"birds {days(0)}: partial, 1 record (the day was not over)",
        "2 added, 0 updated, 0 unchanged, 0 rejected",
    ]
    # No terminal: plain lines in place of a bar.
    assert done.stderr == f"asking birds {days(1)}\nasking birds {days(0)}\n"
    assert (project / f"content/intake/birds/{days(1)}.yml").is_file()
    again = call("birds")
    assert again.stdout.splitlines()[-1] == "0 added, 0 updated, 1 unchanged, 0 rejected"


def test_a_source_that_fails_is_exit_1_and_the_others_are_taken_in(project: Path) -> None:
    done = call("--since", days(1))
    assert done.exit_code == 1
    assert f"error: gone: {days(0)}: it answered 404: there is nothing" in done.stderr
    assert "2 added, 0 updated" in done.stdout
    assert f"gone {days(0)}: failed (it answered 404" in done.stdout


def test_machines_are_told_everything(project: Path) -> None:
    done = call("--since", days(1), "--json")
    told = json.loads(done.stdout)
    birds, gone = told["sources"]
    assert (birds["source"], birds["added"], birds["problems"]) == ("birds", 2, [])
    assert [day["state"] for day in birds["days"]] == ["complete", "partial"]
    assert gone["problems"]
    assert (told["added"], told["errors"], told["rejections"]) == (2, [], [])


def test_a_dry_run_writes_nothing(project: Path) -> None:
    done = call("birds", "--since", days(1), "--dry-run")
    assert done.exit_code == 0
    assert "2 added, 0 updated, 0 unchanged, 0 rejected (nothing was written)" in done.stdout
    assert [path for path in (project / "content").rglob("*") if path.is_file()] == []


def test_a_slip_in_a_category_is_said_before_its_days_stay_empty(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_is_asked(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.fetching.run.fetch", nobody_is_asked)
    configure(project, "        - {kind: arxiv-oai, categories: [hep-th, cs.Cl]}\n")
    assert call().stderr.splitlines()[0] == (
        "mkdocs.yml: sources: arxiv: arXiv has no category `cs.Cl` that is known here; "
        "did you mean cs.CL?"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gulls",), "`gulls` is no source of mkdocs.yml; there are birds, gone"),
        (("--since", "soon"), "--since: found `soon`; write a day as 2025-03-11"),
        (("--since", "2999-01-01"), "--since: 2999-01-01 has not come yet"),
    ],
)
def test_a_wrong_command_is_exit_2(project: Path, arguments: tuple[str, ...], said: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("sources", "more", "said"),
    [
        ("", ALLOWED, "mkdocs.yml names no sources; add them under plugins: paperfeed: sources:"),
        ("        - {kind: feed}\n", ALLOWED, "paperfeed: sources[0].url: missing; feed needs it"),
        ("        - {kind: gulls}\n", ALLOWED, "'kind': Expected one of: ('hf-daily', 'arxiv-api'"),
        (
            "        - {kind: hf-daily}\n",
            "      fetch: {private_networks: [here]}\n",
            "fetch.private_networks: 'here' does not appear",
        ),
    ],
)
def test_wrong_options_are_exit_2(project: Path, sources: str, more: str, said: str) -> None:
    configure(project, sources, more)
    done = call()
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_private_address_is_not_asked_unless_it_is_allowed(
    project: Path, papers_address: str
) -> None:
    configure(
        project, f"        - {{kind: hf-daily, name: birds, url: {papers_address}/api}}\n", ""
    )
    done = call("--since", days(0))
    assert done.exit_code == 1
    assert "127.0.0.1 is a private address; if it is meant, name it under" in done.stderr

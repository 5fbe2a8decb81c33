"""One's own server: the units, the container file, and the script that both run."""

from __future__ import annotations

import configparser
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.core import files
from tests.test_docs import COMMANDS, options_of
from tests.toy import ROOT, SETTINGS

DEPLOY = ROOT / "deploy"
SCRIPT = DEPLOY / "update.sh"
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=True)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((DEPLOY / name).read_text("utf-8"))
    return found


def steps(word: str) -> list[str]:
    """What follows a word in the container file, a line each."""
    return re.findall(rf"^{word} (.+)$", CONTAINER, re.MULTILINE)


def environment_of_container() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in steps("ENV") for pair in line.split())


# What the files say


def test_the_service_may_write_what_the_script_writes_and_nothing_else() -> None:
    service = unit("paperfeed.service")["Service"]
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert (service["User"], service["CapabilityBoundingSet"]) == ("paperfeed", "")
    assert service["ExecStart"].split()[0] == "/bin/sh"
    home = Path(service["WorkingDirectory"])
    script = Path(service["ExecStart"].split()[1]).relative_to(home)
    assert ROOT / script == SCRIPT
    text = SCRIPT.read_text("utf-8")
    (content,) = re.findall(r"\$\{CONTENT:-([^}]+)\}", text)
    (site,) = re.findall(r"\$\{SITE:-([^}]+)\}", text)
    assert service["ReadWritePaths"].split() == [str(home / content), str((home / site).parent)]
    assert f"/{Path(site).parts[0]}/\n" in (ROOT / ".gitignore").read_text("utf-8")


def test_the_timer_runs_once_a_day_at_no_hour_of_everybodys() -> None:
    timer = unit("paperfeed.timer")
    assert re.fullmatch(r"\*-\*-\* \d\d:(?!00)\d\d:00 UTC", timer["Timer"]["OnCalendar"])
    assert timer["Timer"]["RandomizedDelaySec"]
    assert timer["Timer"]["Persistent"] == "yes"
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_units_as_they_are() -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *DEPLOY.glob("paperfeed.*")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_container_is_of_a_plain_python_and_not_roots() -> None:
    (image,) = steps("FROM")
    assert re.fullmatch(r"python:3\.\d+-slim", image)
    (user,) = steps("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert CONTAINER.index("USER ") < CONTAINER.index("CMD ")
    assert not re.search(r"://|index-url|--index|trusted-host|\bADD\b", CONTAINER)
    installs = [json.loads(line) for line in steps("RUN") if "install" in line]
    assert ["--require-hashes" in each or "--no-deps" in each for each in installs] == [True, True]


def test_the_containers_folders_are_volumes_and_its_site_can_be_swapped() -> None:
    env = environment_of_container()
    (volumes,) = map(json.loads, steps("VOLUME"))
    assert volumes == [env["CONTENT"], str(Path(env["SITE"]).parent)]


def test_what_the_script_calls_are_commands_of_paperfeed() -> None:
    called = re.findall(r'"\$paperfeed" ([a-z]+)((?: --[a-z]+ "\$\w+")*)', SCRIPT.read_text())
    assert [name for name, _ in called] == ["fetch", "pull", "check", "build"]
    for name, options in called:
        assert set(re.findall(r"--[a-z]+", options)) <= set(options_of(COMMANDS[name]))
        assert "--content" in options


# What the script does, with programs that only note how they are called


def update(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The script, run in a checkout."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GITHUB_", "SITE", "CONTENT", "CI"))
    }
    return subprocess.run(
        ["sh", folder / "deploy" / "update.sh"],
        cwd="/",
        env={**kept, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose `paperfeed` notes what it is given, and fails at what `fails` names."""
    folder = tmp_path / "a checkout"
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / "deploy").mkdir()
    shutil.copy(SCRIPT, folder / "deploy")
    program = folder / ".venv/bin/paperfeed"
    program.write_text('#!/bin/sh\necho "$*"\n[ "$1" != "$(cat fails 2>/dev/null)" ]\n')
    program.chmod(0o755)
    return folder


ASK, CHECK = "fetch --content content\npull --content content\n", "check --content content\n"
BUILD = "build --content content --site public/html\n"


@pytest.mark.parametrize(
    ("fails", "called", "code", "said"),
    [
        ("", ASK + CHECK + BUILD, 0, ""),
        ("fetch", ASK + CHECK + BUILD, 1, "error: a source or a mirror failed"),
        ("pull", ASK + CHECK + BUILD, 1, "error: a source or a mirror failed"),
        ("check", ASK + CHECK, 1, "error: content has faults"),
        ("build", ASK + CHECK + BUILD, 1, "error: the build failed"),
    ],
)
def test_what_fails_ends_with_one(
    checkout: Path, fails: str, called: str, code: int, said: str
) -> None:
    (checkout / "fails").write_text(fails)
    done = update(checkout)
    assert (done.returncode, done.stdout) == (code, called)
    assert done.stderr.startswith(said)
    assert bool(done.stderr) == bool(said)


def test_one_update_at_a_time(checkout: Path) -> None:
    (checkout / "public").mkdir()
    with (checkout / "public/.update.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = update(checkout)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: another update is at work; this one has done nothing\n"
    assert update(checkout).returncode == 0


def test_a_server_without_flock_is_told(checkout: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "mkdir", "cat"):
        (programs / name).symlink_to(str(shutil.which(name)))
    done = update(checkout, PATH=str(programs))
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no flock here" in done.stderr


# The same with the program itself, in the folder that the container has


def test_the_containers_files_fetch_and_build_and_keep_the_last_good_site(
    tmp_path: Path, papers_address: str
) -> None:
    app, data = tmp_path / "app", tmp_path / "data"
    for line in steps("COPY"):
        *sources, target = line.split()
        for source in sources:
            name = Path(source).name if target.endswith("/") else ""
            if (ROOT / source).is_dir():
                shutil.copytree(
                    ROOT / source,
                    app / target / name,
                    ignore=shutil.ignore_patterns("__pycache__"),
                )
            else:
                (app / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, app / target / name)
    shutil.copytree(SETTINGS.parent, app, dirs_exist_ok=True)  # not what a community has there
    settings = app / "mkdocs.yml"
    one = "        - kind: hf-daily\n"
    here = f"          url: {papers_address}/api\n          pause: 0\n"
    allowed = "      fetch: {private_networks: [127.0.0.1/32], attempts: 2, wait: 0.01}\n"
    text = settings.read_text("utf-8").replace(one, one + here + allowed)
    assert here in text
    settings.write_text(text, "utf-8")
    root = str(tmp_path)
    env = {key: value.replace("/data", f"{root}/data", 1) if value.startswith("/data") else value
           for key, value in environment_of_container().items()}  # fmt: skip
    env |= {
        "PAPERFEED": str(Path(sys.executable).parent / "paperfeed"),
        "PYTHONPATH": str(app),
        "SITE_URL": "https://papers.example/",
    }
    content, site = data / "content", data / "site/html"
    content.mkdir(parents=True)
    site.parent.mkdir()
    done = update(app, **env)
    assert done.returncode == 0, done.stdout + done.stderr
    day = datetime.now(UTC).date() - timedelta(2)  # another day may have begun meanwhile
    assert f"Gulls of {day}" in (site / f"archive/{day:%Y/%m/%d}/index.html").read_text("utf-8")
    assert "https://papers.example/" in (site / "sitemap.xml").read_text("utf-8")
    assert (site / "about/index.html").is_file()
    assert not (app / "site").exists()

    before = files(site)
    (record,) = content.glob(f"papers/*/*/{day:%y%m}.{day.day:05d}.md")
    record.write_text(record.read_text("utf-8").replace("title:", "titel:"), "utf-8")
    done = update(app, **env)
    assert done.returncode == 1
    assert "titel: unknown key; did you mean `title`?" in done.stdout
    assert files(site) == before

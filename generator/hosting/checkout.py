"""What this checkout is: where git pushes it to, on which branch, which workflows have a clock."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 20
_REMOTE = re.compile(
    r"(?:https?://(?:[^/@]*@)?|ssh://(?:[^/@]*@)?|[^/@]+@)(?P<host>[\w.-]+)(?::\d+)?[:/]"
    r"(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?",
    re.ASCII,
)

_SCHEDULE = re.compile(rb"^ +schedule:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checkout:
    """What `origin` is, its host and name (`owner/name`), and the branch; "" if unknown."""

    origin: str = ""
    host: str = ""
    name: str = ""
    branch: str = ""


def checkout_of(folder: Path) -> Checkout:
    """What git says; nothing where there is no git, or no repository."""
    origin = _git(folder, "remote", "get-url", "origin")
    found = _REMOTE.fullmatch(origin)
    branch = _git(folder, "symbolic-ref", "--short", "--quiet", "HEAD")
    host, name = (found["host"], found["name"]) if found else ("", "")
    return Checkout(origin, host, name, branch)


def scheduled_in(folder: Path) -> frozenset[str]:
    """The files of the workflows that have a schedule, as GitHub names them."""
    found = set()
    for file in folder.glob(".github/workflows/*.y*ml"):
        with suppress(OSError):
            if _SCHEDULE.search(file.read_bytes()):
                found.add(file.relative_to(folder).as_posix())
    return frozenset(found)


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],  # noqa: S607 - wherever the person's git is
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""

"""What git says of this checkout: where it is pushed to, and on which branch it is."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 20
_REMOTE = re.compile(
    r"(?:https?://(?:[^/@]*@)?|ssh://(?:[^/@]*@)?|[^/@]+@)(?P<host>[\w.-]+)(?::\d+)?[:/]"
    r"(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?",
    re.ASCII,
)


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

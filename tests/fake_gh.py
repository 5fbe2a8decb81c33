"""A stand-in for GitHub's program `gh`: a GitHub of one repository in a folder, and what was said to it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gh_program import pull_of

ROOT = Path(__file__).resolve().parents[1]

_PROGRAM = """#!{python}
import pathlib, sys
sys.path.insert(0, {root!r})
from tests.gh_program import run
run(pathlib.Path({folder!r}), {token!r})
"""


@dataclass(frozen=True, slots=True)
class FakeGh:
    """A folder for the PATH in which `gh` lies, and what it was called with."""

    folder: Path

    def answer(self, *to: str, says: str = "", fails: str = "") -> None:
        """What it says to a call that begins with these words; the first that fits counts."""
        known = json.loads((self.folder / "answers").read_text())
        known.append({"to": to, "says": says, "fails": fails})
        (self.folder / "answers").write_text(json.dumps(known))

    def calls(self, *to: str) -> list[tuple[list[str], str]]:
        """The calls that begin with these words: their arguments, and the body that was given."""
        file = self.folder / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        found = [tuple(json.loads(line)) for line in lines]
        return [call for call in found if call[0][: len(to)] == list(to)]

    def repositories(self) -> list[str]:
        """What GH_REPO said at each call."""
        return (self.folder / "repositories").read_text().splitlines()

    def pulls(self, state: str = "OPEN") -> list[dict[str, Any]]:
        """The pull requests in this state, as gh has them."""
        return [pull for pull in self._state()["pulls"] if pull["state"] == state]

    def comments(self, number: int) -> list[str]:
        """What was said in an issue or a pull request."""
        return [each["body"] for each in self._state()["comments"].get(str(number), [])]

    def forbid_pulls(self, *, forbidden: bool = True) -> None:
        """Workflows may not open pull requests, as it is in a new repository."""
        self._write(self._state() | {"may_open": not forbidden})

    def add_pull(self, number: int, head: str, **more: Any) -> None:
        """Somebody opened a pull request."""
        state = self._state()
        state["pulls"].append(pull_of(number, head, **more))
        self._write(state)

    def change_pull(self, number: int, **more: Any) -> None:
        """Somebody did something to a pull request."""
        state = self._state()
        (pull,) = [pull for pull in state["pulls"] if pull["number"] == number]
        pull.update(more)
        self._write(state)

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.folder / "state").read_text("utf-8"))
        return state

    def _write(self, state: dict[str, Any]) -> None:
        (self.folder / "state").write_text(json.dumps(state), "utf-8")


def fake_gh(folder: Path, token: str | None = None) -> FakeGh:
    """A program in this new folder, that listens only to those who have the token, if there is one."""
    folder.mkdir()
    (folder / "answers").write_text("[]")
    gh = FakeGh(folder)
    gh._write({"pulls": [], "comments": {}, "may_open": True})
    program = folder / "gh"
    program.write_text(
        _PROGRAM.format(python=sys.executable, root=str(ROOT), folder=str(folder), token=token)
    )
    program.chmod(0o755)
    return gh

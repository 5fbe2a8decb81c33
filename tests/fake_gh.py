"""GitHub's program `gh`, as far as our scripts use it: it keeps what it was called with."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """#!{python}
import json, os, pathlib, sys
folder = pathlib.Path({folder!r})
arguments = sys.argv[1:]
given = ""
if "--body-file" in arguments:
    name = arguments[arguments.index("--body-file") + 1]
    given = sys.stdin.read() if name == "-" else pathlib.Path(name).read_text()
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([arguments, given]) + "\\n")
with (folder / "repositories").open("a") as repositories:
    repositories.write(os.environ.get("GH_REPO", "") + "\\n")
for each in json.loads((folder / "answers").read_text()):
    if arguments[: len(each["to"])] == each["to"]:
        sys.stdout.write(each["says"])
        sys.stderr.write(each["fails"])
        sys.exit(1 if each["fails"] else 0)
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


def fake_gh(folder: Path) -> FakeGh:
    """A program in this new folder."""
    folder.mkdir()
    (folder / "answers").write_text("[]")
    program = folder / "gh"
    program.write_text(_PROGRAM.format(python=sys.executable, folder=str(folder)))
    program.chmod(0o755)
    return FakeGh(folder)

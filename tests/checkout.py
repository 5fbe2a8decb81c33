"""A copy of this checkout as we ship it, whatever a community made of its own."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from generator.model import Paper
from generator.schema import CURRENT
from generator.store import write
from tests.toy import FIXTURE, ROOT, SETTINGS, paper

#: What of the content comes with the program: a community leaves it as it is.
DOCUMENTS = ("content/docs/", "content/reading.md")
SAMPLES = 3


def tracked() -> list[str]:
    """The project's files, those that are not committed yet among them."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def copy_tracked(folder: Path, *beginnings: str) -> None:
    """Copy the project's files whose names begin so."""
    for name in tracked():
        if name.startswith(beginnings):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)  # its mode, too


def make_checkout(folder: Path, *beginnings: str) -> Path:
    """A checkout with the program's files that begin so, our settings, and no papers.

    The topics are the toy feed's.
    """
    copy_tracked(folder, *beginnings, *DOCUMENTS)
    content = folder / "content"
    shutil.copytree(SETTINGS.parent, folder, dirs_exist_ok=True)
    shutil.copyfile(FIXTURE / "topics.yml", content / "topics.yml")
    (content / "feed.yml").write_text(f"schema: {CURRENT}\n", encoding="utf-8")
    return folder


def sample(number: int) -> Paper:
    """A paper of a sample, which goes when a site is made one's own."""
    found = paper(number, title=f"Tides of the year {1900 + number}")
    return replace(found, provenance=(replace(found.provenance[0], source="sample"),))


def put_samples(content: Path) -> None:
    """Write the sample papers into a content folder."""
    write(content, *(sample(number) for number in range(1, SAMPLES + 1)))

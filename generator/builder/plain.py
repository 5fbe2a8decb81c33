"""The whole site as a folder of plain Markdown, for stock MkDocs or another builder."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.builder.project import handwritten
from generator.feed import Feed
from generator.outputs import all_outputs
from generator.pages import all_pages, markdown_file
from generator.site import Site


class NameClashError(Exception):
    """A page written by hand has the name of a generated one."""


def generate(folder: Path, content: Path, feed: Feed, site: Site) -> int:
    """Write every page, the hand-written ones and the other files; the number of pages."""
    written = 0
    for page in all_pages(feed, site):
        _put(folder / page.uri, markdown_file(page, site.words).encode())
        written += 1
    by_hand = handwritten(content, documents=site.documents)
    for name, path in by_hand.items():
        target = folder / name
        if target.exists():
            raise NameClashError(f"{name} in the content folder has a generated page's name")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        written += name.endswith(".md")
    for output in all_outputs(feed, site):
        path = folder / output.path
        # A record as Markdown has the name of its page's source here.
        if path.suffix != ".md" and output.path not in by_hand:
            _put(path, output.data)
    return written


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""Papers that were edited since they were last looked at: their pages at once, before all else.

A build of a large feed takes seconds; who edits a paper wants to see its page. What follows from
the edit elsewhere (topics, related papers, lists) comes with the build after it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.addresses import url_of
from generator.builder.pouring import Work
from generator.builder.site_files import write
from generator.builder.template_faults import TemplateFaultError
from generator.faults import FlawedError, StoreError
from generator.files import decoded
from generator.model import Page, Paper
from generator.pages.paper import edited
from generator.record import parse
from generator.store import path_of, record_files

#: Papers that are shown at once: more of them are no edit.
MOST = 10
#: Where a page is written before it takes its place.
_NEW = ".edited.html"
#: By a record's path what it was like: its time (ns) and its size.
Stamps = Mapping[str, tuple[int, int]]


def stamps_of(content: Path) -> Stamps:
    """What each record file is like; links, and what cannot be looked at, are left out."""
    found: dict[str, tuple[int, int]] = {}
    with suppress(StoreError):  # a folder that cannot be read: the build will say so
        for path, wrong in record_files(content):
            with suppress(OSError):
                state = os.lstat(path)
                if not wrong:
                    found[path] = state.st_mtime_ns, state.st_size
    return found


def show_edited(work: Work, content: Path, before: Stamps, now: Stamps, folder: Path) -> int:
    """Put the pages of papers that were edited into the site in `folder`; gives how many.

    What cannot be read, shown or written, or is not the same paper any longer, is left for the
    build, which says what is wrong.
    """
    changed = [Path(path) for path, stamp in now.items() if before.get(path, stamp) != stamp]
    if not changed or len(changed) > MOST:
        return 0
    shown = 0
    with suppress(OSError, TemplateFaultError):
        for page in _pages(work, content, changed):
            made = work.pourer.whole(page).encode(errors="xmlcharrefreplace")
            if not work.gate.told():
                _put(folder, f"{url_of(page.uri)}index.html", made)
                shown += 1
    return shown


def _put(folder: Path, name: str, made: bytes) -> None:
    """Put a page in the place of the old one, or leave that as it is."""
    new = folder / _NEW
    try:
        write(str(folder), _NEW, made)
        new.replace(folder / name)
    finally:
        new.unlink(missing_ok=True)


def _pages(work: Work, content: Path, changed: Iterable[Path]) -> Iterator[Page]:
    known = {paper.id: paper for paper in work.feed.papers}
    for path in changed:
        before, paper = known.get(path.stem), _read(path)
        if before and paper and before.id == paper.id and path == content / path_of(paper):
            page = edited(work.feed, work.site, paper)
            if page.uri in work.poured:
                yield page


def _read(path: Path) -> Paper | None:
    try:
        return parse(decoded(path.read_bytes()))
    except (OSError, FlawedError):
        return None

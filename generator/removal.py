"""A paper taken down: a tombstone in its place, and its text gone from the whole content folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from generator import rejected, tombstones
from generator.faults import StoreError
from generator.identifiers import is_generic, normal_title
from generator.model import Paper, Tombstone
from generator.naming import paper_meant
from generator.store import Contents, load, load_to_write, locked, remove_files

#: Caches hold words of papers; a build makes them anew. The list of the last site's files has none.
CACHES = ".cache"
_NO_WORDS = ("site",)
#: Letters of a title that two papers do not have in common by chance.
_TELLING = 20


@dataclass(frozen=True, slots=True)
class Removed:
    """What stays of the paper, and the files of rejected records that told of it and are gone."""

    tombstone: Tombstone
    rejected: tuple[str, ...] = ()


def remove_paper(
    content: Path, name: str, reason: str, day: date, *, dry_run: bool = False
) -> Removed:
    """Remove the paper that `name` means, as `paper_meant` has it.

    A removal that was cut short is brought to its end by the same call. Raises UnknownPaperError,
    and StoreError if the disk refuses.
    """
    with nullcontext() if dry_run else locked(content):
        contents = load(content) if dry_run else load_to_write(content)
        removed = _removed(content, contents, name, reason, day)
        if not dry_run:
            # The tombstone first: from then on the paper is in no site, whatever happens.
            tombstones.keep(content, removed.tombstone)
            rejected.keep(content, {}, removed.rejected)
            remove_files(content, removed.tombstone.id)
            forget(content)
    return removed


def _removed(content: Path, contents: Contents, name: str, reason: str, day: date) -> Removed:
    paper = paper_meant(name, contents.papers, contents.removed)
    if isinstance(paper, Tombstone):
        return Removed(paper)
    return Removed(tombstones.tombstone_of(paper, day, reason), tuple(_telling(content, paper)))


def _telling(content: Path, paper: Paper) -> Iterator[str]:
    """The files of rejected records that hold the paper's title or an identifier of it."""
    title = normal_title(paper.title)
    named = [value.encode() for value in (paper.id, *paper.aliases, *paper.identifiers.values())]
    titled = len(title) >= _TELLING and not is_generic(paper.title)
    for source, names in sorted(rejected.kept(content).items()):
        for name in sorted(names):
            path = rejected.path_of(source, name)
            data = _record(content / path)
            if any(value in data for value in named) or (
                titled and title in normal_title(data.decode(errors="replace"))
            ):
                yield path


def _record(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return rejected.original_of(data)
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError):
        return data  # not as we wrote it: then as it stands


def forget(content: Path) -> None:
    """Remove what later builds know of papers' texts. Raises StoreError if that cannot be."""
    folder = content / CACHES
    try:
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in _NO_WORDS:
                path.unlink()
    except OSError as error:
        where = error.filename or folder
        raise StoreError(f"{where}: cannot be removed: {error.strerror}") from error

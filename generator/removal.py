"""A paper taken down: a tombstone in its place, and its text gone from the whole content folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from generator import rejected, tombstones
from generator.caches import forget
from generator.faults import StoreError
from generator.identifiers import is_generic, normal_title
from generator.kept_out import TELLING, KeptOut
from generator.model import Paper, Tombstone
from generator.naming import paper_meant
from generator.store import Contents, load, load_to_write, locked, records_named, remove_files
from generator.told import readings, tells_title


@dataclass(frozen=True, slots=True)
class Removed:
    """What stays of the paper, and the files of rejected records that told of it and are gone."""

    tombstone: Tombstone
    rejected: tuple[str, ...] = ()


def remove_paper(
    content: Path, name: str, reason: str, day: date, *, dry_run: bool = False
) -> Removed:
    """Remove the paper that `name` means, as `paper_meant` has it.

    A removal that was cut short is brought to its end by the same call. Raises UnknownPaperError;
    FlawedError, before anything is changed, if a tombstone may not have this reason or day; and
    StoreError if the disk refuses.
    """
    with nullcontext() if dry_run else locked(content):
        contents = load(content) if dry_run else load_to_write(content)
        removed = _removed(content, contents, name, reason, day)
        tombstones.check(removed.tombstone)
        if not dry_run:
            # The tombstone first: from then on the paper is in no site, whatever happens.
            tombstones.keep(content, removed.tombstone)
            rejected.keep(content, {}, removed.rejected)
            remove_files(content, removed.tombstone.id)
            forget(content)
    return removed


def _removed(content: Path, contents: Contents, name: str, reason: str, day: date) -> Removed:
    paper = paper_meant(name, contents.papers, contents.removed)
    if isinstance(paper, Paper):
        stone, titles = tombstones.tombstone_of(paper, day, reason), [paper.title]
    else:  # its record is still there if the run that removed it was cut short
        stone, titles = paper, [each.title for each in records_named(content, paper.id)]
    return Removed(stone, tuple(_telling(content, stone, titles)))


def _telling(content: Path, stone: Tombstone, titles: Iterable[str]) -> Iterator[str]:
    """The files of rejected records that hold a title or an identifier of the paper."""
    normal = [normal_title(title) for title in titles if not is_generic(title)]
    long = [title for title in normal if len(title) >= TELLING]
    names = [name.lower() for name in (*stone.names, *stone.identifiers.values())]
    kept_out = KeptOut([stone])
    for source, files in sorted(rejected.kept(content).items()):
        for file in sorted(files):
            path = rejected.path_of(source, file)
            data = _record(content / path)
            texts = tuple(readings(data))
            if (
                any(name in text.lower() for text in texts for name in names)
                or any(tells_title(texts, title) for title in long)
                or kept_out.stone_told(data)
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

"""Two content folders, read so that they can be compared, and the files in which they differ."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.builder.project import fallback, load_feed, load_with, read_topics
from generator.faults import StoreError
from generator.feed import Feed, build_feed
from generator.files import ASIDE
from generator.reviewing.comparing import ChangedFile, Review, review
from generator.schema import FIRST, schema_of
from generator.topic_file import TopicError
from generator.upgrading.migrations import MIGRATIONS, Migration
from generator.upgrading.upgrade import upgrade

#: What the program itself puts into a content folder, and no site shows.
_OURS = (".cache", ".lock", ASIDE)


def compare(
    old: Path, content: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> tuple[Review, tuple[str, ...]]:
    """What is different in `content`, and sentences on what could not be compared as it was.

    An old folder whose records have an older form is brought to the present one, in a copy. One
    that is not there or cannot be read counts as an empty one.
    """
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="paperfeed.") as aside:
        before = _in_present_form(old, Path(aside), migrations, notes)
        files = tuple(changed_files(before, content))
        try:
            new = load_feed(content).feed
        except (StoreError, TopicError) as error:
            first = str(error).partition("\n")[0]
            notes.append(
                "Papers and topics cannot be compared, for the folder as it is now cannot be "
                f"used: {first}"
            )
            return Review(files=files, read=False), tuple(notes)
        return review(_old_feed(before, content, notes), new, files), tuple(notes)


def _in_present_form(
    old: Path, aside: Path, migrations: Sequence[Migration], notes: list[str]
) -> Path:
    """The old folder, or its copy in the form to which the migrations lead."""
    present = migrations[-1].to if migrations else FIRST
    try:
        if not old.is_dir() or (number := schema_of(old, present)) >= present:
            return old
        copy = aside / (old.resolve().name or "content")
        shutil.copytree(old, copy, symlinks=True, ignore=shutil.ignore_patterns(*_OURS))
        done = upgrade(copy, migrations)
    except StoreError:
        return old  # reading it says why
    except OSError as error:
        notes.append(f"{old} cannot be copied to be upgraded: {error.strerror or error}")
        return old
    if done.faults:
        notes.append(f"{old} cannot be upgraded to be compared: {done.faults[0]}")
        return old
    notes.append(
        f"The records of {old} had the form {number}; they were brought to the form {present}, "
        "in a copy, and this is what changes besides."
    )
    return copy


def _old_feed(old: Path, content: Path, notes: list[str]) -> Feed:
    if not old.is_dir():
        return build_feed((), ())
    try:
        try:
            return load_feed(old).feed
        except TopicError as error:
            first = str(error).partition("\n")[0]
            notes.append(f"{old}: its topics cannot be used, so no topic is compared: {first}")
            return load_with(old, read_topics(fallback(content, "topics.yml"))).feed
    except StoreError as error:
        notes.append(f"{old} cannot be read, so every paper and topic counts as new: {error}")
        return build_feed((), ())


def changed_files(old: Path, new: Path) -> Iterator[ChangedFile]:
    """Every file that is in one of the folders only, or has other bytes, in the order of names.

    What lies behind a link is not looked at: the links themselves are compared.
    """
    before, after = dict(_files(old)), dict(_files(new))
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield ChangedFile(name, "added")
        elif name not in after:
            yield ChangedFile(name, "removed")
        elif not _same(before[name], after[name]):
            yield ChangedFile(name, "changed")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        if here == folder:
            folders[:] = [name for name in folders if name not in _OURS]
        linked = [name for name in folders if (here / name).is_symlink()]
        for path in (here / name for name in (*names, *linked)):
            name = path.relative_to(folder).as_posix()
            if name not in _OURS:
                yield name, path


def _same(one: Path, other: Path) -> bool:
    try:
        if one.is_symlink() or other.is_symlink():
            return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
        return filecmp.cmp(one, other, shallow=False)
    except OSError:  # nobody can say that it is the same
        return False

"""Files of a site that is being made: written in few calls, brought together with others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write(site: str, name: str, data: bytes) -> os.stat_result:
    """Write a new file of the site; `name` is relative to it, with slashes. Gives what it is."""
    path = f"{site}/{name}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o644)
    except FileNotFoundError:
        _make_folder(path[: path.rindex("/")])
        handle = os.open(path, flags, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        return os.fstat(handle)
    finally:
        os.close(handle)


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 - 100,000 times
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def bring_together(made: Path, whole: Path, gone: Iterable[str]) -> None:
    """Move every file in `made` to its place in `whole`, which may have another of its name.

    `gone` are names of files in `whole` that shall not be there, unless one of that name was made.
    """
    for name in gone:
        path = whole / name
        path.unlink(missing_ok=True)
        with suppress(OSError):  # up to the first folder that has something else in it
            os.removedirs(path.parent)
    for folder, _, names in os.walk(made):
        place = f"{whole}{folder[len(str(made)) :]}"
        if names:
            os.makedirs(place, exist_ok=True)  # noqa: PTH103
        for name in names:
            os.replace(f"{folder}/{name}", f"{place}/{name}")  # noqa: PTH105
    shutil.rmtree(made)

"""Files of a site that is being made: written in few calls, brought together with others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

#: Folders from which on a site is so large that nobody should wait for its removal.
MANY = 2_000


def write(site: str, name: str, data: bytes) -> os.stat_result:
    """Write a new file of the site; `name` is relative to it, with slashes. Gives what it is."""
    path = f"{site}/{name}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    if name.endswith("/index.html"):  # most pages have a folder of their own
        _make_folder(path[: path.rindex("/")])
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
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def remove(folder: Path) -> None:
    """Remove a folder and all in it; if that takes long, a program does it that goes on alone.

    That takes the folder around it as well, if nothing else is in there.
    """
    if sum(1 for _ in islice(folder.glob("*/*"), MANY)) < MANY:
        shutil.rmtree(folder, ignore_errors=True)
        return
    code = (
        "import os, shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True);"
        "os.rmdir(os.path.dirname(sys.argv[1]))"
    )
    quiet = subprocess.DEVNULL
    subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, str(folder)],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )


def names_in(folder: Path) -> frozenset[str]:
    """The files in a folder and below it, relative to it, with slashes."""
    start = len(str(folder)) + 1
    return frozenset(
        f"{parent}/{name}"[start:].replace(os.sep, "/")
        for parent, _, names in os.walk(folder)
        for name in names
    )


def put_in_place(made: Path, whole: Path, waiting: Mapping[str, str]) -> None:
    """Move files to their places in `whole`; by these `waiting` tells where each is in `made`."""
    for name, place in waiting.items():
        old, new = f"{made}/{place}", f"{whole}/{name}"
        try:
            os.replace(old, new)  # noqa: PTH105 - 10,000 times
        except FileNotFoundError:
            _make_folder(new[: new.rindex("/")])
            os.replace(old, new)  # noqa: PTH105 - as above
    for folder in {place.rpartition("/")[0] for place in waiting.values()}:
        (made / folder).rmdir()


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

"""Files that are put in place whole or not at all; small ones read as text."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from generator.faults import Flaw, FlawedError

#: Files that wait for the disk at once: it settles many for little more than one costs.
_AT_ONCE = 16
#: Files that are open at once; some systems allow a process 256.
_OPEN = 200
#: Where files are made before they are put in place, below the folder that they belong to.
ASIDE = ".new"
#: Errors of a system that can settle files and not folders.
_NO_FOLDERS = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)


def text_of(path: Path) -> str:
    """The text of a file. Raises FlawedError if it is none, OSError if it cannot be read."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):  # a named pipe would be waited for
        what = "a folder" if stat.S_ISDIR(mode) else "a named pipe, socket or device"
        raise FlawedError([Flaw(f"{what}; a file belongs here, remove it")])
    return decoded(path.read_bytes())


def text_to_check(path: Path) -> str:
    """The text of a file that is checked. Raises FlawedError if it is none or cannot be read."""
    try:
        return text_of(path)
    except OSError as error:
        flaw = Flaw(f"cannot be read: {error.strerror}; make it readable")
        raise FlawedError([flaw]) from None


def decoded(data: bytes) -> str:
    """A file's bytes as text, each line ended by one character. Raises FlawedError if not UTF-8."""
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 at byte {error.start}; save it as UTF-8"
        raise FlawedError([Flaw(message, (), line)]) from None


def put(top: Path, files: Mapping[Path, bytes], *, settle: bool = True) -> None:
    """Put each file below `top` in place: the old one or the new one is there, never a part.

    All of them are on the disk when it returns; without `settle` a power cut may damage them.
    Raises OSError if the disk refuses, with the file or folder as its `filename` if it is of one;
    the files that were in place by then stay. What a writer that is killed leaves lies in one
    folder aside.
    """
    paths = list(files)
    for start in range(0, len(paths), _OPEN):
        some = {path: files[path] for path in paths[start : start + _OPEN]}
        _put(top, some, settle=settle)


def _put(top: Path, files: Mapping[Path, bytes], *, settle: bool) -> None:
    """Put so many files in place as a process may have open."""
    aside = top / ASIDE
    folders = {path.parent for path in files}
    for folder in (aside, *folders):
        folder.mkdir(parents=True, exist_ok=True)
    numbers, own = count(), secrets.token_hex(4)  # in another container the process may be alike
    fresh: dict[Path, Path] = {}
    try:
        handles: list[int] = []
        try:
            for path, data in files.items():
                new = aside / f"{own}.{next(numbers)}"
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
                with _about(path):
                    handle = os.open(new, flags, 0o644)
                    fresh[path] = new
                    handles.append(handle)
                    _write(handle, data)
            if settle:
                _settle(handles)
        finally:
            for handle in handles:
                os.close(handle)
        for path in files:
            with _about(path):
                fresh[path].replace(path)
            del fresh[path]
        if settle:
            _settle_folders(folders)
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)


def clear(top: Path) -> None:
    """Take away what writers that were killed have left; nobody else may be writing."""
    with suppress(OSError):
        for left in (top / ASIDE).iterdir():
            left.unlink(missing_ok=True)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """An error names this path, not the file aside that nobody knows."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _settle(handles: list[int]) -> None:
    if len(handles) == 1:
        os.fsync(handles[0])
    elif handles:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(os.fsync, handles))


def _settle_folders(folders: Iterable[Path]) -> None:
    """A file that was put in place is there after a power cut only if its folder is settled."""
    for folder in folders:
        try:
            handle = os.open(folder, os.O_RDONLY)
        except OSError:
            continue  # not every system can open a folder
        try:
            with _about(folder):
                os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDERS:
                raise
        finally:
            os.close(handle)

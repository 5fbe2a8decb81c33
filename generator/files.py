"""Files that are put in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

#: Files that wait for the disk at once: it settles many for little more than one costs.
_AT_ONCE = 16


def put(files: Mapping[Path, bytes]) -> None:
    """Put each file in place; of each the old one or the new one is there, never a part.

    All of them are on the disk when it returns. Raises OSError if the disk refuses; the files
    that were in place by then stay.
    """
    for folder in {path.parent for path in files}:
        folder.mkdir(parents=True, exist_ok=True)
    fresh: dict[Path, Path] = {}
    try:
        handles = []
        try:
            for path, data in files.items():
                new = path.with_name(f".{path.name}.{os.getpid()}.new")
                handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
                fresh[path] = new
                handles.append(handle)
                _write(handle, data)
            _settle(handles)
        finally:
            for handle in handles:
                os.close(handle)
        for path in files:
            fresh[path].replace(path)
            del fresh[path]
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)


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

"""What later builds know of papers' texts, forgotten when papers are removed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.faults import StoreError
from generator.files import put

#: Relative to the content folder. Caches hold words of papers; a build makes them anew.
FOLDER = ".cache"
#: The ids of the removed papers that the caches know nothing of any more, a line each.
FORGOTTEN = "removed"
#: The list of the last site's files has no words, and ids have none.
_NO_WORDS = ("site", FORGOTTEN)


def forget(content: Path) -> None:
    """Remove what later builds know of papers' texts. Raises StoreError if that cannot be."""
    folder = content / FOLDER
    try:
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in _NO_WORDS:
                path.unlink(missing_ok=True)
    except OSError as error:
        where = error.filename or folder
        raise StoreError(f"{where}: cannot be removed: {error.strerror}; remove it") from error


def forget_removed(content: Path, removed: Iterable[str]) -> None:
    """Forget all if these ids are not those of the last time: caches may know what is removed now.

    So it is where another checkout has removed a paper. Else only a small file is read. Raises
    StoreError if what caches know cannot be removed.
    """
    path = content / FOLDER / FORGOTTEN
    ids = set(removed)
    if ids == _lines(path):
        return
    forget(content)
    with suppress(OSError):  # then all is forgotten again the next time
        put(content, {path: "".join(f"{each}\n" for each in sorted(ids)).encode()}, settle=False)


def _lines(path: Path) -> set[str]:
    try:
        return set(path.read_text(encoding="utf-8").split("\n")) - {""}
    except (OSError, ValueError):
        return set()

"""A site's place: one build at a time has it, and a new site takes it in one step.

Beside `site/` are `.site.lock`, `.site.new/` with all that a build makes before it is whole, and
for moments, where two folders cannot be exchanged, `.site.old/`, which is whole too.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.builder.site_files import remove

#: Seconds that a build waits for another one of the same site.
LOCK_SECONDS = 600.0
#: Of Linux' renameat2: paths are relative to the current folder; both names stay, exchanged.
_HERE, _EXCHANGE = -100, 2
#: Errors of a kernel or a file system that cannot do this.
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


class PlaceError(Exception):
    """The place cannot be had: another build has it, or the disk refuses."""


@contextmanager
def held(site: Path, told: Callable[[str], None] = lambda text: None) -> Iterator[None]:
    """Have the place until the block ends; what a build that was killed left there is put right.

    `told` hears that another build is waited for. Raises PlaceError if it does not end in
    `LOCK_SECONDS`, or if nothing can be written beside the site.
    """
    lock = FileLock(_beside(site, "lock"))
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            told(f"{site}: another paperfeed is building it; waiting for its end")
            lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise PlaceError(
            f"{site}: another paperfeed has been building it for {LOCK_SECONDS:g} s; build again"
            " when it is done, or name another folder with --site"
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise PlaceError(
            f"{site.parent}: Not a directory; name another place for the site"
        ) from None
    except OSError as error:
        raise PlaceError(
            f"{site.parent}: cannot be written: {error.strerror}; a site is made beside its place:"
            " give leave to write there, or name another folder with --site"
        ) from None
    try:
        _put_right(site)
        yield
    finally:
        lock.release()


def aside(site: Path) -> Path:
    """A name for what is made before it takes the site's place; nobody else has it.

    A program of a build that was killed may go on for moments, in a folder that no build uses.
    """
    return _beside(site, "new") / secrets.token_hex(4)


def swap(new: Path, site: Path) -> None:
    """Put a whole site in the place of the old one; that, if there was one, is then where it was.

    Raises PlaceError if it cannot be, and the old one is in its place.
    """
    try:
        if not site.exists():
            new.rename(site)
            return
        if not exchange(new, site):
            _in_two_steps(new, site)
    except OSError as error:
        raise PlaceError(
            f"{site}: cannot be replaced: {error.strerror}; the old site is as it was: name a"
            " folder that can be renamed with --site"
        ) from None


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; False if the system cannot. Raises OSError
    if it can and refuses.
    """
    if sys.platform != "linux":
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # an old C library
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def clear(site: Path) -> None:
    """Take away what was made aside, be it of this build or of one that was killed."""
    work = _beside(site, "new")
    if work.is_symlink():  # not ours
        return
    with suppress(OSError):
        for left in list(work.iterdir()):
            if left.is_dir() and not left.is_symlink():
                remove(left)
            else:
                left.unlink()
        work.rmdir()


def _in_two_steps(new: Path, site: Path) -> None:
    """Where a build is killed between the two, the next one brings the old site back."""
    old = _beside(site, "old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    old.rename(new)


def _put_right(site: Path) -> None:
    old = _beside(site, "old")
    if (old / "index.html").is_file() and not (site / "index.html").is_file():
        try:
            if site.is_dir():
                site.rmdir()  # somebody made the place anew meanwhile
            old.rename(site)
        except OSError as error:
            raise PlaceError(f"{old}: cannot be brought back: {error.strerror}") from None
    shutil.rmtree(old, ignore_errors=True)
    clear(site)


def _beside(site: Path, what: str) -> Path:
    return site.with_name(f".{site.name}.{what}")

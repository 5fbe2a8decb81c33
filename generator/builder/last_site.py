"""What the last build made and of what, so that the next one takes over what is the same.

The list is a shortcut only: it may be deleted at any time, one that is damaged is as good as none,
and a file that is not as the build left it is made anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import msgspec

from generator.files import put

#: Where files wait until the folders of the last site are there, which are the most of them.
WAITING = ".made"
#: Relative to the content folder.
FILE = ".cache/site"
#: The program that links files.
LINKER = str(Path(__file__).with_name("link_files.py"))


@dataclass(frozen=True, slots=True)
class Made:
    """A file as a build left it: the key of what it was made of, its size and its time (ns)."""

    key: bytes
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class LastSite:
    """The folder of a site, and its files by name that a next build may take over."""

    folder: str = ""
    files: Mapping[str, Made] = field(default_factory=dict)
    #: Of a site that is served: its other files, but for the search index.
    others: frozenset[str] = frozenset()

    def has(self, name: str, key: bytes) -> bool:
        """Whether the file is there, made of what has this key, and as it was left."""
        made = self.files.get(name)
        if made is None or made.key != key:
            return False
        try:
            found = os.lstat(f"{self.folder}/{name}")
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (made.size, made.modified)


@dataclass(slots=True)
class Ledger:
    """What a build takes over from the last site, and what its own files are made of."""

    last: LastSite = field(default_factory=LastSite)
    files: dict[str, Made] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    #: Where files are that were made and are not yet in their places.
    waiting: dict[str, str] = field(default_factory=dict)
    folder: str = WAITING

    def place_for(self, name: str) -> str:
        """Where a file is to be written, relative to the site that is being made."""
        if not self.last.files:
            return name
        return self.waiting.setdefault(name, f"{self.folder}/{len(self.waiting)}")

    def part(self, name: str) -> Ledger:
        """A ledger of other files, to be added to this one."""
        return Ledger(self.last, folder=f"{WAITING}-{name}")

    def add(self, part: Ledger) -> None:
        """Take over what a part has written down."""
        self.files |= part.files
        self.kept |= part.kept
        self.waiting |= part.waiting

    def keep(self, name: str, key: bytes) -> bool:
        """Whether the last site's file serves; then it is written down as kept."""
        if not self.last.has(name, key):
            return False
        self.files[name] = self.last.files[name]
        self.kept.add(name)
        return True

    def emptied(self) -> Ledger:
        """This ledger with nothing in it, and no last site either."""
        self.last = LastSite()
        self.files.clear()
        self.kept.clear()
        self.waiting.clear()
        return self

    def write_down(self, name: str, key: bytes, found: os.stat_result) -> None:
        """A file that this build has made."""
        self.files[name] = Made(key, found.st_size, found.st_mtime_ns)


def load(content: Path, site: Path) -> LastSite:
    """What is known of the site in this folder."""
    try:
        data = (content / FILE).read_bytes()
        last = msgspec.msgpack.decode(data, type=LastSite)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return LastSite()
    return last if last.folder == str(site) and site.is_dir() else LastSite()


def save(content: Path, last: LastSite) -> None:
    """Remember it; a folder that cannot be written to is no fault."""
    with suppress(OSError):
        put(content, {content / FILE: msgspec.msgpack.encode(last)}, settle=False)


@contextmanager
def linking(last: LastSite, target: Path) -> Iterator[Callable[[], Collection[str]]]:
    """Link the last site's files into a folder while the block goes on.

    The block is given a function that waits for it, and tells which are there.
    """
    shutil.rmtree(target, ignore_errors=True)
    if not last.files:
        yield lambda: ()
        return
    target.mkdir(parents=True)
    command = [sys.executable, "-I", "-S", LINKER, last.folder, str(target), str(os.getpid())]
    names = "\0".join(last.files).encode("utf-8", "surrogateescape")
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet) as program:
        feeding = Thread(target=_give, args=(program, names))
        feeding.start()
        try:
            yield lambda: _linked(program, last.files.keys())
        finally:
            program.kill()
            feeding.join()


def _linked(program: subprocess.Popen[bytes], names: Set[str]) -> Collection[str]:
    said = program.stdout.read() if program.stdout else b""
    if program.wait():
        return ()
    return names - set(said.decode("utf-8", "surrogateescape").split("\0"))


def _give(program: subprocess.Popen[bytes], names: bytes) -> None:
    if program.stdin:
        with suppress(OSError), program.stdin as place:
            place.write(names)

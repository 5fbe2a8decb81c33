"""What a person named as input -> streams of bytes: folders and archives opened, gzip taken off."""

from __future__ import annotations

import gzip
import io
import math
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from generator.incoming import InputError

#: Bytes that a format is detected by.
HEAD = 65_536
#: Papers pack to a tenth or less; what unpacks to far more than it was is made to fill memories.
_MOST_UNPACKED = 50
_FREELY = 1024 * 1024
_STDIN = "standard input"
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: by itself, in a folder, in a zip archive, or what came on standard input.

    `name` is what people are shown. `within` is the folder or archive that it was come upon in, if
    it was not named itself. `fault` is why it cannot be read, where that is known already.
    """

    name: str
    path: Path
    member: str | None = None
    within: str | None = None
    size: int = 0
    fault: str | None = None

    @property
    def given(self) -> str:
        """The input as the person gave it, for errors."""
        return self.name if self.within or self.name == _STDIN else str(self.path)


@contextmanager
def inputs_of(paths: Sequence[Path]) -> Iterator[tuple[Input, ...]]:
    """Every file that the paths name: folders and zip archives in full, `-` for standard input.

    In the order of the paths, and of names inside them; hidden files and what lies behind links
    inside folders are not looked at. Standard input is kept in a file until the block ends.
    """
    with ExitStack() as stack:
        named: list[Input] = []
        for path in paths:
            if str(path) == "-":
                named.append(_standard_input(stack))
            elif path.is_dir():
                inside = list(_in_folder(path))
                named += inside or [Input(path.name, path, fault="holds no file")]
            else:
                named.append(Input(path.name, path, size=_size(path)))
        yield tuple(each for one in named for each in _unzipped(one))


def _standard_input(stack: ExitStack) -> Input:
    """Standard input, kept in a file: it is read from its beginning more than once."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="paperfeed.")))
    file = folder / "input"
    try:
        with file.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
    except OSError as error:
        return Input(_STDIN, file, fault=f"cannot be kept: {error.strerror}")
    return Input(_STDIN, file, size=_size(file))


def _in_folder(folder: Path) -> Iterator[Input]:
    top = folder.resolve().name or str(folder)
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                shown = f"{top}/{path.relative_to(folder).as_posix()}"
                yield Input(shown, path, within=top, size=_size(path))


def _unzipped(one: Input) -> Iterator[Input]:
    """The files in a zip archive, or the input itself if it is none."""
    try:
        with one.path.open("rb") as file:
            if file.read(4) not in _ZIP:
                yield one
                return
        with zipfile.ZipFile(one.path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except OSError:
        yield one  # opening it again says why
        return
    except _BROKEN as error:
        yield replace(one, fault=f"a broken zip archive: {error}")
        return
    files = [member for member in members if not (member.is_dir() or _hidden(member.filename))]
    if not files:
        yield replace(one, fault="holds no file")
    for member in files:
        shown = f"{one.name}/{member.filename}"
        yield Input(shown, one.path, member.filename, one.within or one.name, member.compress_size)


def _hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in member.split("/"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Opened:
    """An input as bytes: its first 64 KiB, all of it, and which part (0 to 1) is read by now."""

    head: bytes
    stream: BinaryIO
    part: Callable[[], float]


@contextmanager
def opened(one: Input) -> Iterator[Opened]:
    """The input, unpacked if it is packed.

    Raises InputError, also when what reads the stream meets a file cut short or broken, or one
    that unpacks out of all proportion.
    """
    if one.fault:
        raise InputError(one.fault)
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(one.path.open("rb"))
            file: BinaryIO = disk
            if one.member is not None:
                archive = stack.enter_context(zipfile.ZipFile(disk))
                file = cast("BinaryIO", stack.enter_context(archive.open(one.member)))
            start = cast("io.BufferedReader", file).peek(4)[:4]
        except _BROKEN as error:
            raise _unreadable(error) from error
        if start in _ZIP:
            raise InputError("a zip archive inside another; unpack it first")
        packed = one.member is not None or start[:2] == _GZIP
        unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if start[:2] == _GZIP else file
        raw = _Unpacked(unpacked, one.size if packed else None)
        stream = io.BufferedReader(raw, HEAD)
        head = stream.peek(HEAD)[:HEAD]
        yield Opened(head, stream, lambda: min(1.0, disk.tell() / (one.size or 1)))


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of an input, as errors of the input where they end too soon."""

    def __init__(self, stream: IO[bytes], packed: int | None) -> None:
        self._stream = stream
        self._rest = math.inf if packed is None else max(_FREELY, packed * _MOST_UNPACKED)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise _unreadable(error) from error
        self._rest -= len(data)
        if self._rest < 0:
            raise InputError(
                f"unpacks to more than {_MOST_UNPACKED} times its size; unpack it and look at it"
            )
        buffer[: len(data)] = data
        return len(data)


def _unreadable(error: Exception) -> InputError:
    return InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}")

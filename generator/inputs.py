"""Files as streams of bytes, gzip taken off, with a first look at what they hold."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from generator.incoming import InputError

#: Bytes that a format is detected by.
HEAD = 65_536
_GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[tuple[bytes, BinaryIO]]:
    """The head of a file and the whole of it as a stream, decompressed if it is gzip.

    Raises InputError, also when what reads the stream meets a gzip file cut short or broken.
    """
    try:
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == _GZIP
            raw = gzip.GzipFile(fileobj=file) if packed else file
            stream = io.BufferedReader(cast("io.RawIOBase", raw), HEAD)
            yield stream.peek(HEAD)[:HEAD], stream
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read: {reason}") from error

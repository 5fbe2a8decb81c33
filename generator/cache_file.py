"""Files of what was worked out before: whole and of this form, or as good as none.

A file is a checksum and what it is of. The form goes into the checksum: what was written in
another one, by other rules, is as unreadable as what is damaged.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from generator.files import put

#: The length of a text's key.
KEY_BYTES = 16
_SUM_BYTES = 32


def read(path: Path, form: bytes) -> memoryview | None:
    """What `write` put into the file in the same form (up to 64 bytes), if that is there."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    body = data[_SUM_BYTES:]
    return body if data[:_SUM_BYTES] == _sum(body, form) else None


def write(content: Path, path: Path, form: bytes, body: bytes) -> None:
    """Put this into a file of the content folder; if that cannot be, leave it."""
    with suppress(OSError):
        put(content, {path: _sum(body, form) + body}, settle=False)


def text_key(title: str, abstract: str) -> bytes:
    """What a paper's title and abstract are known by."""
    text = f"{len(title)} {title}{abstract}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=KEY_BYTES).digest()


def _sum(body: bytes | memoryview, form: bytes) -> bytes:
    return hashlib.blake2b(body, key=form, digest_size=_SUM_BYTES).digest()

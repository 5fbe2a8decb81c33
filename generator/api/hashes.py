"""The hashes by which the index knows the records and the months."""

from __future__ import annotations

import hashlib

#: Hex digits of a SHA-256: as many as no one will see clash by chance.
DIGITS = 32


def hash_of(data: bytes) -> str:
    """The hash of a month's lines, or of a paper's line without its end."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]

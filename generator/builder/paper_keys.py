"""What a record holds, as a short key: each made once in a build, however many files tell of it."""

from __future__ import annotations

import hashlib

import msgspec

from generator.model import Paper

_BYTES = 16


class PaperKeys:
    """Gives the keys of papers."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Paper, bytes]] = {}

    def of(self, paper: Paper) -> bytes:
        """The key of all that the record holds."""
        known = self._known.get(paper.id)
        if known is None or known[0] is not paper:
            data = msgspec.msgpack.encode(paper)
            known = paper, hashlib.blake2b(data, digest_size=_BYTES).digest()
            self._known[paper.id] = known
        return known[1]

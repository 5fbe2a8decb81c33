"""Cards as they were rendered: each once for all the lists that it stands in, and kept for the next
build.

The file is a shortcut only: it may be deleted at any time, and what is damaged is rendered anew.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import msgspec

from generator.builder.paper_keys import PaperKeys
from generator.files import ASIDE
from generator.pages.cards import Card

#: Relative to the content folder.
FILE = ".cache/cards"
#: Cards that are held in memory; those of a larger feed are rendered for each list.
MOST = 60_000
_BYTES = 16
#: Bytes of the file's last number: how long the list of places before it is.
_LENGTH = 8
_Place = tuple[int, int, int]


class KeptCards:
    """Rendered cards by what they are made of; `form` is the key of all else that makes them."""

    def __init__(self, form: bytes, content: Path | None = None) -> None:
        self._form = form
        self.papers = PaperKeys()
        self._keys: dict[str, bytes] = {}
        self._made: dict[bytes, bytes] = {}
        self._path = content / FILE if content else None
        #: Where each card of the file stands: its offset, its length, its CRC-32.
        self._places: dict[bytes, _Place] = {}
        self._data: mmap.mmap | bytes = b""
        if self._path:
            self._open(self._path)

    def _open(self, path: Path) -> None:
        with suppress(OSError, ValueError, msgspec.DecodeError), path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            end = len(data) - _LENGTH
            start = end - int.from_bytes(data[end:], "little")
            self._places = msgspec.msgpack.decode(data[start:end], type=dict[bytes, _Place])
            self._data = data

    def key(self, card: Card) -> bytes:
        """The key of what the card is made of."""
        known = self._keys.get(card.paper.id)
        if known is None:
            topics = [(topic.slug, topic.label) for topic in card.topics]
            told = msgspec.msgpack.encode((self.papers.of(card.paper), topics, card.words.language))
            known = hashlib.blake2b(self._form + told, digest_size=_BYTES).digest()
            self._keys[card.paper.id] = known
        return known

    def get(self, card: Card) -> bytes | None:
        """The card as it was rendered, if it was."""
        key = self.key(card)
        made = self._made.get(key)
        if made is None and key in self._places:
            start, length, check = self._places[key]
            found = self._data[start : start + length] if start >= 0 else b""
            made = found if len(found) == length and crc32(found) == check else None
        return made

    def put(self, card: Card, made: bytes) -> None:
        """Keep a card that was rendered."""
        if len(self._made) < MOST:
            self._made[self.key(card)] = made

    def save(self) -> None:
        """Write those down that this build's cards are, if there are new ones."""
        if self._path is None or not self._made:
            return
        kept = {key: self._data[slice(*_span(self._places[key]))] for key in self._still_there()}
        cards = kept | self._made
        places = msgspec.msgpack.encode(_places_of(cards))
        new = self._path.parents[1] / ASIDE / f"{os.getpid()}.cards"
        with suppress(OSError):
            for folder in (new.parent, self._path.parent):
                folder.mkdir(exist_ok=True)
            with new.open("wb") as file:
                file.writelines(cards.values())
                file.write(places)
                file.write(len(places).to_bytes(_LENGTH, "little"))
            new.replace(self._path)

    def _still_there(self) -> set[bytes]:
        return set(self._keys.values()) & self._places.keys()


def _span(place: _Place) -> tuple[int, int]:
    return place[0], place[0] + place[1]


def _places_of(cards: dict[bytes, bytes]) -> dict[bytes, _Place]:
    places: dict[bytes, _Place] = {}
    start = 0
    for key, made in cards.items():
        places[key] = start, len(made), crc32(made)
        start += len(made)
    return places

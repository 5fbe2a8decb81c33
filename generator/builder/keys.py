"""What a page is made of, as a short key: where that is the same as before, so is the page."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from generator.builder.kept_cards import KeptCards
from generator.model import Draft, OutputDraft, Paper
from generator.pages.cards import Card
from generator.pages.given import Given
from generator.site import Site
from generator.topics import Topic

_BYTES = 16
_SUFFIXES = (".py", ".html", ".ttf")
_PACKAGE = Path(__file__).resolve().parents[1]
#: Libraries that make a part of what pages say.
_LIBRARIES = (
    "babel", "jinja2", "latex2mathml", "markdown-it-py", "markupsafe", "mkdocs-material", "nh3",
    "pillow", "pylatexenc",
)  # fmt: skip


def form_of(theme: Iterable[str], site: Site) -> bytes:
    """A key of what all pages share but for the shell: this program, its fragments, the site."""
    found = hashlib.blake2b(digest_size=_BYTES)
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    for path in (path for folder in (str(_PACKAGE), *theme) for path in _sources(folder)):
        found.update(f"{path}\n".encode())
        found.update(Path(path).read_bytes())
    facts = (site.name, site.description, site.url, site.repository, site.branch, site.content)
    words = (site.words.language, str(site.words.locale), dict(site.words.texts))
    found.update(msgspec.msgpack.encode((facts, words)))
    return found.digest()


def _sources(folder: str) -> Iterator[str]:
    """Programs, templates and fonts in a folder, but for what the theme has by the ten thousand."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name != "assets")
        yield from (f"{parent}/{name}" for name in sorted(names) if name.endswith(_SUFFIXES))


_BESIDE_PAPER = attrgetter(*(each.name for each in fields(Given) if each.name != "paper"))


class Keys:
    """Gives the keys of drafts; a paper's key stands for the paper, and a card's for the card."""

    def __init__(self, form: bytes, cards: KeptCards) -> None:
        self._form = form
        self._cards = cards

    def of(self, draft: Draft, shell: bytes) -> bytes:
        """The key of a page that is poured into this shell."""
        told = msgspec.msgpack.encode((draft.uri, self._short(draft.told)))
        return hashlib.blake2b(self._form + shell + told, digest_size=_BYTES).digest()

    def of_file(self, draft: OutputDraft) -> bytes:
        """The key of a file for machines."""
        told = msgspec.msgpack.encode((draft.path, self._short(draft.told)))
        return hashlib.blake2b(self._form + told, digest_size=_BYTES).digest()

    def _short(self, value: Any) -> Any:
        """A value that tells the same, papers and cards by their keys."""
        kind = type(value)
        if kind is Paper:
            return self._cards.papers.of(value)
        if kind is Card:
            return self._cards.key(value)
        if kind is Topic:
            return value.slug, value.label, value.meaning, value.area
        if kind is tuple:
            return [self._short(each) for each in value]
        if kind is Given:
            return self._cards.papers.of(value.paper), *_BESIDE_PAPER(value)
        if is_dataclass(kind):
            return [self._short(each) for each in _values_of(kind)(value)]
        return value


@lru_cache(maxsize=256)
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """A function from a dataclass's instance to the values of its fields."""
    names = [field.name for field in fields(kind)]
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda value: (found(value),)

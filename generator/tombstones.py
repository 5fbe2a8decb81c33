"""Papers that were removed: a tombstone each under `content/intake/removed/`.

A tombstone keeps a paper's address, and keeps the paper from coming in again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.faults import Fault, StoreError
from generator.fields import READERS, WrongValueError, found, printable
from generator.files import put
from generator.front_matter import FrontMatterError, load
from generator.identifiers import normal_title
from generator.model import Paper, Tombstone

#: Relative to the content folder.
FOLDER = "intake/removed"
_DIGITS = 32
_HASH = re.compile(r"[0-9a-f]{32}")


def _title(value: object) -> str:
    if isinstance(value, str) and _HASH.fullmatch(value):
        return value
    raise WrongValueError(f": found {found(value)}; write the 32 hex digits of its hash, in quotes")


#: What a file holds, in this order; the last two may be left out.
_READERS: Mapping[str, Callable[[object], Any]] = {
    "id": READERS["id"],
    "day": READERS["listed"],
    "reason": READERS["comment"],
    "title": _title,
    "aliases": READERS["aliases"],
    "identifiers": READERS["identifiers"],
}
_OPTIONAL = ("aliases", "identifiers")


def tombstone_of(paper: Paper, day: date, reason: str) -> Tombstone:
    """The tombstone of a paper that is removed on this day for this reason."""
    title = title_hash(paper.title)
    return Tombstone(paper.id, day, reason, title, paper.aliases, paper.identifiers)


def title_hash(title: str) -> str:
    """The first 32 hex digits of the SHA-256 of what all spellings of a title have in common."""
    normal = normal_title(title).encode("utf-8", "surrogatepass")
    return hashlib.sha256(normal).hexdigest()[:_DIGITS]


def path_of(paper_id: str) -> str:
    """A tombstone's file, relative to the content folder."""
    return f"{FOLDER}/{paper_id}.yml"


def load_tombstones(content: Path) -> tuple[tuple[Tombstone, ...], tuple[Fault, ...]]:
    """Every tombstone in the order of ids, and what is wrong with files; a bad one stops no other.

    Raises StoreError if the folder cannot be read: removed papers would come in again.
    """
    tombstones: list[Tombstone] = []
    faults: list[Fault] = []
    folder = content / FOLDER
    try:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.name.startswith("."):
                continue
            try:
                tombstones.append(_parsed(path.name, path.read_text(encoding="utf-8")))
            except ValueError as error:
                shown = f"{content.name}/{FOLDER}/{printable(path.name)}"
                faults.append(Fault(shown, printable(str(error))))
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    return tuple(tombstones), tuple(faults)


def keep(content: Path, tombstone: Tombstone) -> None:
    """Put the tombstone's file in place. Raises StoreError if the disk refuses."""
    path = content / path_of(tombstone.id)
    try:
        put(content, {path: _dumped(tombstone).encode()})
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def _dumped(tombstone: Tombstone) -> str:
    values: dict[str, Any] = {
        "id": tombstone.id,
        "day": tombstone.day,
        "reason": tombstone.reason,
        "title": tombstone.title,
    }
    if tombstone.aliases:
        values["aliases"] = list(tombstone.aliases)
    if tombstone.identifiers:
        values["identifiers"] = dict(tombstone.identifiers)
    return str(
        yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    )


def _parsed(name: str, text: str) -> Tombstone:
    """What a file says. Raises ValueError with what is wrong with it."""
    try:
        data = load(text)
    except FrontMatterError as error:
        raise ValueError(str(error).replace("the front matter", "it")) from None
    if not isinstance(data, dict):
        raise ValueError(f"found {found(data)}; write `key: value` lines")
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _READERS:
            raise ValueError(f"{key}: unknown key; known are {', '.join(_READERS)}")
        try:
            values[key] = _READERS[key](value)
        except WrongValueError as wrong:
            raise ValueError(f"{key}{wrong}") from None
    for key in _READERS:
        if key not in values and key not in _OPTIONAL:
            raise ValueError(f"{key}: missing; add it")
    if name != f"{values['id']}.yml":
        raise ValueError(f"is not where it belongs; rename it to {values['id']}.yml")
    return Tombstone(**values)


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

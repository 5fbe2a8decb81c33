"""Papers that were removed: a tombstone each under `content/intake/removed/`.

A tombstone keeps a paper's address, and keeps the paper from coming in again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, found, step_name
from generator.fields import READERS, WrongValueError
from generator.files import put, text_of
from generator.front_matter import load_mapping
from generator.identifiers import normal_title
from generator.model import DamagedTombstone, Paper, Tombstone
from generator.yaml_lines import located

#: Relative to the content folder.
FOLDER = "intake/removed"
_DIGITS = 32
_HASH = re.compile(r"[0-9a-f]{32}")
_NO_TOMBSTONE = Flaw(
    "no tombstone, whose files are <id>.yml; rename it if it is one, or move it out of intake/"
)


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


@dataclass(frozen=True, slots=True)
class Tombstones:
    """Every tombstone in the order of files; of damaged ones what can be read; all that is wrong.

    `unknown` are the faults of those of which not all can be read by which their papers would be
    known again.
    """

    whole: tuple[Tombstone, ...]
    damaged: tuple[DamagedTombstone, ...]
    faults: tuple[Fault, ...]
    unknown: tuple[Fault, ...]


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


def load_tombstones(content: Path) -> Tombstones:
    """Every tombstone, and what is wrong with files; a bad one stops no other.

    Raises StoreError if the folder cannot be read: removed papers would come in again.
    """
    whole: list[Tombstone] = []
    damaged: list[DamagedTombstone] = []
    faults: list[Fault] = []
    unknown: list[Fault] = []
    folder = content / FOLDER
    try:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            parts = _parts_of(path)
            flaws = _flaws_of_file(path, parts)
            if not flaws:
                whole.append(Tombstone(**parts.values))
                continue
            shown = f"{content.name}/{FOLDER}/{path.name}"
            damaged.append(_damaged(path.stem, parts.values))
            faults += [fault_of(shown, flaw) for flaw in flaws]
            unknown += [] if parts.tell_all else [fault_of(shown, flaws[0])]
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    return Tombstones(tuple(whole), tuple(damaged), tuple(faults), tuple(unknown))


def check(tombstone: Tombstone) -> None:
    """Raises FlawedError if its file could not be read again: then nobody would heed it."""
    if flaws := _parts(_dumped(tombstone)).flaws:
        raise FlawedError(replace(flaw, line=None) for flaw in flaws)


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


@dataclass(frozen=True, slots=True)
class _Parts:
    """What can be read of a text, and what is wrong with the rest.

    `tell_all` says that nothing of the rest is about which paper it is.
    """

    values: dict[str, Any]
    flaws: tuple[Flaw, ...]
    tell_all: bool


def _parts_of(path: Path) -> _Parts:
    try:
        return _parts(text_of(path))
    except FlawedError as error:
        return _Parts({}, error.flaws, tell_all=False)


def _parts(text: str) -> _Parts:
    try:
        data = load_mapping(text)
    except FlawedError as error:
        return _Parts({}, _located(error.flaws, text), tell_all=False)
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for key, value in data.items():
        if key not in _READERS:
            message = f"{step_name(key)}: unknown key; known are {', '.join(_READERS)}"
            flaws.append(Flaw(message, (key,)))
            continue
        try:
            values[key] = _READERS[key](value)
        except WrongValueError as wrong:
            flaws += wrong.of_key(key)
    needed = [key for key in _READERS if key not in data and key not in _OPTIONAL]
    flaws += [Flaw(f"{key}: missing; add it", (key,)) for key in needed]
    # The file's name is an id; and a key that nobody knows may be a misspelt one that tells.
    read = values.keys() | {"id", "day", "reason"}
    return _Parts(values, _located(flaws, text), tell_all=data.keys() | {"title"} <= read)


def _located(flaws: Iterable[Flaw], text: str) -> tuple[Flaw, ...]:
    return FlawedError(located(FlawedError(flaws).flaws, text)).flaws


def _flaws_of_file(path: Path, parts: _Parts) -> tuple[Flaw, ...]:
    if path.suffix != ".yml":
        return (_NO_TOMBSTONE,)
    if not parts.flaws and path.stem != (id_ := parts.values["id"]):
        return (Flaw(f"is not where it belongs; rename it to {id_}.yml"),)
    return parts.flaws


def _damaged(name: str, values: Mapping[str, Any]) -> DamagedTombstone:
    own = {values["id"]} - {name} if "id" in values else set()
    aliases = (*own, *values.get("aliases", ()))
    return DamagedTombstone(name, values.get("title", ""), aliases, values.get("identifiers", {}))


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

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

from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, found, step_name
from generator.fields import READERS, WrongValueError
from generator.files import put, text_of
from generator.front_matter import load_mapping
from generator.identifiers import normal_title
from generator.model import Paper, Tombstone
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
                if path.suffix != ".yml":
                    raise FlawedError([_NO_TOMBSTONE])
                tombstones.append(_parsed(path.name, text_of(path)))
            except FlawedError as error:
                shown = f"{content.name}/{FOLDER}/{path.name}"
                faults += [fault_of(shown, flaw) for flaw in error.flaws]
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
    """What a file says. Raises FlawedError with what is wrong with it."""
    flaws: list[Flaw] = []
    values: dict[str, Any] = {}
    try:
        data = load_mapping(text)
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
        if flaws:
            raise FlawedError(flaws)
    except FlawedError as error:
        raise FlawedError(located(error.flaws, text)) from None
    if name != f"{values['id']}.yml":
        raise FlawedError([Flaw(f"is not where it belongs; rename it to {values['id']}.yml")])
    return Tombstone(**values)


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

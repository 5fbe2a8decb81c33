"""How each source's intake of each day went: one small file a day and source, and a cursor.

A file describes the day, never a run: the same again changes nothing, and two forks that fetched
the same write the same. Under `content/intake/<source>/`: `2025-03-11.yml` a day, `cursor.yml` up
to which day all is known.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.faults import Fault, StoreError
from generator.fields import found, is_source, printable
from generator.files import put
from generator.front_matter import FrontMatterError, load
from generator.model import DAY_STATES, IntakeDay

#: Relative to the content folder.
FOLDER = "intake"
CURSOR = "cursor.yml"
_NOT_SOURCES = ("rejected", "removed")
_DAY_FILE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.yml")
_DAY_KEYS = ("state", "records", "rejected", "reason")
_CURSOR_KEYS = ("until", "asked", "etag", "last_modified")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source is known.

    `until` is the last day of which, and of all before it, all is known. A source that shows only
    what is new is asked conditionally: `etag` and `last_modified` are of its last whole answer,
    which came on the day `asked`.
    """

    until: date | None = None
    asked: date | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known of the intake: days by source, in order of time; cursors; faults of files."""

    days: Mapping[str, Mapping[date, IntakeDay]]
    cursors: Mapping[str, Cursor]
    faults: tuple[Fault, ...] = ()


def load_intake(content: Path) -> Intake:
    """Everything under `content/intake/`; a bad file stops no other.

    Raises StoreError if a folder cannot be read.
    """
    days: dict[str, dict[date, IntakeDay]] = {}
    cursors: dict[str, Cursor] = {}
    faults: list[Fault] = []
    try:
        for folder in _sources(content):
            for path in sorted(folder.iterdir()):
                try:
                    read = _read(path, folder.name)
                except ValueError as error:
                    shown = f"{content.name}/{path.relative_to(content).as_posix()}"
                    faults.append(Fault(shown, printable(str(error))))
                    continue
                if isinstance(read, IntakeDay):
                    days.setdefault(folder.name, {})[read.day] = read
                elif read is not None:
                    cursors[folder.name] = read
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    return Intake(days, cursors, tuple(faults))


def _sources(content: Path) -> list[Path]:
    folder = content / FOLDER
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name not in _NOT_SOURCES and not path.name.startswith(".")
    ]


def _read(path: Path, source: str) -> IntakeDay | Cursor | None:
    """What a file says; None for a hidden one. Raises ValueError with what is wrong with it."""
    if path.name.startswith("."):
        return None
    if not is_source(source):
        raise ValueError(f"`{source}` is no source's name; rename the folder")
    named = _DAY_FILE.fullmatch(path.name)
    if not named and path.name != CURSOR:
        raise ValueError(f"no day and no cursor; files here are 2025-03-11.yml or {CURSOR}")
    try:
        data = load(path.read_text(encoding="utf-8"))
    except FrontMatterError as error:
        raise ValueError(str(error).replace("the front matter", "it")) from None
    if not isinstance(data, dict):
        raise ValueError(f"found {found(data)}; write `key: value` lines")
    return day_of(source, named[1], data) if named else cursor_of(data)


def day_of(source: str, day: str, data: Mapping[Any, Any]) -> IntakeDay:
    """The day that a file's mapping describes; raises ValueError with what is wrong with it."""
    _check_keys(data, _DAY_KEYS)
    state, reason = data.get("state"), data.get("reason")
    if state not in DAY_STATES:
        raise ValueError(f"state: found {found(state)}; write {', '.join(DAY_STATES)}")
    if reason is not None and not isinstance(reason, str):
        raise ValueError(f"reason: found {found(reason)}; put it in quotes")
    counts = [data.get(name, 0) for name in ("records", "rejected")]
    if not all(type(count) is int and count >= 0 for count in counts):
        raise ValueError("records, rejected: write whole numbers from 0")
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"{day} is no day; rename the file") from None
    return IntakeDay(source, moment, state, counts[0], counts[1], reason)


def cursor_of(data: Mapping[Any, Any]) -> Cursor:
    """The cursor that a mapping describes; raises ValueError with what is wrong with it."""
    _check_keys(data, _CURSOR_KEYS)
    for name in ("until", "asked"):
        if data.get(name) is not None and type(data[name]) is not date:
            raise ValueError(f"{name}: found {found(data[name])}; write a day as 2025-03-11")
    for name in ("etag", "last_modified"):
        if data.get(name) is not None and not isinstance(data[name], str):
            raise ValueError(f"{name}: found {found(data[name])}; put it in quotes")
    return Cursor(*(data.get(name) for name in _CURSOR_KEYS))


def _check_keys(data: Mapping[Any, Any], known: tuple[str, ...]) -> None:
    for key in data:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
            raise ValueError(f"{key}: unknown key; {hint}")


def keep_intake(
    content: Path, source: str, days: Iterable[IntakeDay], cursor: Cursor | None
) -> None:
    """Put the files of these days in place, and then the cursor's; equal files stay as they are.

    Raises StoreError if the disk refuses.
    """
    folder = content / FOLDER / source
    files = {folder / f"{day.day.isoformat()}.yml": _day_file(day) for day in days}
    try:
        put(content, {path: data for path, data in files.items() if not _holds(path, data)})
        # Last, so that a run that is cut short between the two asks again.
        if cursor is not None and not _holds(folder / CURSOR, data := _cursor_file(cursor)):
            put(content, {folder / CURSOR: data})
    except OSError as error:
        where = error.filename or folder
        raise StoreError(f"{where}: cannot be written: {error.strerror}") from error


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _day_file(day: IntakeDay) -> bytes:
    return _dumped(
        {"state": day.state, "records": day.records, "rejected": day.rejected, "reason": day.reason}
    )


def _cursor_file(cursor: Cursor) -> bytes:
    return _dumped({name: getattr(cursor, name) for name in _CURSOR_KEYS})


def _dumped(fields: Mapping[str, Any]) -> bytes:
    text: str = yaml.dump(
        {key: value for key, value in fields.items() if value is not None},
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000,
    )
    return text.encode()

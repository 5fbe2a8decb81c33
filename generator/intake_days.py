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

from generator.days import how_to_write, is_day
from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, found, step_name
from generator.fields import is_source
from generator.files import put, text_of
from generator.front_matter import load_mapping
from generator.model import DAY_STATES, IntakeDay
from generator.yaml_lines import located

#: Relative to the content folder.
FOLDER = "intake"
CURSOR = "cursor.yml"
_NOT_SOURCES = ("rejected", "removed", "mirrors")
_DAY_FILE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.yml")
_DAY_KEYS = ("state", "records", "rejected", "reason")
#: No source has so many papers.
_MOST = 10**15
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
                except FlawedError as error:
                    shown = f"{content.name}/{path.relative_to(content).as_posix()}"
                    faults += [fault_of(shown, flaw) for flaw in error.flaws]
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
    """What a file says; None for a hidden one. Raises FlawedError with what is wrong with it."""
    if path.name.startswith("."):
        return None
    if not is_source(source):
        raise _flawed(f"`{source}` is no source's name; rename the folder")
    named = _DAY_FILE.fullmatch(path.name)
    if not named and path.name != CURSOR:
        raise _flawed(f"no day and no cursor; files here are 2025-03-11.yml or {CURSOR}")
    text = text_of(path)
    try:
        data = load_mapping(text)
        return _day_of(source, named[1], data) if named else _cursor_of(data)
    except FlawedError as error:
        raise FlawedError(located(error.flaws, text)) from None


def _flawed(message: str) -> FlawedError:
    return FlawedError([Flaw(message)])


def _day_of(source: str, day: str, data: Mapping[Any, Any]) -> IntakeDay:
    flaws = _unknown(data, _DAY_KEYS)
    state: Any = data.get("state")
    reason = data.get("reason")
    if state not in DAY_STATES:
        flaws.append(_wrong("state", state, f"write {', '.join(DAY_STATES)}"))
    if reason is not None and not isinstance(reason, str):
        flaws.append(_wrong("reason", reason, "put it in quotes"))
    counts = {name: data.get(name, 0) for name in ("records", "rejected")}
    for name, number in counts.items():
        if type(number) is not int or not 0 <= number < _MOST:
            flaws.append(_wrong(name, number, "write a whole number from 0"))
    moment = date.min
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        flaws.append(Flaw(f"{day} is no day; rename the file"))
    else:
        if not is_day(moment):
            flaws.append(Flaw(f"{day} is no day of a feed; delete the file"))
    if flaws:
        raise FlawedError(flaws)
    return IntakeDay(source, moment, state, counts["records"], counts["rejected"], reason)


def _cursor_of(data: Mapping[Any, Any]) -> Cursor:
    flaws = _unknown(data, _CURSOR_KEYS)
    for name in ("until", "asked"):
        if data.get(name) is not None and type(data[name]) is not date:
            flaws.append(_wrong(name, data[name], how_to_write(data[name])))
    for name in ("etag", "last_modified"):
        if data.get(name) is not None and not isinstance(data[name], str):
            flaws.append(_wrong(name, data[name], "put it in quotes"))
    if flaws:
        raise FlawedError(flaws)
    return Cursor(*(data.get(name) for name in _CURSOR_KEYS))


def _wrong(name: str, value: object, do: str) -> Flaw:
    return Flaw(f"{name}: found {found(value)}; {do}", (name,))


def _unknown(data: Mapping[Any, Any], known: tuple[str, ...]) -> list[Flaw]:
    flaws = []
    for key in data:
        if key not in known:
            name = step_name(key)
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
            flaws.append(Flaw(f"{name}: unknown key; {hint}", (key,)))
    return flaws


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

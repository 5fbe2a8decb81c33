"""Which form the records of a content folder have: the number in its settings, `feed.yml`.

It grows only when records of the form before would be misread. A folder that says nothing has the
first form.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, found, step_name
from generator.files import put, text_of
from generator.front_matter import load_mapping
from generator.yaml_lines import located

#: The content's settings, relative to the content folder.
SETTINGS = "feed.yml"
#: What a folder has that says nothing.
FIRST = 1
#: What this program reads and writes.
CURRENT = 1
#: No program gets so far.
_MOST = 10**6


class SchemaError(StoreError):
    """The settings cannot be read, or the records have a form that this program does not know."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def schema_of(content: Path, current: int = CURRENT) -> int:
    """The form that the folder's records have; the `current` one if it has no records yet.

    Raises SchemaError if the settings cannot be read.
    """
    path = content / SETTINGS
    try:
        if path.is_symlink():
            raise FlawedError([Flaw("a symbolic link; put the file itself here")])
        text = text_of(path)
    except FileNotFoundError:
        return FIRST if (content / "papers").exists() else current
    except FlawedError as error:
        raise _error(content, error.flaws[0]) from None
    except OSError as error:
        said = f"cannot be read: {error.strerror}; make it readable"
        raise _error(content, Flaw(said)) from None
    try:
        data = load_mapping(text)
        number = _number(data)
        if number <= current and (flaws := _unknown(data)):  # a later program may know more keys
            raise FlawedError(flaws)
    except FlawedError as error:
        raise _error(content, located(error.flaws, text)[0]) from None
    return number


def require(content: Path, current: int = CURRENT) -> None:
    """Raises SchemaError, with what to do, unless the records have the `current` form."""
    number = schema_of(content, current)
    if number == current:
        return
    do = "update the code (merge upstream)" if number > current else "run `paperfeed upgrade`"
    said = f"schema: found {number}; this paperfeed knows {current}; {do}"
    raise _error(content, Flaw(said, ("schema",)))


def keep(content: Path, number: int) -> None:
    """Put the settings with this number in place. Raises StoreError if the disk refuses."""
    path = content / SETTINGS
    try:
        put(content, {path: f"schema: {number}\n".encode()})
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def begin(content: Path, current: int = CURRENT) -> None:
    """Say in a folder that has no records yet which form they will have, if that is not the first.

    Call it before the first is written: later, saying nothing would mean the first.
    """
    if current != FIRST and not any((content / name).exists() for name in (SETTINGS, "papers")):
        keep(content, current)


def _error(content: Path, flaw: Flaw) -> SchemaError:
    return SchemaError(fault_of(f"{content.name}/{SETTINGS}", flaw))


def _number(data: Mapping[Any, Any]) -> int:
    if "schema" not in data:
        raise FlawedError([Flaw(f"schema: missing; add `schema: {FIRST}`, or delete the file")])
    number = data["schema"]
    if type(number) is not int or not FIRST <= number < _MOST:
        said = f"schema: found {found(number)}; write a whole number from {FIRST}"
        raise FlawedError([Flaw(said, ("schema",))])
    return number


def _unknown(data: Mapping[Any, Any]) -> list[Flaw]:
    others = (key for key in data if key != "schema")
    return [Flaw(f"{step_name(key)}: unknown key; known is schema", (key,)) for key in others]

"""What may be wrong with a content folder: a fault of one file, or of the disk under all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

#: The way to a value: keys of mappings, numbers of items.
Path = tuple[object, ...]


class StoreError(Exception):
    """The store cannot be used at all: another run holds it, or the disk refuses."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a text: a sentence, the value that it is about, the line of that."""

    message: str
    path: Path = ()
    line: int | None = None

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


class FlawedError(ValueError):
    """A text that cannot be used, with everything that is wrong with it."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(replace(flaw, message=printable(flaw.message)) for flaw in flaws)
        super().__init__("; ".join(map(str, self.flaws)))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file: where it is, and a sentence on what and what to do.

    `line` and `key` say where in the file, if it is about a part of it.
    """

    where: str
    message: str
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {Flaw(self.message, (), self.line)}"


def fault_of(where: str, flaw: Flaw) -> Fault:
    """A file's fault that is this flaw of its text."""
    return Fault(printable(where), flaw.message, flaw.line, key_of(flaw.path) or None)


def key_of(path: Path) -> str:
    """The way to a value as messages write it: `links[0].url`."""
    steps = (f"[{step}]" if type(step) is int else f".{step_name(step)}" for step in path)
    return printable("".join(steps).removeprefix("."))


def step_name(key: object) -> str:
    """A mapping's key, whatever it is, as a message may show it."""
    if isinstance(key, int) and key.bit_length() > _MANY_BITS:
        return "a number of many digits"  # Python refuses to write it
    return str(key)[:60]


#: As many as a number of 15 digits has; one of thousands Python does not write.
_MANY_BITS = 50


def printable(text: str) -> str:
    """`text` as a message may show it: nothing in it commands a terminal or cannot be encoded.

    Nor does it command GitHub, which reads the logs of workflows for commands: `::` at a line's
    start, `##[` anywhere in it.
    """
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text).replace("##[", "## [")
    return shown.replace("::", ": :", 1) if shown.lstrip().startswith("::") else shown


def found_character(character: str) -> str:
    """How a message names a character that nobody sees: by its number, and its name if it has one.

    Source: https://www.unicode.org/charts/
    """
    name = unicodedata.name(character, "")
    return f"the character U+{ord(character):04X}{f' ({name})' if name else ''}"


#: Greater numbers are not shown.
_MANY = 10**15


def found(value: object) -> str:
    """How a message names what stood there."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int) and abs(value) >= _MANY:
        return "a number of many digits"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"`{value[:60]}`"
    if isinstance(value, date):
        return f"the date {value}"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else f"a {type(value).__name__}"

"""The values of a BibTeX entry: without quotes and braces around them, macros and `#` resolved.

Source: https://ctan.org/pkg/bibtex (btxdoc, btxhak): `@string`, concatenation, months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, Field, String

#: Every style defines the months.
_MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_MARKS = re.compile(r'[{}"#]')
_MACRO = re.compile(r"[^\s\"#%'(),={}]{1,200}")
#: Macros are names of journals; what is longer, or repeats them, is made to fill the memory.
_LONGEST, _MOST = 1_000, 4_000


def strings_of(blocks: Iterable[Block]) -> dict[str, str]:
    """What each `@string` stands for, by its name in lower case; a later one replaces."""
    known = dict(_MONTHS)
    for block in blocks:
        string = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(string, String):
            field = Field(string.key, string.value)
            unwrap(Entry("string", "", [field]))
            value = _expanded(field, known, {})
            if value is not None and len(value) <= _LONGEST:
                known[string.key.lower()] = value
    return known


def unwrap(entry: Entry) -> None:
    """Take the quotes or braces off each value of an entry, in place."""
    RemoveEnclosingMiddleware().transform_block(entry, Library())


def values_of(
    entry: Entry, strings: Mapping[str, str], unknown: MutableMapping[str, int]
) -> dict[str, str]:
    """The values of an unwrapped entry by field name in lower case; of two the first counts.

    A value that names an undefined macro is not there, and `unknown` counts it.
    """
    values: dict[str, str] = {}
    for field in entry.fields:
        name = field.key.lower()
        if name not in values:
            value = _expanded(field, strings, unknown)
            if value is not None:
                values[name] = value
    return values


def _expanded(
    field: Field, strings: Mapping[str, str], unknown: MutableMapping[str, int]
) -> str | None:
    value = str(field.value)
    if field.enclosing != "no-enclosing":
        return value
    parts: list[str] = []
    added = 0
    for piece in _pieces(value) if "#" in value else (value.strip(),):
        if len(piece) > 1 and piece[0] + piece[-1] in ("{}", '""'):
            parts.append(piece[1:-1])
        elif piece.isdecimal() or not _MACRO.fullmatch(piece):
            parts.append(piece)
        elif piece.lower() in strings and added <= _MOST:
            parts.append(strings[piece.lower()])
            added += len(parts[-1])
        else:
            unknown[piece] = unknown.get(piece, 0) + 1
            return None
    return "".join(parts)


def _pieces(value: str) -> Iterator[str]:
    """The operands of `#`, which joins outside braces and quotes only."""
    start, depth, quoted = 0, 0, False
    for found in _MARKS.finditer(value):
        mark = found[0]
        if mark == "#" and not depth and not quoted:
            yield value[start : found.start()].strip()
            start = found.end()
        elif mark == '"' and not depth:
            quoted = not quoted
        elif mark in "{}":
            depth = max(depth + (1 if mark == "{" else -1), 0)
    yield value[start:].strip()

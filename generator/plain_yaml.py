"""YAML in the one form in which records are written, read by its lines in a third of the time.

It knows `key: value`, lists of one line and of a line each, mappings of one line, and in these
plain and single-quoted scalars. Where anything could mean something else it leaves the whole text
to the caller: what it gives is what `yaml.safe_load` gives.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from generator.quick_yaml import UnusualError, plain

_KEY = "[a-z_]{1,40}"
_QUOTED = r"'[^'\n]*(?:''[^'\n]*)*'"
#: Within brackets: what needs no quotes and holds none of their marks.
_WORD = r"-?[A-Za-z0-9_.+/](?:[A-Za-z0-9_.+/;() -]*[A-Za-z0-9_.+/;()-])?"
_REST = r"([\s\S]+)"
#: Key, value on its line, lines of its list, anything else.
_ENTRIES = re.compile(rf"({_KEY}):(?: (\S.*)|((?:\n(?:- |  )\S.*)+))\n|{_REST}")
#: Key, word, quoted, what stands in braces, anything else.
_PAIRS = re.compile(rf"({_KEY}): (?:({_WORD})|({_QUOTED})|\{{([^{{}}]+)\}}), |{_REST}")
#: Word, quoted, anything else.
_ITEMS = re.compile(rf"(?:({_WORD})|({_QUOTED})), |{_REST}")
#: The names of authors, which are most of a record: several words each, so that none is a number.
_NAMES = re.compile(r"(?:\n- name: [^\W\d_][\w.'-]*+(?: [\w.'()-]++)++)++")
_IS_KEY = re.compile(_KEY).fullmatch
_IS_QUOTED = re.compile(_QUOTED).fullmatch
#: Words that are no text, and what stands for the key where something else was found.
_NO_KEYS = frozenset(["", *"on off yes no true false null".split()])
#: What no plain scalar begins with, or few do (`-x`).
_MARKS = frozenset(" -?:,[]{}#&*!|>'\"%@`")


def load(text: str) -> Any:
    """What `yaml.safe_load` gives for the text; raises UnusualError for what it leaves."""
    if not text.replace("\n", "").isprintable():  # tabs, other ends of lines, byte order marks
        raise UnusualError
    entries = _ENTRIES.findall(text)
    try:
        mapping = {
            key: _value(value) if value else _list(lines) for key, value, lines, _ in entries
        }
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise UnusualError from error
    return _whole(mapping, entries)


def _value(text: str) -> Any:
    first = text[0]
    if first not in _MARKS:
        if ": " in text or " #" in text or text[-1] in " :":
            raise UnusualError
        return plain(text)
    if first == "'" and _IS_QUOTED(text):
        return text[1:-1].replace("''", "'")
    if first == "{" and text[-1] == "}":
        return _mapping(text[1:-1])
    if first == "[" and text[-1] == "]":
        return _items(text[1:-1])
    raise UnusualError


def _list(lines: str) -> list[Any]:
    """The list of which each item begins with a dash at the beginning of a line."""
    if _NAMES.fullmatch(lines):
        return [{"name": name} for name in lines.split("\n- name: ")[1:]]
    nothing, *items = lines.split("\n- ")
    if nothing or not items:
        raise UnusualError
    return [_item(item) for item in items]


def _item(text: str) -> Any:
    if text[0] in "'{[":
        return _value(text)
    pairs = [line.partition(": ") for line in text.split("\n  ")]
    if len(pairs) == 1 and not pairs[0][1]:
        return _value(text)
    mapping = {key: _value(value) for key, _, value in pairs if value and _IS_KEY(key)}
    return _whole(mapping, pairs)


def _mapping(text: str) -> dict[str, Any]:
    """What stands between braces."""
    pairs = _PAIRS.findall(text + ", ")
    mapping = {
        key: _mapping(inner) if inner else _scalar(word, quoted)
        for key, word, quoted, inner, _ in pairs
    }
    return _whole(mapping, pairs)


def _items(text: str) -> list[Any]:
    """What stands between square brackets."""
    items = _ITEMS.findall(text + ", ")
    if items[-1][-1]:
        raise UnusualError
    return [_scalar(word, quoted) for word, quoted, _ in items]


def _scalar(word: str, quoted: str) -> Any:
    return plain(word) if word else quoted[1:-1].replace("''", "'")


def _whole(mapping: dict[str, Any], found: list[Any]) -> dict[str, Any]:
    """The mapping, if it holds all that was found: no key stood twice, and nothing else stood."""
    if not mapping or len(mapping) != len(found) or not _NO_KEYS.isdisjoint(mapping):
        raise UnusualError
    return mapping

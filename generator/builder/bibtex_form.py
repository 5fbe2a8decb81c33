"""Whether a file of BibTeX can be read: its entries, their fields, and the braces around values.

A reader of BibTeX proper takes a hundred times as long. Only what our own export writes is allowed:
`@type{key,`, then fields in braces, a line each.
Source: https://www.ctan.org/pkg/bibtex (btxdoc)
"""

from __future__ import annotations

import re

_KEY = r"[^\s{}(),\"#%'=\\~]"
_VALUE = "[^{}]*+"
for _ in range(6):  # braces in braces; the few files with more of them take the long way
    _VALUE = rf"[^{{}}]*+(?:\{{{_VALUE}\}}[^{{}}]*+)*+"
_FILE = re.compile(
    rf"(?:\s*+@[a-z]++\{{{_KEY}++(?:,\s*+[a-z]++ = \{{{_VALUE}\}})++,?+\s*+\}})*+\s*+"
)
_BRACE = re.compile("[{}]")
#: What stands before an entry; before its first value; between two values; after the last one.
_HEAD = re.compile(r"\s*@[a-z]+")
_FIRST = re.compile(rf"{_KEY}+,\s*[a-z]+ = ")
_NEXT = re.compile(r",\s*[a-z]+ = ")
_LAST = re.compile(r",?\s*")


def fault_of_bibtex(text: str) -> str:
    """What is wrong with the first entry that cannot be read; the empty string if all can."""
    if _FILE.fullmatch(text):
        return ""
    depth, start, values = 0, 0, 0
    for found in _BRACE.finditer(text):
        at = found.start()
        if found[0] == "{":
            if depth == 0:
                expected, values = _HEAD, 0
            elif depth == 1:
                expected, values = (_NEXT if values else _FIRST), values + 1
            else:
                expected = None
            if expected and not expected.fullmatch(text, start, at):
                return _told(text, start, at)
            depth += 1
        else:
            if depth == 0 or (depth == 1 and not (values and _LAST.fullmatch(text, start, at))):
                return _told(text, start, at)
            depth -= 1
        if depth <= 1:
            start = at + 1
    if depth or text[start:].strip():
        return _told(text, start, len(text))
    return ""


def _told(text: str, start: int, at: int) -> str:
    line = text.count("\n", 0, start) + 1
    return f"line {line}: found {text[start : at + 1].strip()[-60:]!r}"

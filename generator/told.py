"""What the bytes of a record tell of which paper it is, however its format writes letters. Pure.

For records that no reader made a paper of: what is found is enough to know a paper again, and may
be of one that the record only names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from generator.identifiers import (
    identifier_id,
    identifiers_in,
    normal_title,
    parse_acl,
    parse_arxiv,
    parse_doi,
)
from generator.text import clean_line

#: What undoes more than letters: JSON's escapes, entities and tags, TeX.
_ESCAPES = re.compile(r"[\\&<{]")
_JSON_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_JSON_ENDS = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]{0,500}>")
#: Tags within a title.
_INLINE = re.compile(
    r"<!\[CDATA\[|\]\]>"
    r"|</?(?:i|b|em|strong|su[bp]|tt|u|span|fixed-case|tex-math)(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
#: Texts of a record begin so, and go on to the next such place: strings of JSON, what stands
#: behind a tag, values in braces. Each takes a time that grows with the text alone.
_PIECES = (
    re.compile(r'"((?:[^"\\]|\\.)*+)', re.DOTALL),
    re.compile(r">([^<>]*+)"),
    re.compile(r"=\s*+\{((?:[^}]|\}(?!\s*+(?:,|\}\s*+$)))*+)"),
)
#: The key before a line's value, and what may stand behind that.
_KEY = re.compile(r"[\\ \t]*(?:[\w@/][\w /-]{0,30}?[ \t]{0,9}(?:- |[:=]))?")
_BEHIND = " \t,"
#: Texts that are looked at, and characters of one; a title has no more.
_MOST_PIECES, _LONGEST = 10_000, 2_000
#: Characters of a text in which words are looked at by themselves: longer ones are abstracts.
_SHORT = 200


def readings(data: bytes) -> Iterator[str]:
    """The record's text as it stands, and as it reads with escapes, tags and TeX undone."""
    for text in _decoded(data):
        yield text
        if _ESCAPES.search(text):
            for each in dict.fromkeys((text, _without_json(text))):
                yield each
                yield clean_line(_TAG.sub("", each))


def _decoded(data: bytes) -> Iterator[str]:
    text = data.decode(errors="replace")
    yield text
    if "\ufffd" in text:
        yield data.decode("cp1252", errors="replace")


def tells_title(texts: tuple[str, ...], title: str) -> bool:
    """Whether one of these readings has a title, which is given as `normal_title` has it."""
    return any(title in normal_title(text) for text in texts)


def titles_in(data: bytes) -> Iterator[str]:
    """Texts of the record each of which may be its title; most are something else."""
    for piece in _pieces(data):
        yield clean_line(piece)


def names_in(data: bytes) -> Iterator[str]:
    """Ids that the record may have: those that it writes, and those that its identifiers make."""
    for piece in _pieces(data):
        if len(piece) > _SHORT:
            continue
        yield piece.lower()
        if arxiv := parse_arxiv(piece.rpartition(":")[2]):  # as in `oai:arXiv.org:2401.00001`
            yield identifier_id("arxiv", arxiv[0])
        if doi := parse_doi(piece):
            yield identifier_id("doi", doi)
        if acl := parse_acl(piece):
            yield identifier_id("acl", acl)
        for word in dict.fromkeys((piece, *piece.split())):
            for each in identifiers_in(word).items():
                yield identifier_id(*each)


def _pieces(data: bytes) -> Iterator[str]:
    """Each text of the record once that is as short as a title."""
    seen: set[str] = set()
    for text in _decoded(data):
        joined = _INLINE.sub("", text) if "<" in text else text
        pieces = chain(
            (found[1] for shape in _PIECES for found in shape.finditer(joined)),
            map(_value, joined.splitlines()),
        )
        for found in pieces:
            piece = _without_json(found).strip() if len(found) <= _LONGEST else ""
            if piece and piece not in seen and len(seen) < _MOST_PIECES:
                seen.add(piece)
                yield piece


def _value(line: str) -> str:
    """A line without the key before its value, and without quotes or braces around that."""
    if len(line) > _LONGEST:
        return ""
    key = _KEY.match(line)
    value = line[key.end() if key else 0 :].strip(_BEHIND)
    return value[1:-1] if value[:1] in ('"', "'", "{") else value


def _without_json(text: str) -> str:
    """The text with JSON's escapes undone; two that make one character are one."""
    if "\\" not in text:
        return text
    plain = _JSON_ESCAPE.sub(_character, text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _JSON_ENDS.get(found[2], found[2])

"""What the bytes of a record tell of which paper it is, however its format writes letters. Pure.

For records that no reader made a paper of: what is found is enough to know a paper again, and may
be of one that the record only names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.identifiers import (
    identifier_id,
    identifiers_in,
    normal_title,
    parse_arxiv,
    parse_doi,
)
from generator.text import clean_line

#: What undoes more than letters: JSON's escapes, entities and tags, TeX.
_ESCAPES = re.compile(r"[\\&<{]")
_JSON_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_JSON_ENDS = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]{0,500}>")
#: Texts that may be a title or an identifier: a string of JSON, what stands between two tags, the
#: whole of a title's element, a line without the key before it and the marks around it.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BETWEEN = re.compile(r">([^<>]+)<")
_ELEMENT = re.compile(r"<((?:\w+:)?title)\b[^<>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINE = re.compile(
    r"""^[\\ \t]*(?:[@\w/][\w /-]{0,30}?[ \t]*(?:-[ ]|[:=]))?[ \t{"']*(.*?)[ \t}"',]*$""", re.M
)
#: Texts that are looked at, and characters of one; a title has no more.
_MOST_PIECES, _LONGEST = 20_000, 2_000
#: Characters of a text in which words are looked at by themselves: longer ones are abstracts.
_SHORT = 200


def readings(data: bytes) -> Iterator[str]:
    """The record's text as it stands, and as it reads with escapes, tags and TeX undone."""
    texts = [data.decode(errors="replace")]
    if "\ufffd" in texts[0]:
        texts.append(data.decode("cp1252", errors="replace"))
    for text in texts:
        yield text
        if _ESCAPES.search(text):
            for each in dict.fromkeys((text, _without_json(text))):
                yield each
                yield clean_line(_TAG.sub("", each))


def tells_title(texts: tuple[str, ...], title: str) -> bool:
    """Whether one of these readings has a title, which is given as `normal_title` has it."""
    return any(title in normal_title(text) for text in texts)


def titles_in(data: bytes) -> Iterator[str]:
    """Texts of the record each of which may be its title; most are something else."""
    for piece in _pieces(data):
        yield clean_line(_TAG.sub("", piece))


def names_in(data: bytes) -> Iterator[str]:
    """Ids that the record may have: those that it writes, and those that its identifiers make."""
    for piece in _pieces(data):
        whole = piece.strip()
        yield whole.lower()
        if arxiv := parse_arxiv(whole):
            yield identifier_id("arxiv", arxiv[0])
        if doi := parse_doi(whole):
            yield identifier_id("doi", doi)
        for word in dict.fromkeys((whole, *whole.split())) if len(whole) <= _SHORT else ():
            for each in identifiers_in(word).items():
                yield identifier_id(*each)


def _pieces(data: bytes) -> Iterator[str]:
    """Each text of the record once that is as short as a title."""
    seen: set[str] = set()
    for text in dict.fromkeys(readings(data)):
        found = (
            *(_without_json(each) for each in _STRING.findall(text)),
            *_BETWEEN.findall(text),
            *(title for _, title in _ELEMENT.findall(text)),
            *_LINE.findall(text),
        )
        for piece in found:
            if 0 < len(piece) <= _LONGEST and piece not in seen and len(seen) < _MOST_PIECES:
                seen.add(piece)
                yield piece


def _without_json(text: str) -> str:
    """The text with JSON's escapes undone; two that make one character are one."""
    if "\\" not in text:
        return text
    plain = _JSON_ESCAPE.sub(_character, text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _JSON_ENDS.get(found[2], found[2])

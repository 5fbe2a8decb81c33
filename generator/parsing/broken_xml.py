"""XML with the faults that hand-made feeds have -> XML that a parser gets further in.

Source: https://www.w3.org/TR/xml/#syntax for what the faults are, and
https://html.spec.whatwg.org/multipage/named-characters.html for the entities that feeds borrow.
"""

from __future__ import annotations

import re
from html.entities import html5

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_NUMBERED = re.compile(rb"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_BARE = re.compile(rb"&(?!(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_NO_TAG = re.compile(rb"<(?![A-Za-z_/?][^<>]*>|!)")
_UNCLOSED = re.compile(rb"<((?:br|hr|img)(?:[ \t\r\n][^<>]*[^<>/])?)>", re.IGNORECASE)
_OTHER_ENCODING = re.compile(
    rb"\s{0,99}<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"'](?!utf-?8[\"'])", re.I
)
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def mended(data: bytes) -> bytes:
    """XML without the faults that feeds often have: HTML's entities and tags, a bare `&` or `<`.

    What is not UTF-8 and does not say so is Windows' Latin alphabet, as in HTML.
    """
    if not _OTHER_ENCODING.match(data):
        try:
            data.decode()
        except UnicodeDecodeError:
            data = data.decode("cp1252", "replace").encode()
    data = _NUMBERED.sub(_allowed, data)
    data = _ENTITY.sub(_numbered, _NO_TAG.sub(b"&lt;", _BARE.sub(b"&amp;", data)))
    return _UNCLOSED.sub(rb"<\1/>", data)


def _numbered(found: re.Match[bytes]) -> bytes:
    """An entity of HTML as XML has it: by the character's number."""
    if found[1] in _XML_ENTITIES:
        return found[0]
    characters = html5.get(f"{found[1].decode()};", "")
    numbered = "".join(f"&#{ord(character)};" for character in characters)
    return numbered.encode() or b"&amp;" + found[0][1:]


def _allowed(found: re.Match[bytes]) -> bytes:
    """A character by its number, or a sign in its place if XML may not hold it: a surrogate."""
    number = int(found[1]) if found[1] else int(found[2], 16)
    allowed = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if allowed and number not in (0xFFFE, 0xFFFF) else b"&#xFFFD;"

"""Text with the tags of HTML, JATS or CSL in it -> the text that these tags mark up.

Only tags that these formats have are taken for tags: `a < b` and `<unk>` stay as they are.
Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
and https://jats.nlm.nih.gov/archiving/tag-library/1.3/element/abstract.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLOCKS = frozenset("p br div sec title list list-item ul ol li disp-formula disp-quote".split())
_NAMES = (
    "p|br|div|sec|title|label|list-item|list|ul|ol|li|disp-formula|disp-quote|abstract"
    "|i|b|u|em|strong|sub|sup|sc|scp|small|span|inline|a|italic|bold|underline|monospace"
    "|sans-serif|styled-content|roman|named-content|ext-link|xref|email|uri|inline-formula"
    "|alternatives|tex-math|inline-graphic"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?:jats:|html:)?(?P<name>{_NAMES}|(?:mml:)?math|mml:[a-z]+)"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>",
    re.ASCII | re.IGNORECASE,
)
_HEADING = re.compile(r"\s*(?:abstract|summary)\s*[.:]?\s*\n", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def untagged_line(text: str) -> str:
    """`text` without tags, on one line."""
    return " ".join(untagged(text).split()) if "<" in text else text


def untagged(text: str) -> str:
    """`text` without tags, an empty line where one of its blocks begins or ends.

    Raised and lowered digits become those of Unicode; of a formula given both as TeX and as
    MathML the TeX stays; a heading that says only `Abstract` goes.
    """
    if "<" not in text or not _TAG.search(text):
        return text
    plain = "".join(_pieces(text)).strip()
    heading = _HEADING.match(plain)
    return plain[heading.end() :].strip() if heading else plain


def _pieces(text: str) -> Iterator[str]:
    """The text between tags, and what each tag is worth."""
    place, shift, in_math = 0, "", False
    has_tex = "tex-math" in text
    for tag in _TAG.finditer(text):
        if not (in_math and has_tex):
            yield _shifted(text[place : tag.start()], shift)
        place, name, opens = tag.end(), tag["name"].lower(), not tag["end"]
        if name in ("math", "mml:math"):
            in_math = opens
        elif name in ("sub", "sup"):
            shift = name if opens else ""
        elif name in _BLOCKS:
            yield "\n\n"
    yield _shifted(text[place:], shift)


def _shifted(text: str, shift: str) -> str:
    if not shift:
        return text
    table = _RAISED if shift == "sup" else _LOWERED
    whole = all(ord(character) in table for character in text)
    return text.translate(table) if whole else text

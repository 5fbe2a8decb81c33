"""The converter's tree -> MathML Core that browsers show as TeX would, every text escaped.

Source: https://www.w3.org/TR/mathml-core/. Of `mathvariant` it has `normal` alone, so letters in
other styles become Unicode's own mathematical letters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

#: MathML Core elements, and of their attributes those that neither load, link, run nor style.
ELEMENTS = frozenset(
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnspan depth dir display displaystyle fence form height "
    "largeop linethickness lspace maxsize minsize movablelimits rowspan rspace "
    "scriptlevel separator stretchy symmetric voffset width".split()
)
#: How many children an element must have, where it is not any number.
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3,
    "mover": 2, "munder": 2, "munderover": 3,
}  # fmt: skip
_VALUE = re.compile(r"[-+.a-zA-Z0-9 %#]{0,40}")
#: A macro that the converter has left as it stood; its name says what its author meant.
_LEFT = re.compile(r"\\([A-Za-z]+)\*?")
#: What TeX escapes and the converter leaves so inside text.
_ESCAPED = re.compile(r"\\([%_&#${}])")
#: TeX sets these apart from what stands beside them.
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf "
    "limsup ln log max min Pr sec sin sinh sup tan tanh poly polylog argmax argmin".split()
)
_THIN = '<mspace width="0.167em"></mspace>'
#: A letter that the converter wrote as a reference is upright: it comes from `\\mathrm`.
_UPRIGHT = re.compile(r"&#x000[0-9A-F]{2};")
_STYLES = {
    "bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "script": "SCRIPT",
    "fraktur": "FRAKTUR", "double-struck": "DOUBLE-STRUCK", "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE", "bold-script": "BOLD SCRIPT", "bold-fraktur": "BOLD FRAKTUR",
    "bold-sans-serif": "SANS-SERIF BOLD",
}  # fmt: skip
_DIGITS = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split()


def children_markup(element: Element) -> str:
    """What is inside an element; raises ValueError for what is no MathML Core."""
    children = list(element)
    # A fraction has two children and an index is none of a row: nothing comes between them.
    in_a_row = element.tag not in _CHILDREN
    return "".join(_spaced(children) if in_a_row else map(_markup, children))


def _spaced(children: list[Element]) -> Iterator[str]:
    """The children, with a thin space where a function's name meets a letter or number."""
    before: Element | None = None
    for child in children:
        if before is not None and (
            (_is_function(before) and not _sets_itself_apart(child))
            or (_is_function(child) and not _sets_itself_apart(before))
        ):
            yield _THIN
        yield _markup(child)
        before = child


def _is_function(element: Element) -> bool:
    base = element[0] if element.tag in ("msub", "msup", "msubsup") and len(element) else element
    text = _LEFT.sub(r"\1", base.text or "")
    return base.tag in ("mi", "mo") and text in _FUNCTIONS


def _sets_itself_apart(element: Element) -> bool:
    return element.tag in ("mo", "mspace", "mtext") and not _is_function(element)


def _markup(element: Element) -> str:
    """An element of the converter's tree, every text escaped and every name from the lists.

    The tree holds character references as text, so text is unescaped before it is escaped.
    """
    if element.tag not in ELEMENTS or len(element) != _CHILDREN.get(element.tag, len(element)):
        raise ValueError(element.tag)
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and _VALUE.fullmatch(value)
    )
    upright = element.get("mathvariant") == "normal" or _UPRIGHT.fullmatch(element.text or "")
    if element.tag == "mi" and upright:
        attributes += ' mathvariant="normal"'
    text = _ESCAPED.sub(r"\1", _LEFT.sub(r"\1", html.unescape(element.text or "")))
    if element.tag in ("mi", "mn", "mtext"):
        text = _styled(text, element.get("mathvariant", ""))
    shown = html.escape(text, quote=False)
    return f"<{element.tag}{attributes}>{shown}{children_markup(element)}</{element.tag}>"


@lru_cache(maxsize=4096)
def _styled(text: str, style: str) -> str:
    """The text in Unicode's letters of this style; words in running text stay as they are."""
    name = _STYLES.get(style)
    if name is None or len(text) > 1:
        return text
    return "".join(_letter(character, name) for character in text)


def _letter(character: str, style: str) -> str:
    if not (character.isascii() and character.isalnum()):
        return character
    if character.isdigit():
        kinds = [f"MATHEMATICAL {style} DIGIT {_DIGITS[int(character)]}"]
    else:
        case = "CAPITAL" if character.isupper() else "SMALL"
        # Some letters were there before the others: R in double-struck, h in italic.
        old = {"FRAKTUR": "BLACK-LETTER"}.get(style, style)
        kinds = [
            f"MATHEMATICAL {style} {case} {character.upper()}",
            f"{old} {case} {character.upper()}",
        ]
    for kind in kinds:
        try:
            return unicodedata.lookup(kind)
        except KeyError:
            continue
    return character

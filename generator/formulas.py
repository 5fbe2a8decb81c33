"""TeX formulas -> MathML or plain characters; what cannot be parsed stays readable TeX."""

from __future__ import annotations

import html
import logging
import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from pylatexenc.latex2text import LatexNodes2Text

#: MathML Core elements, and of their attributes those that neither load, link, run nor style.
#: Source: https://www.w3.org/TR/mathml-core/
ELEMENTS = frozenset(
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split()
)
ATTRIBUTES = frozenset(
    "accent accentunder columnalign columnspan depth dir display displaystyle fence form height "
    "largeop linethickness lspace mathvariant maxsize minsize movablelimits rowspan rspace "
    "scriptlevel separator stretchy symmetric voffset width".split()
)
#: How many children an element must have, where it is not any number.
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3,
    "mover": 2, "munder": 2, "munderover": 3,
}  # fmt: skip
_VALUE = re.compile(r"[-+.a-zA-Z0-9 %#]{0,40}")
_MACRO = re.compile(r"\\[A-Za-z]")
# It logs a warning for each macro without its argument; such a formula stays TeX.
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
#: A function's name, which TeX itself sets apart from what follows.
_OPERATOR = re.compile(
    r"(\\(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|arg|argmax|argmin|det|dim|lim|Pr))\s+(?=[\w\\])"
)
_LOST = re.compile(r"\\(?:eqref|ref|label|cite|tag)\b")


@lru_cache(maxsize=20_000)
def mathml(tex: str, *, display: bool = False) -> str:
    """The formula as a `<math>` element whose `alttext` is its TeX.

    What the converter cannot read, or leaves a macro in, is returned as `<code class="tex">` with
    the TeX between its dollars.
    """
    try:
        element = convert_to_element(tex, display="block" if display else "inline")
        inner = "".join(_markup(child) for child in element)
    except Exception:  # The converter raises errors of many kinds on broken TeX.
        inner = ""
    if not inner or _MACRO.search(inner) or _LOST.search(tex):
        mark = "$$" if display else "$"
        return f'<code class="tex">{html.escape(mark + tex + mark)}</code>'
    shown = ' display="block"' if display else ""
    return f'<math{shown} alttext="{html.escape(tex)}">{inner}</math>'


@lru_cache(maxsize=20_000)
def characters(tex: str) -> str:
    """The formula in plain characters (`\\epsilon` is ε), or its TeX if that says it better."""
    try:
        text = LatexNodes2Text(math_mode="text", keep_comments=True).latex_to_text(
            _OPERATOR.sub(r"\1{} ", tex)
        )
    except Exception:  # As above: broken TeX must not break a page's title.
        return tex
    words = " ".join(text.split())
    failed = "\\" in words or "%s" in words
    return words if words and not failed else tex


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
    text = html.escape(html.unescape(element.text or ""), quote=False)
    children = "".join(_markup(child) for child in element)
    return f"<{element.tag}{attributes}>{text}{children}</{element.tag}>"

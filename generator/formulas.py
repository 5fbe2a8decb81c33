"""TeX formulas -> MathML or plain characters; what cannot be parsed stays readable TeX."""

from __future__ import annotations

import html
import logging
import re
from functools import lru_cache

from latex2mathml.converter import convert_to_element
from pylatexenc.latex2text import LatexNodes2Text

from generator.mathml import children_markup

_MACRO = re.compile(r"\\[A-Za-z]")
#: Macros that authors define for themselves nearly always in this sense, and capitals for accents.
_MEANT = {
    "eps": r"\epsilon", "veps": r"\varepsilon", "lam": r"\lambda", "Lam": r"\Lambda",
    "R": r"\mathbb{R}", "N": r"\mathbb{N}", "Z": r"\mathbb{Z}", "Q": r"\mathbb{Q}",
    "C": r"\mathbb{C}", "E": r"\mathbb{E}", "Tilde": r"\tilde", "Hat": r"\hat", "Bar": r"\bar",
    "nicefrac": r"\frac", "sfrac": r"\frac", "ensuremath": "", "xspace": "", "mat": r"\mathbf",
    "vect": r"\mathbf", "textsc": r"\text", "textsl": r"\text", "emph": r"\text", "ot": r"\otimes",
    "msun": r"M_\odot", "Msun": r"M_\odot", "rsun": r"R_\odot", "Rsun": r"R_\odot",
    "calo": r"\mathcal{O}", "mathds": r"\mathbb",
    "bigO": r"\mathcal{O}", "normalfont": "", "scriptsize": "", "small": "", "tiny": "",
}  # fmt: skip
#: `\l(` and `\r)`, by which some mean `\left(` and `\right)`.
_SIDE = re.compile(r"\\([lr])(?=[(\[|.)\]])")
_SIDES = {"l": r"\left", "r": r"\right"}
#: A font for one letter without braces, which the converter would leave as it is.
_BARE = re.compile(r"\\(math(?:bb|bf|cal|frak|rm|sf|tt|scr))\s*([A-Za-z0-9])(?![A-Za-z])")
_NAMED = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])")
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

    A macro that only its authors know is shown by its name. What the converter cannot read is
    returned as `<code class="tex">` with the TeX between its dollars.
    """
    try:
        meant = _NAMED.sub(lambda m: _MEANT.get(m[1], m[0]), _SIDE.sub(lambda m: _SIDES[m[1]], tex))
        meant = _BARE.sub(r"\\\1{\2}", meant)
        element = convert_to_element(meant, display="block" if display else "inline")
        inner = children_markup(element)
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

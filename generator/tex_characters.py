"""TeX's accents and names of characters as Unicode, by pylatexenc's tables."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db


@lru_cache(maxsize=4096)
def accented(tex: str) -> str:
    """A letter with TeX's accent on it; its TeX if that is none that is known."""
    converted = _latex().latex_to_text(tex.strip("{}") if tex.startswith("{\\") else tex).strip()
    return str(converted) if converted and "\\" not in converted else tex


def symbol(found: re.Match[str]) -> str:
    """The character that a matched macro names; the macro itself if none."""
    return _symbols().get(found[1] or found[2], found[0])


@lru_cache(maxsize=1)
def _latex() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=True)


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """TeX's own names of single characters: `alpha`, `times`, `pm`, ..."""
    return {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and len(spec.simplify_repl) == 1
        and not spec.simplify_repl.isascii()
        and not unicodedata.combining(spec.simplify_repl)
        and len(spec.macroname) > 1
    } | {"deg": "\N{DEGREE SIGN}", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX"}

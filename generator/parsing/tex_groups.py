"""BibTeX's braces: those that only protect capitals or hold words together are taken off.

Source: https://tug.ctan.org/info/bibtex/tamethebeast/ttb_en.pdf ("special characters")
"""

from __future__ import annotations

import re

from generator.math_parts import Formula, split_math

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}]|\s+|[^\\{}\s]+|\\", re.DOTALL)
#: A group that is one accent or symbol needs its braces: `{\"o}`, `{\ss}`, `{\v{c}}`, `{\H o}`.
_CHARACTER = re.compile(
    r"\{\s?\\(?:[^A-Za-z\s&%#_$]\s?(?:\{\s?(?:\\[A-Za-z]{1,2}|[A-Za-z])\s?\}|\\[ij]|[A-Za-z])"
    r"|[A-Za-z]+\s?(?:\{\s?(?:\\[ij]|[A-Za-z])\s?\}|\\[ij]|[A-Za-z])?)\s?\}"
)
_FONT = re.compile(
    r"\{\s?\\(?:em|it|bf|sc|tt|sf|rm|sl|itshape|bfseries|scshape|ttfamily|small|large)(?![A-Za-z])"
)
_ACCENTS = frozenset("\\'`^\"~=.")
#: It only keeps the letters of an initial together: `{\relax Yu}. Ivanov`.
_RELAX = re.compile(r"\\relax(?![A-Za-z])\s?")
#: What stands for a character in an address that had to be written in TeX.
_IN_ADDRESSES = {
    "textasciitilde": "~",
    "sim": "~",
    "~": "~",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "url": "",
    "path": "",
    "nolinkurl": "",
}
_MACRO = re.compile(r"\\([A-Za-z]+|.)\s?(?:\{\})?", re.DOTALL)


def unbraced(text: str) -> str:
    """`text` without the braces that mean nothing in print; formulas and arguments keep theirs."""
    if "{" not in text and "}" not in text:
        return text
    text = _RELAX.sub("", text) if "\\relax" in text else text
    groups = _Groups()
    for part in split_math(text):
        if isinstance(part, Formula):
            mark = "$$" if part.display else "$"
            groups.formula(f"{mark}{part.tex}{mark}")
        else:
            groups.words(part.text)
    return "".join(groups.out)


def bare_address(text: str) -> str:
    r"""An address or DOI without TeX: `\url{https://a.example/x\_y}` is `https://a.example/x_y`."""
    if "\\" in text:
        text = _MACRO.sub(lambda m: _IN_ADDRESSES.get(m[1], m[1]), text).replace("$", "")
    return text.replace("{", "").replace("}", "").strip() if "{" in text or "}" in text else text


def _next_token(text: str, position: int) -> str:
    found = _TOKEN.match(text, position)
    return found[0] if found else text[position]


class _Groups:
    """Reads tokens in order and knows of each open group whether its braces are shown."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._shown: list[bool] = []
        self._last = ""
        self._argument = False
        self._math = False

    def formula(self, tex: str) -> None:
        """Take a formula over as it is."""
        self._put(tex, argument=False)

    def words(self, text: str) -> None:
        """Read text outside formulas, a token at a time."""
        position = 0
        while position < len(text):
            opens = text[position] == "{" and not self._math and not self._argument
            whole = _CHARACTER.match(text, position) if opens else None
            token = whole[0] if whole else _next_token(text, position)
            if whole:
                self._put(token, argument=False)
            else:
                self._read(token, font=opens and bool(_FONT.match(text, position)))
            position += len(token)

    def _read(self, piece: str, *, font: bool) -> None:
        if self._math:
            self._math = piece not in ("\\)", "\\]")
            self._put(piece, argument=False)
        elif piece == "{":
            shown = self._argument or font or self._last.endswith(("^", "_"))
            self._shown.append(shown)
            if shown:
                self._put(piece, argument=False)
            self._argument = False
        elif piece == "}":
            if self._shown and self._shown.pop():
                self._put(piece, argument=True)
            elif self._is_word_macro():
                self._put("{}", argument=False)
        elif piece in ("\\i", "\\j") and self._is_accent():
            self._put("{" + piece + "}", argument=False)
        elif piece.isspace():
            self._put(piece, argument=self._is_word_macro())
        else:
            self._math = piece in ("\\(", "\\[")
            self._put(piece, argument=False)
            self._argument = self._is_word_macro() or self._is_accent()

    def _put(self, token: str, *, argument: bool) -> None:
        self.out.append(token)
        self._last = token
        self._argument = argument

    def _is_word_macro(self) -> bool:
        return self._last[:1] == "\\" and self._last[1:2].isalpha()

    def _is_accent(self) -> bool:
        return len(self._last) == 2 and self._last[0] == "\\" and self._last[1] in _ACCENTS

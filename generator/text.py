"""Source text -> clean text: hostile, hard-wrapped, half-TeX strings become safe, plain words.

Clean text is what records hold: NFC, no control characters, one line a paragraph, formulas as
`$TeX$` or `$$TeX$$`, a dollar that is none of these as itself (or as `\\$` where the source wrote
it so). Nothing else in it is markup. Cleaning clean text changes nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata

from generator.math_parts import MATH
from generator.tex_characters import accented, symbol

#: Removed outright: C0 and C1 controls but tab and newline, soft hyphen, zero-width space and
#: joiner, byte order mark, bidirectional marks, embeddings, overrides and isolates, noncharacters.
_REMOVED = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e"
    "\u2066-\u206f\ufeff\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "\U000e0000-\U000e007f"
)
_UNWANTED = re.compile(f"[{_REMOVED}]")
_ENDS_LINES = "\x0c\x85\u2028\u2029"
#: What clean text never holds.
_UNCLEAN = re.compile(f"[{_REMOVED}{_ENDS_LINES}\r\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A soft hyphen as PDF extraction names the glyph, and the line break that it made.
_CID_HYPHEN = re.compile(r"\(cid:173\)\s*")
_LIGATURES = {
    ord(one): unicodedata.normalize("NFKC", one)
    for one in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
}
#: UTF-8 that was read as Latin-1 or Windows-1252.
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00c5\u00ce\u00cf\u00e2](?=[\x80-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122])"
)
#: HTML that means something: a tag of these with its end. Any other `<word>` is text.
_HTML_PAIR = re.compile(
    r"<(i|b|em|strong|sub|sup|tt|u|scp|sc|italic|bold|span|p)(?:\s[^<>]{0,200})?>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
_HTML_LINK = re.compile(
    r"<a\s[^<>]{0,200}?href=[\"']?(https?://[^\s<>\"']{1,500})[\"']?[^<>]{0,200}>([^<>]*)</a\s*>",
    re.IGNORECASE,
)
_THIS_URL = re.compile(r"\s*this\s+https?\s+url(\.?)\s*", re.IGNORECASE)
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NEWLINE = re.compile(f"\r\n?|[{_ENDS_LINES}]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSAND = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?: {2,}|\t)(?=\S)")
_WRAPPED_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])(?!and\b|or\b|to\b)")

_MATH_PARENS = re.compile(r"(?<!\\)\\\((?P<inline>(?:[^$\\]|\\[^$()]){1,2000}?)\\\)")
_MATH_BRACKETS = re.compile(r"(?<!\\)\\\[(?P<display>(?:[^$\\]|\\[^$\[\]]){1,4000}?)\\\]")
_URL = re.compile(r"https?://[^\s<>{}|^\"]+")

#: Characters that are read again at most, in all rounds of cleaning one text.
_EFFORT = 400_000
_MEANING = re.compile(r"[\\&`~$<]|--+")
_KEPT = re.compile("\ufdd0([0-9]+)\ufdd1")
_FONT = re.compile(
    r"\\(?:textbf|textit|textsc|texttt|textsf|textrm|textsl|textmd|textup|textnormal|emph|underline"
    r"|text|mbox|uline|textsuperscript|textsubscript|ensuremath|mathrm|url|path|nolinkurl)"
    r"\s*\{([^{}]*)\}"
)
_FONT_GROUP = re.compile(
    r"\{\\(?:em|it|bf|sc|tt|sf|rm|sl|itshape|bfseries|scshape|ttfamily|small|large)(?![A-Za-z])"
    r"\s*([^{}]*)\}"
)
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COLOR = re.compile(
    r"\\textcolor\s*(?:\[[^\[\]]*\])?\{[^{}]*\}\s*\{([^{}]*)\}|\\color\s*\{[^{}]*\}"
)
_CITE = re.compile(
    r"[~ ]?\\(?:cite|citep|citet|citealp|citeauthor|ref|eqref|autoref)\*?\{([^{}]*)\}"
)
_FOOTNOTE = re.compile(r"\s?\\footnote\s*\{([^{}]*)\}")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\\'(?=(?:s|t|d|m|re|ve|ll)(?![A-Za-z]))")
_ESCAPED_QUOTES = re.compile(r'(?<![A-Za-z])\\"(?!\{)([^"\\\n]{1,120})\\"(?![A-Za-z{])')
_LETTER_WITH_ACCENT = (
    r"\\(?:['`^~=.](?:\{(?:\\[ij]|[A-Za-z])\}|\\[ij](?![A-Za-z])|[A-Za-z])"
    r'|"(?:\{(?:\\i|[AEIOUYaeiouy])\}|\\i(?![A-Za-z])|[AEIOUYaeiouy])'
    r"|[uvHcdrk](?:\{(?:\\[ij]|[A-Za-z])\}"
    # A blank and a whole word more likely begin a sentence on the authors' own macro.
    r"|\s(?:\\[ij](?![A-Za-z])|[A-Za-z](?![A-Za-z])|[A-Z](?=[a-z])|(?<=[A-Za-z]\\[uvHcdrk]\s)[a-z]))"
    r"|(?:o|O|ss|ae|AE|oe|OE|aa|AA|l|L|i)(?![A-Za-z])(?:\{\}|\s)?)"
)
_ACCENT = re.compile(rf"\{{(?:{_LETTER_WITH_ACCENT})\}}|{_LETTER_WITH_ACCENT}")
_SYMBOL = re.compile(r"\{\s*\\([A-Za-z]{2,})\s*\}|\\([A-Za-z]{2,})(?![A-Za-z])(?:\{\})?")
_LATIN = re.compile(r"\\(e(?=g)|i(?=e))(g|e)(?![A-Za-z])(?:\{\})?\.?")
_ESCAPED = re.compile(r"\\([%&#_{}])")
_SPACE = re.compile(r"\\(?:[ ,;:!/]|xspace(?![A-Za-z]))")
_TIE = re.compile("(?<=[A-Za-z.,)])~(?=[A-Za-z0-9(\\[\\\\\ufdd0])")
_QUOTES = re.compile(r"``([^`'\n]{1,400}(?:'[^`'\n]{1,200}){0,4})''")
_DASH = re.compile(r"(?<=[\w\s)\]])(---?)(?=[\s(\[]|(?<=\w-)\w|(?<=\w--)\w|(?<=\w---)\w)")

#: `$\\href{address}{words}$`: no formula at all.
_HREF_FORMULA = re.compile(
    r"\$\{?\\href\s*\{(https?://[^\s{}$\\]{1,400})\}\s*\{([^$]{0,400}?)\}\}?\$", re.IGNORECASE
)
_TEXT_MACRO = re.compile(r"\\(?:text[a-z]*|space|mbox)(?![A-Za-z])|[{}]")
#: Most names and many titles: single spaces, and nothing that has another meaning.
_CLEAN_ALREADY = re.compile(r"[A-Za-z0-9.,:](?:[ -]?[A-Za-z0-9.,:])*", re.ASCII)
#: What cleaning may have something to do with; ASCII without it is clean after once.
_MEANS_MORE = re.compile(r"[&\\<$~]|``|--|\(cid:")


def unclean(text: str) -> re.Match[str] | None:
    """The first character of a text that no clean text holds; None if there is none."""
    # That printable text and paragraphs of it have none is known far sooner.
    plain = text.isprintable() or text.replace("\n", "").isprintable()
    return None if plain else _UNCLEAN.search(text)


def seen(raw: str) -> str:
    """`raw` without the characters that cleaning removes, its lines ended by one character."""
    return _UNWANTED.sub("", _NEWLINE.sub("\n", raw))


def clean_line(raw: str) -> str:
    """`raw` as one line of clean text: a title, a name, a comment."""
    if _CLEAN_ALREADY.fullmatch(raw):
        return raw
    return " ".join(_settled(raw, paragraphs=False).split())


def clean_paragraphs(raw: str) -> str:
    """`raw` as clean paragraphs with an empty line between: an abstract.

    A line that begins with two or more spaces begins a paragraph, as in arXiv's abstracts; other
    line breaks are only the source's wrapping.
    """
    paragraphs = (" ".join(part.split()) for part in _settled(raw, paragraphs=True).split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def _settled(raw: str, *, paragraphs: bool) -> str:
    """Cleaned again until nothing changes, so that cleaning is idempotent.

    What would take too long, nested hundreds deep, loses the characters that have a meaning.
    """
    text = raw
    for _ in range(4 + _EFFORT // (len(raw) + 1)):
        cleaned = _clean_once(text, paragraphs=paragraphs)
        if cleaned == text or (cleaned.isascii() and not _MEANS_MORE.search(cleaned)):
            return cleaned
        text = cleaned
    return _settled(_MEANING.sub(" ", text), paragraphs=paragraphs)


def _clean_once(raw: str, *, paragraphs: bool) -> str:
    text = raw
    if not text.isascii():
        if _MOJIBAKE.search(text):
            from ftfy import fix_encoding  # loads slowly, and is seldom needed

            text = fix_encoding(text)
        text = text.translate(_LIGATURES)
    # All that these two look for is unprintable; asking so is far quicker than the expressions.
    if not text.replace("\n", "").isprintable():
        text = _NEWLINE.sub("\n", text)
        text = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", text))
    if "&" in text:
        text = _UNWANTED.sub(
            "", _ENTITY.sub(lambda m: html.unescape(m[0]), _AMPERSAND.sub("&", text))
        )
    text = unicodedata.normalize("NFC", text).strip()
    if "(cid:173)" in text:
        text = _CID_HYPHEN.sub("", text)
    if "\\" in text:
        text = _MATH_PARENS.sub(lambda m: _dollars(m, "$"), text)
        text = _MATH_BRACKETS.sub(lambda m: _dollars(m, "$$"), text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if link := _HREF_FORMULA.fullmatch(found[0]):
            return _link_of_formula(link)
        kept.append(" ".join(found[0].split()))
        return f"\ufdd0{len(kept) - 1}\ufdd1"

    if "$" in text:
        text = MATH.sub(keep, text)
    if "<" in text:
        text = _without_html(text)
    if "-\n" in text:
        text = _WRAPPED_HYPHEN.sub("-", text)
    if paragraphs and "\n" in text:
        parts = [" ".join(part.split()) for part in _PARAGRAPH.split(text)]
        text = "\n\n".join(part for part in parts if part)
    else:
        text = " ".join(text.split())
    if "\\" in text or "``" in text or "--" in text or "~" in text:
        text = "\n\n".join(_words(part) for part in text.split("\n\n"))
    return _KEPT.sub(lambda m: kept[int(m[1])], text) if kept else text


def _without_html(text: str) -> str:
    """The words of inline HTML; paragraphs and breaks as lines, an address behind its words."""
    text = _HTML_LINK.sub(_html_link, _HTML_BREAK.sub("\n\n", text))
    return _HTML_PAIR.sub(lambda m: f"\n\n{m[2]}\n\n" if m[1] in "pP" else m[2], text)


def _html_link(found: re.Match[str]) -> str:
    address, words = found[1], found[2].strip()
    if this := _THIS_URL.fullmatch(words):
        return f"{address}{this[1]}"
    return address if not words or words == address else f"{words} ({address})"


def _dollars(found: re.Match[str], mark: str) -> str:
    inner = " ".join(found[1].split())
    return f"{mark}{inner}{mark}" if inner else found[0]


def _words(text: str) -> str:
    """TeX in running text as Unicode; a macro that only its authors know stays as it is."""
    if "\\" in text:
        text = _ESCAPED_QUOTES.sub(r'"\1"', _APOSTROPHE.sub("'", text))
        text = _ACCENT.sub(lambda m: accented(m[0]), text)
        text = _SYMBOL.sub(symbol, _LATIN.sub(lambda m: f"{m[1]}.{m[2]}.", text))
        for _ in range(4):
            before = text
            text = _FONT_GROUP.sub(r"\1", _FONT.sub(r"\1", text))
            text = _COLOR.sub(lambda m: m[1] or "", _HREF.sub(_link, text))
            text = _FOOTNOTE.sub(r" (\1)", _CITE.sub(r" [\1]", text))
            if text == before:
                break
        text = _ESCAPED.sub(r"\1", _SPACE.sub(" ", text))
    addresses: list[str] = []

    def hold(found: re.Match[str]) -> str:
        addresses.append(found[0])
        return f"\ufdd2{len(addresses) - 1}\ufdd3"

    text = _URL.sub(hold, text)
    text = _QUOTES.sub("\u201c\\1\u201d", text)
    text = _TIE.sub(" ", text)
    text = _DASH.sub(lambda m: "\u2014" if len(m[1]) == 3 else "\u2013", text)
    return re.sub("\ufdd2([0-9]+)\ufdd3", lambda m: addresses[int(m[1])], text)


def _link_of_formula(found: re.Match[str]) -> str:
    """A link that its authors put between dollars, as words."""
    words = " ".join(_TEXT_MACRO.sub(" ", found[2]).split())
    return found[1] if not words or words == found[1] else f"{words} ({found[1]})"


def _link(found: re.Match[str]) -> str:
    address, words = found[1].strip(), found[2].strip()
    return address if not words or words == address else f"{words} ({address})"

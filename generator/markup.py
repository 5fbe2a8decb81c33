"""Clean text -> safe HTML, Markdown that any builder shows as text, or plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import nh3

from generator.formulas import characters, mathml
from generator.math_parts import Formula, split_math

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_HELD = re.compile("\x02([0-9]+)\x03")
#: A formula in a line and what follows it, which browsers would let begin the next line.
_FOLLOWED = re.compile(r"(<math alttext=.*?</math>)([,.;:!?)\]\u2019\u201d\u2026]*)", re.DOTALL)
_MARK = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef]")
_ADDRESS = re.compile(r"https?://[^\W_][^\s<>\"`{}|\\^]*", re.IGNORECASE)
#: No longer run of characters is looked at as an address.
_ADDRESS_CHARACTERS = 2_000
_AFTER_ADDRESS = ".,;:!?'\u2019\u201d\u00bb\u2026\u3001\u3002\uff0c\uff09"
_ENTITIES = {
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "{": "&#123;", "}": "&#125;", "$": "&#36;",
    "|": "&#124;", "~": "&#126;", "^": "&#94;",
}  # fmt: skip
_ACTIVE = re.compile(r"[\\`*_\[\]#]|[<>&{}$|~^]|:(?=\S)|(?<![^\s]):|(?<!\S)[-+=?!]|!(?=\[)")
_ESCAPED = re.compile("[&<>\"'{}]")
_ESCAPES = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;",
    "{": "&#123;", "}": "&#125;",
})  # fmt: skip
_ORDERED = re.compile(r"^([0-9]+)([.)])(?=\s|$)")


def plain(text: str) -> str:
    """Clean text as words for a head, an attribute or a feed's title; formulas as characters."""
    return text if "$" not in text else _plain(text)


@lru_cache(maxsize=4096)  # a paper's title and abstract stand in its head more than once
def _plain(text: str) -> str:
    return "".join(
        characters(part.tex) if isinstance(part, Formula) else part.text.replace("\\$", "$")
        for part in split_math(text)
    )


def escaped(text: str) -> str:
    """Text for an HTML attribute or element that a template prints as it is."""
    return text.translate(_ESCAPES) if _ESCAPED.search(text) else text


def html_line(text: str) -> str:
    """One line of clean text as inline HTML with formulas as MathML."""
    if not text.isprintable():
        text = _MARK.sub("", text)
    if "$" not in text:
        return _shown(text)
    return _kept_together(
        "".join(
            mathml(part.tex)
            if isinstance(part, Formula)
            else html.escape(part.text.replace("\\$", "$"), quote=False)
            for part in split_math(text)
        )
    )


def _kept_together(made: str) -> str:
    return _FOLLOWED.sub(
        lambda m: f'<span class="pf-formula">{m[0]}</span>' if m[2] else m[0], made
    )


@lru_cache(maxsize=16_384)  # a paper stands in its own page, its day's and several feeds
def html_paragraphs(text: str) -> str:
    """Clean paragraphs as `<p>` elements: bare http(s) addresses are links, formulas MathML.

    Formulas and links are taken out before the text is rendered and sanitised, and put in after.
    """
    printable = text.replace("\n\n", "").isprintable()
    if not printable:
        text = _MARK.sub("", text)
    if "$" not in text and "://" not in text:  # nothing is to be taken out
        return _in_elements(text.split("\n\n")) if printable else _paragraphs(text)
    held: list[str] = []
    pieces: list[str] = []
    for part in split_math(text):
        if isinstance(part, Formula):
            pieces.append(f"\x02{len(held)}\x03")
            held.append(mathml(part.tex, display=part.display))
            continue
        for words, address in _linked(part.text.replace("\\$", "$")):
            pieces.append(words)
            if address:
                pieces.append(f"\x02{len(held)}\x03")
                held.append(_anchor(address))
    made = _paragraphs("".join(pieces))
    return _kept_together(_HELD.sub(lambda m: held[int(m[1])], made)) if held else made


def _paragraphs(text: str) -> str:
    """Text without a meaning, and the marks of what was taken out of it, rendered and sanitised.

    Of printable characters without line breaks that is what escaping makes of them, in a fiftieth
    of the time.
    """
    parts = [part.strip() for part in text.split("\n\n")]
    if all(part.isprintable() or _unmarked(part).isprintable() for part in parts):
        return _in_elements(parts)
    return nh3.clean(_renderer().render(text), tags={"p"}, attributes={}).strip()


def _in_elements(parts: Iterable[str]) -> str:
    return "\n".join([f"<p>{_shown(part)}</p>" for each in parts if (part := each.strip())])


def _shown(text: str) -> str:
    """What `html.escape` makes of a text, which is mostly itself."""
    active = "&" in text or "<" in text or ">" in text
    return html.escape(text, quote=False) if active else text


def _unmarked(text: str) -> str:
    return text.replace("\x02", "").replace("\x03", "")


def opening(text: str, most: int) -> str:
    """The beginning of clean paragraphs: about `most` characters, cut between words.

    A formula is there whole or not at all.
    """
    if len(text) <= most:
        return text
    kept: list[str] = []
    left = most
    for part in split_math(text):
        whole = _in_dollars(part) if isinstance(part, Formula) else part.text
        if len(whole) > left:
            if not isinstance(part, Formula):
                kept.append(_whole_words(whole[: left + 1]) or whole[: left * (not kept)])
            break
        kept.append(whole)
        left -= len(whole)
    return "".join(kept).rstrip() + "…"


def _whole_words(text: str) -> str:
    """A text that was cut, without the last word, which may not be whole, and the blanks there."""
    if text[-1:].isspace():
        return text.rstrip()
    before, *last = text.rsplit(maxsplit=1) or [""]
    return before if last else ""


def _in_dollars(formula: Formula) -> str:
    mark = "$$" if formula.display else "$"
    return f"{mark}{formula.tex}{mark}"


def markdown_line(text: str) -> str:
    """One line of clean text, escaped so that Markdown processors show it as it is.

    Formulas stay TeX between dollars.
    """
    return "".join(
        _dollars(part) if isinstance(part, Formula) else _escaped(part.text.replace("\\$", "$"))
        for part in split_math(text)
    )


def markdown_paragraphs(text: str) -> str:
    """Clean paragraphs as Markdown: escaped, addresses as links, formulas as TeX."""
    return "\n\n".join(_markdown_paragraph(part) for part in text.split("\n\n"))


def markdown_link(label: str, target: str) -> str:
    """A Markdown link; `label` is Markdown already, `target` any address."""
    return f"[{label}]({_quoted(target)})"


def _markdown_paragraph(text: str) -> str:
    pieces: list[str] = []
    for part in split_math(text):
        if isinstance(part, Formula):
            pieces.append(_dollars(part))
            continue
        for words, address in _linked(part.text.replace("\\$", "$")):
            pieces.append(_escaped(words))
            if address:
                pieces.append(markdown_link(_escaped(address), address))
    return "".join(pieces)


def _linked(words: str) -> Iterator[tuple[str, str]]:
    """`words` in pieces: what stands before an http(s) address, and the address."""
    start = 0
    for found in _addresses(words):
        address = trimmed(found[0])
        if address:
            yield words[start : found.start()], address
            start = found.start() + len(address)
    yield words[start:], ""


def _addresses(words: str) -> Iterator[re.Match[str]]:
    """Each match of `_ADDRESS`: looked for only around what all have, as few texts have it."""
    end, at = 0, words.find("://")
    while at >= 0:
        for begin in (at - len("https"), at - len("http")):
            if found := _ADDRESS.match(words, max(begin, 0)):
                yield found
                end = found.end()
                break
        at = words.find("://", max(end, at + 1))


def trimmed(address: str) -> str:
    """The address without the punctuation of the sentence around it; empty if it is too long."""
    while 0 < len(address) <= _ADDRESS_CHARACTERS:
        last = address[-1]
        opening = {")": "(", "]": "["}.get(last)
        unopened = opening and address.count(last) > address.count(opening)
        if not (unopened or last in _AFTER_ADDRESS):
            return address
        address = address[:-1]
    return ""


def _anchor(address: str) -> str:
    href = html.escape(_quoted(address))
    shown = html.escape(address, quote=False)
    return f'<a href="{href}" rel="nofollow noopener noreferrer">{shown}</a>'


def _quoted(address: str) -> str:
    return quote(address, safe="/:?&=#%~+,;@!$._-")


def _dollars(formula: Formula) -> str:
    mark = "$$" if formula.display else "$"
    return mark + _escaped(formula.tex) + mark


def _escaped(words: str) -> str:
    ordered = _ORDERED.match(words)
    head = f"{ordered[1]}\\{ordered[2]}" if ordered else ""
    return head + _ACTIVE.sub(_inert, words[ordered.end() if ordered else 0 :])


def _inert(found: re.Match[str]) -> str:
    character = found[0]
    if character in ":=?":
        return f"&#{ord(character)};"
    return _ENTITIES.get(character) or f"\\{character}"


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    """Paragraphs, nothing else of Markdown."""
    from markdown_it import MarkdownIt  # few texts need it

    return MarkdownIt("zero", {"html": False})

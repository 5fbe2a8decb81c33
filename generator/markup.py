"""Clean text -> safe HTML, Markdown that any builder shows as text, or plain words."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt

from generator.formulas import characters, mathml
from generator.text import Formula, split_math

_HELD = re.compile("\ufdd0([0-9]+)\ufdd1")
_MARK = re.compile("[\ufdd0-\ufdef]")
_TAGS = {"p", "a"}
_ENTITIES = {
    "<": "&lt;", ">": "&gt;", "&": "&amp;", "{": "&#123;", "}": "&#125;", "$": "&#36;",
    "|": "&#124;", "~": "&#126;", "^": "&#94;",
}  # fmt: skip
_ACTIVE = re.compile(r"[\\`*_\[\]#]|[<>&{}$|~^]|:(?=\S)|(?<![^\s]):|(?<!\S)[-+=?!]|!(?=\[)")
_ORDERED = re.compile(r"^([0-9]+)([.)])(?=\s|$)")


def plain(text: str) -> str:
    """Clean text as words for a head, an attribute or a feed's title; formulas as characters."""
    return "".join(
        characters(part.tex) if isinstance(part, Formula) else part.text.replace("\\$", "$")
        for part in split_math(text)
    )


def html_line(text: str) -> str:
    """One line of clean text as inline HTML with formulas as MathML."""
    return "".join(
        mathml(part.tex)
        if isinstance(part, Formula)
        else html.escape(part.text.replace("\\$", "$"), quote=False)
        for part in split_math(_MARK.sub("", text))
    )


@lru_cache(maxsize=16_384)  # a paper stands in its own page, its day's and its topics'
def html_paragraphs(text: str) -> str:
    """Clean paragraphs as `<p>` elements: bare http(s) addresses are links, formulas MathML.

    Formulas are taken out before the text is rendered and sanitised, and put in after.
    """
    formulas: list[str] = []
    pieces: list[str] = []
    for part in split_math(_MARK.sub("", text)):
        if isinstance(part, Formula):
            pieces.append(f"\ufdd0{len(formulas)}\ufdd1")
            formulas.append(mathml(part.tex, display=part.display))
        else:
            pieces.append(part.text.replace("\\$", "$"))
    rendered = nh3.clean(
        _renderer().render("".join(pieces)),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return _HELD.sub(lambda m: formulas[int(m[1])], rendered).strip()


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
    return f"[{label}]({quote(target, safe='/:?&=#%~+,;@!$._-')})"


def _markdown_paragraph(text: str) -> str:
    pieces: list[str] = []
    for part in split_math(text):
        if isinstance(part, Formula):
            pieces.append(_dollars(part))
            continue
        words, start = part.text.replace("\\$", "$"), 0
        for link in _links(words):
            pieces.append(_escaped(words[start : link.index]))
            pieces.append(markdown_link(_escaped(link.raw), link.url))
            start = link.last_index
        pieces.append(_escaped(words[start:]))
    return "".join(pieces)


def _links(words: str) -> list[Any]:
    linkify = _renderer().linkify
    return (linkify.match(words) or []) if linkify else []


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
    """Paragraphs and bare http(s) links, nothing else of Markdown."""
    renderer = MarkdownIt("zero", {"html": False, "linkify": True}).enable("linkify")
    if renderer.linkify is None:
        raise RuntimeError("linkify-it-py is not installed; run `make site`")
    renderer.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "//", "mailto:"):
        renderer.linkify.add(scheme, None)
    return renderer

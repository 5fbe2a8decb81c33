"""Views -> HTML, by the Jinja fragments under `overrides/feed/`; everything is escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
from markupsafe import Markup

from generator.addresses import base_of
from generator.interface import FIRST, Words
from generator.markup import html_line, html_paragraphs, plain
from generator.model import Page, Paper
from generator.site import Site


def interface(words: Words) -> dict[str, Callable[..., Markup]]:
    """What templates say the interface's words with, and the values that may stand in a text."""
    return {"t": words.html, "link": _link, "code": _code, "key": _key}


def _link(url: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _key(text: str) -> Markup:
    return Markup("<kbd>{}</kbd>").format(text)


def _lang(paper: Paper, words: Words) -> Markup:
    """The attribute that tells the language of what a paper says, where the page's is another.

    A record that does not say is taken for English, as nearly all are.
    """
    spoken = paper.language or FIRST
    same = spoken.lower() == words.language.lower()
    return Markup("") if same else Markup(' lang="{}"').format(spoken)


def renderer(folders: list[str], site: Site) -> Callable[[Page], str]:
    """A function from a page to the HTML of its content; fragments come from theme folders.

    Unlike the theme's, its templates escape every value; only what `markup.py` made safe is not.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["line"] = lambda text: Markup(html_line(text))  # noqa: S704 - made safe
    environment.filters["paragraphs"] = lambda text: Markup(html_paragraphs(text))  # noqa: S704 - made safe
    words = site.words
    environment.globals.update(interface(words))
    environment.filters["count"] = words.count
    environment.filters["number"] = words.number
    environment.filters["weekday"] = words.weekday
    environment.filters["lang"] = lambda paper: _lang(paper, words)
    environment.filters["plain"] = plain
    environment.filters["byline"] = words.byline

    def render(page: Page) -> str:
        template = environment.get_template(f"feed/{page.kind}.html")
        context: dict[str, Any] = {"view": page.view, "site": site, "base": base_of(page.uri)}
        return template.render(page=page, **context)

    return render

"""Pages that somebody wrote by hand: what their front matter may say, and what the theme adds.

The theme prints titles, descriptions and authors as they stand, and the feed's own templates print
what only the feed's pages may say. A page that is sent in must not run anything by either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from selectolax.lexbor import LexborHTMLParser

from generator.markup import escaped

#: What the templates print as it is, or ask of the feed's own pages alone.
OWN_KEYS = ("card", "citation", "head", "indexed", "json_ld", "kind")
_TEMPLATE = re.compile(r"[a-z][a-z0-9_-]*\.html")
_NO_TEMPLATES = frozenset({"404.html", "base.html"})
_RUNNING = frozenset(
    "script style iframe frame object embed base form link template noscript".split()
)
#: Links that nothing is loaded for, and that differ from page to page.
_TOLD = frozenset({"canonical", "prev", "next"})
_DEEPEST = 4
_URLS = frozenset({"href", "src", "action", "formaction", "xlink:href"})
_CODE = re.compile("javascript:|vbscript:|data:")
_SHOWN = 60


def clean_meta(meta: Mapping[str, Any], theme: str | None) -> tuple[dict[str, Any], list[str]]:
    """Front matter with its text escaped, and a sentence for each key that had to be left out.

    `theme` is the project's own folder of templates, in which one that is named has to be.
    """
    kept: dict[str, Any] = {}
    left_out: list[str] = []
    for key, value in meta.items():
        if key in OWN_KEYS:
            left_out.append(f"front matter: `{key}` is for the feed's own pages; take it out")
        elif key == "template" and not _is_template(value, theme):
            found = str(value)[:_SHOWN]
            left_out.append(f"front matter: template: found `{found}`; the theme has none such")
        elif key == "hide" and not _are_texts(value):
            left_out.append("front matter: hide: write a list such as [toc]")
        else:
            try:
                kept[str(key)] = _escaped(value)
            except _UnshownError:
                shown = str(key)[:_SHOWN]
                left_out.append(f"front matter: {shown}: write text, numbers or lists of them")
    return kept, left_out


def _is_template(value: object, theme: str | None) -> bool:
    """Whether it is one of the project's; the theme's others are for pages of other plugins."""
    return (
        isinstance(value, str)
        and bool(_TEMPLATE.fullmatch(value))
        and value not in _NO_TEMPLATES
        and (value == "main.html" or bool(theme and (Path(theme) / value).is_file()))
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


class _UnshownError(Exception):
    """A value that is no text, number or list: bytes or sets would be printed as they are."""


def _escaped(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return escaped(value)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    if depth < _DEEPEST and isinstance(value, list):
        return [_escaped(each, depth + 1) for each in value]
    if depth < _DEEPEST and isinstance(value, dict):
        return {_escaped(k, depth + 1): _escaped(each, depth + 1) for k, each in value.items()}
    raise _UnshownError


def escape_sections(items: Iterable[object]) -> None:
    """Make the titles of sections, which are the names of folders, what the theme may print."""
    for item in items:
        if isinstance(item, Section):
            item.title = escaped(item.title)
            escape_sections(item.children)


def shown_title(page: MkDocsPage) -> str:
    """A page's title as the theme may print it, whether it is from the heading or the file name."""
    if "title" in page.meta:
        return str(page.meta["title"])  # escaped with all of the front matter
    title = page.title or ""
    # A heading comes as HTML, a file's name as it is.
    return escaped(str(Markup(title).striptags()) or title)  # noqa: S704 - to be taken apart


class ThemeAlone:
    """Pages as the theme makes them of nothing: one for each depth and template."""

    def __init__(self, config: MkDocsConfig, files: Files, env: jinja2.Environment) -> None:
        self._config = config
        # Without the others' titles.
        self._nav = Navigation([], [])
        self._files = files.documentation_pages()
        self._env = env
        self._made: dict[tuple[int, str], str] = {}

    def fault_of(self, page: MkDocsPage, output: str) -> str:
        """What runs on a whole page that the theme alone would not run there; else empty."""
        known = frozenset(_live(self.made(page)))
        for each in _live(output):
            if each not in known:
                shown = each if len(each) <= _SHOWN else f"{each[:_SHOWN]}…"
                return f"{shown} is not the theme's; take it out of the front matter or a title"
        return ""

    def made(self, page: MkDocsPage) -> str:
        """The page as the theme makes it of nothing."""
        key = (page.url.count("/"), page.meta.get("template", "main.html"))
        if key not in self._made:
            self._made[key] = self._made_of_nothing(page.file.src_uri, key[1])
        return self._made[key]

    def _made_of_nothing(self, uri: str, template: str) -> str:
        page = MkDocsPage(None, File.generated(self._config, uri, content=""), self._config)
        page.content, page.active = "", True
        context = get_context(self._nav, self._files, self._config, page)
        return str(self._env.get_template(template).render(context))


def _live(output: str) -> Iterator[str]:
    """Whatever of a page runs, frames, loads or sends something, as text that tells all of it."""
    for element in LexborHTMLParser(output).css("*"):
        tag, attributes = element.tag or "", element.attributes
        for name, value in attributes.items():
            said = (value or "").strip().lower()
            if name.startswith("on") or (name in _URLS and _CODE.match(said)):
                yield f"<{tag} {name}={value!r}>"
        if tag == "link" and attributes.get("rel") in _TOLD:
            continue
        if tag in _RUNNING or (tag == "meta" and "http-equiv" in attributes):
            told = "".join(f" {name}={value!r}" for name, value in attributes.items())
            yield f"<{tag}{told}>{element.text() if tag in ('script', 'style') else ''}"

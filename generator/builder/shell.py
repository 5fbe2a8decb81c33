"""Pages poured into the theme: what is equal on many pages is rendered once.

The theme's own template is rendered for the first page of each signature, with marks in place of
what pages differ in; of every further page only these parts are made. A signature is all that the
template may ask of a generated page but those parts. Whether that holds for the theme that is in
use is seen at the first pages of each signature, which are made in both ways: where the bytes are
not the same, its pages go MkDocs' road, one by one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from generator.addresses import day_card, url_of
from generator.builder.gate import Gate
from generator.builder.template_faults import placed
from generator.markup import escaped
from generator.model import Draft, Page

#: Pages of a signature that are made in both ways.
COMPARED = 2
_SLOTS = (
    "title", "description", "canonical", "card", "head", "json_ld", "citation", "content",
)  # fmt: skip
_PAGE_EVENTS = (
    "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip
#: Noncharacters of Unicode, which no text has.
_MARK = re.compile("\ufdd0([a-z_]+)\ufdd1")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the template may ask of a page, but for the parts that are poured in."""

    kind: str
    depth: int
    indexed: bool
    described: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The template's output in pieces; between two pieces stands the slot named there."""

    pieces: tuple[str, ...]
    slots: tuple[str, ...]

    def pour(self, parts: dict[str, str]) -> str:
        """The whole page."""
        made = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            made += (parts[slot], piece)
        return "".join(made)


def meta_of(page: Page) -> dict[str, Any]:
    """What the theme is told of a generated page; it prints title and description as they are."""
    meta: dict[str, Any] = {
        "title": escaped(page.title),
        "description": escaped(page.description),
        "kind": page.kind,
        "indexed": page.indexed,
        "hide": ["navigation", "toc"],
    }
    if page.kind == "paper":
        view = page.view
        meta |= {"head": view.head, "json_ld": view.json_ld, "citation": view.citation}
    elif page.kind == "home":
        meta["updated"] = page.view.updated
    elif page.kind == "day" and page.date and page.indexed:  # one without papers has no card
        meta["card"] = day_card(page.date)
    return meta


def _signature(page: Page) -> Signature:
    depth = url_of(page.uri).count("/")
    return Signature(page.kind, depth, page.indexed, bool(page.description))


def watchers(config: MkDocsConfig, own: object) -> list[str]:
    """The names of other plugins and hooks that want to see each page on its way."""
    names: list[str] = []
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            plugin = getattr(method, "__self__", None)
            if plugin is not own:
                known = (name for name, each in config.plugins.items() if each is plugin)
                names.append(f"{next(known, method.__module__)} (on_{event})")
    return names


class Pourer:
    """Makes whole pages of generated ones; `road` counts those that went MkDocs' road."""

    def __init__(
        self,
        config: MkDocsConfig,
        nav: Navigation,
        files: Files,
        env: jinja2.Environment,
        render: Callable[[Page], str],
        gate: Gate,
    ) -> None:
        self._config = config
        self._nav = nav
        self._doc_files = files.documentation_pages()
        self._template = env.get_template("main.html")
        self._render = render
        self._gate = gate
        self._shells: dict[Signature, Shell | None] = {}
        self._digests: dict[Signature, bytes] = {}
        self._compared: dict[Signature, int] = {}
        self.road = 0

    def shell_of(self, draft: Draft) -> bytes | None:
        """A key of all that the theme makes of the page; None if it goes MkDocs' road."""
        depth = url_of(draft.uri).count("/")
        signature = Signature(draft.kind, depth, draft.indexed, draft.described)
        if signature not in self._shells:
            page = draft.make()
            if _signature(page) != signature:
                return None
            self._learn(signature, page)
        return self._digests[signature] if self._shells[signature] else None

    def _learn(self, signature: Signature, page: Page) -> None:
        shell = self._shells[signature] = self._shell(page)
        told = repr(shell).encode("utf-8", "backslashreplace")
        self._digests[signature] = hashlib.blake2b(told, digest_size=16).digest()

    def whole(self, page: Page) -> str:
        """The page as MkDocs would write it."""
        content = self._render(page)
        meta = meta_of(page)
        self._gate.page(page, content, meta, f"{url_of(page.uri)}index.html")
        signature = _signature(page)
        if signature not in self._shells:
            self._learn(signature, page)
        shell = self._shells[signature]
        if shell is None:
            self.road += 1
            return self._by_road(page, content)
        poured = shell.pour({**meta, "content": content, "canonical": self._canonical(page)})
        if self._compared.get(signature, 0) < COMPARED:
            self._compared[signature] = self._compared.get(signature, 0) + 1
            true = self._by_road(page, content)
            if true != poured:
                self._shells[signature] = None
                self.road += 1
                return true
        return poured

    def _shell(self, page: Page) -> Shell:
        marks = {slot: f"\ufdd0{slot}\ufdd1" for slot in _SLOTS}
        meta = meta_of(page)
        meta |= {name: marks[name] for name in _SLOTS if meta.get(name)}
        found = _MARK.split(self._rendered(page, marks["content"], meta, marks["canonical"]))
        return Shell(tuple(found[::2]), tuple(found[1::2]))

    def _by_road(self, page: Page, content: str) -> str:
        return self._rendered(page, content, meta_of(page), None)

    def _rendered(
        self, page: Page, content: str, meta: dict[str, Any], canonical: str | None
    ) -> str:
        """What MkDocs does with a page, its Markdown being none."""
        config = self._config
        file = File.generated(config, page.uri, content="")
        theirs = MkDocsPage(None, file, config)
        theirs.meta, theirs.content, theirs.active = meta, content, True
        if canonical and theirs.canonical_url:
            theirs.canonical_url = canonical
        context = get_context(self._nav, self._doc_files, config, theirs)
        context = config.plugins.on_page_context(context, page=theirs, config=config, nav=self._nav)
        with placed():
            output = self._template.render(context)
        return str(config.plugins.on_post_page(output, page=theirs, config=config))

    def _canonical(self, page: Page) -> str:
        site = self._config.site_url or ""
        return f"{site.removesuffix('/')}/{quote(url_of(page.uri))}"

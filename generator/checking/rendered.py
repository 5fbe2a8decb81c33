"""A page by hand as Python-Markdown renders it: its anchors, and the links that are really in it.

What extensions make of a text (admonitions, tabs, HTML with Markdown in it) only they know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from generator.front_matter import split

#: What MkDocs reads Markdown with, whatever `mkdocs.yml` adds.
EXTENSIONS = ("toc", "tables", "fenced_code")
#: The attributes of Markdown's links, as MkDocs looks for them; HTML has them elsewhere too.
_LINKS = {"a": "href", "img": "src"}
#: What Markdown keeps instead of a text until it has all.
_KEPT = "\x02"


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a page has when it is rendered."""

    anchors: frozenset[str] = frozenset()
    #: The addresses of Markdown's links and pictures, which MkDocs takes for files.
    links: tuple[str, ...] = ()
    #: Those in HTML that somebody wrote, which stay as they are.
    in_html: tuple[str, ...] = ()
    #: Whether it is nested so deep that nobody can render it.
    too_deep: bool = False


def rendered_by(
    extensions: tuple[object, ...] = EXTENSIONS, settings: Mapping[str, object] | None = None
) -> Callable[[str], Rendered]:
    """What renders a Markdown file's text with these extensions; each text once."""
    known: dict[str, Rendered] = {}

    def rendered(text: str) -> Rendered:
        if text not in known:
            reader = markdown.Markdown(
                extensions=list(extensions),  # type: ignore[arg-type]
                extension_configs=dict(settings or {}),  # type: ignore[arg-type]
            )
            known[text] = _rendered(reader, text)
        return known[text]

    return rendered


def _rendered(reader: markdown.Markdown, text: str) -> Rendered:
    links = _Links(reader)
    reader.treeprocessors.register(links, "links", -1)
    parts, tags = split(text), _Tags()
    try:
        tags.feed(reader.convert(parts[1] if parts else text))
    except RecursionError:
        return Rendered(too_deep=True)
    in_html = Counter(tags.links) - Counter(links.found)
    return Rendered(frozenset(tags.anchors), tuple(links.found), tuple(in_html.elements()))


class _Links(Treeprocessor):
    """The links in the tree that Markdown makes, in which no HTML is that somebody wrote."""

    def __init__(self, reader: markdown.Markdown) -> None:
        super().__init__(reader)
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        for each in root.iter():
            address = each.get(_LINKS.get(each.tag, ""))
            if address and _KEPT not in address:
                self.found.append(address)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if value and (key == "id" or (tag, key) == ("a", "name")):
                self.anchors.add(value)
            elif value and key in ("href", "src"):
                self.links.append(value)

"""The links and pictures of a page by hand that lead to no page or file. Pure.

What a link may be is what MkDocs takes: a file of the content folder, relative to the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import markdown
from markdown_it import MarkdownIt

from generator.addresses import url_of
from generator.faults import Flaw
from generator.front_matter import split

#: A table is a paragraph to it, with the same links.
_MARKDOWN = MarkdownIt("commonmark", {"store_labels": True})
#: What a note at the foot of a page is called, which some extensions know and it takes for a link.
_NOTE = "^"
_LINKS = {"link_open": "href", "image": "src"}
#: How an address that ends in a slash may be written out.
_OF_A_FOLDER = re.compile(r"/index\.(?:md|html)\Z")
_BREAKS = ("softbreak", "hardbreak")
#: Attributes that some extensions read, and the names in them that links may lead to.
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_NAMED = re.compile(r"""(?:#|\bid=["']?)([^\s"'}]+)""")
#: What MkDocs reads Markdown with, whatever `mkdocs.yml` adds.
EXTENSIONS = ("toc", "tables", "fenced_code")


@dataclass(frozen=True)
class Targets:
    """What links may lead to: the files and pages of the site, by name."""

    names: Collection[str]
    #: The text of each page by hand.
    texts: Mapping[str, str]
    #: The anchors of a Markdown text, as it will be built.
    anchors: Callable[[str], frozenset[str]]
    #: Whether a link that begins with a slash is meant from the content folder on.
    from_root: bool = False
    #: Folders of which nobody knows what they will hold.
    unknown: tuple[str, ...] = ()

    @cached_property
    def by_file(self) -> dict[str, list[str]]:
        """The names by their last part."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(name.rpartition("/")[2], []).append(name)
        return found


def links_of(text: str) -> Iterator[tuple[str, int]]:
    """The address of each link and picture of a Markdown file, and its line."""
    parts = split(text)
    body = parts[1] if parts else text
    above = text.count("\n") - body.count("\n")
    for token in _MARKDOWN.parse(body):
        line = above + (token.map[0] if token.map else 0) + 1
        for child in token.children or ():
            line += child.type in _BREAKS
            address = child.attrs.get(_LINKS.get(child.type, ""))
            if isinstance(address, str) and not child.meta.get("label", "").startswith(_NOTE):
                yield address, line


def dead_links(page: str, targets: Targets) -> Iterator[Flaw]:
    """What is wrong with the links of a page by hand, which is one of the targets' texts."""
    for address, line in links_of(targets.texts[page]):
        if said := _wrong(page, address, targets):
            yield Flaw(f"link: found `{unquote(address)[:200]}`, {said}", (), line)


def _wrong(page: str, address: str, targets: Targets) -> str:
    try:
        scheme, host, path, _, anchor = urlsplit(address)
    except ValueError:
        return "which is no address; correct it"
    if scheme or host:
        return ""
    rooted = path.startswith(("/", "\\"))
    if rooted and not targets.from_root:
        return "which begins at the host's root; write it relative to this page"
    target = page
    if path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        target = target.lstrip("/")
        if target.startswith(targets.unknown or "\0"):
            return ""
    if target not in targets.names:
        return f"which leads to no page or file{_instead(page, target, targets)}"
    if anchor and target in targets.texts:
        try:
            names = targets.anchors(targets.texts[target])
        except RecursionError:
            return f"and {target} is nested too deep to be read; write that page flat"
        if unquote(anchor) not in names:
            known = f" ({', '.join(sorted(names)[:12])})" if names else ""
            return (
                f"and {target} has no anchor `{unquote(anchor)[:80]}`; write one of its own{known}"
            )
    return ""


def _instead(page: str, target: str, targets: Targets) -> str:
    """What to do: the page that was meant, if that can be told."""
    at = posixpath.dirname(page) or "."
    guesses = (
        f"{target}.md",
        f"{target}/index.md",
        target.removesuffix(".html") + ".md",
        _OF_A_FOLDER.sub(".md", target),
    )
    for guess in guesses:
        if guess in targets.names:
            return f"; write `{posixpath.relpath(guess, at)}`"
    alike = targets.by_file.get(target.rpartition("/")[2], [])
    if len(alike) == 1:
        return f"; did you mean `{posixpath.relpath(alike[0], at)}`?"
    return "; correct or remove it"


def anchors_by(
    extensions: tuple[object, ...] = EXTENSIONS, settings: Mapping[str, object] | None = None
) -> Callable[[str], frozenset[str]]:
    """What finds the anchors of a Markdown text that is read with these extensions."""
    known: dict[str, frozenset[str]] = {}

    def anchors(text: str) -> frozenset[str]:
        if text not in known:
            parts = split(text)
            reader = markdown.Markdown(
                extensions=list(extensions),  # type: ignore[arg-type]
                extension_configs=dict(settings or {}),  # type: ignore[arg-type]
            )
            ids = _Ids()
            ids.feed(reader.convert(parts[1] if parts else text))
            known[text] = frozenset(ids.found)
        return known[text]

    return anchors


def anchors_anyhow() -> Callable[[str], frozenset[str]]:
    """What finds the anchors of a text of which nobody knows with which extensions it is read.

    Those that the text itself names (`{#name}`) count.
    """
    usual = anchors_by()

    def anchors(text: str) -> frozenset[str]:
        named = (name for part in _ATTRIBUTES.findall(text) for name in _NAMED.findall(part))
        return usual(text).union(named)

    return anchors


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {
            value for key, value in attrs if value and (key == "id" or (tag, key) == ("a", "name"))
        }


def lost_on_site(addresses: Mapping[str, str], site: str, files: Collection[str]) -> Iterator[str]:
    """The keys of addresses on the site itself that lead to no page; `files` are its addresses.

    Only addresses of pages are judged, which end in `/`: a build makes many files beside these.
    """
    for key, address in addresses.items():
        if site and address.startswith(site):
            path = unquote(urlsplit(address).path.removeprefix(urlsplit(site).path))
            path = path.removesuffix("index.html")
            if path.endswith("/") and path not in files:
                yield key


def addresses_of(names: Collection[str]) -> frozenset[str]:
    """The addresses of these files and pages, relative to the site's root."""
    return frozenset(url_of(name) if name.endswith(".md") else name for name in names)

"""The links and pictures of a page by hand that lead to no page or file. Pure.

What a link may be is what MkDocs takes: a file of the content folder, relative to the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from generator.addresses import url_of
from generator.builder.hand_files import ENDINGS
from generator.checking.rendered import EXTENSIONS, Rendered, rendered_by
from generator.faults import Flaw
from generator.front_matter import split

#: A table is a paragraph to it, with the same links.
_MARKDOWN = MarkdownIt("commonmark")
_LINKS = {"link_open": "href", "image": "src"}
#: How an address that ends in a slash may be written out.
_OF_A_FOLDER = re.compile(r"/index\.(?:md|html)\Z")
_INDEX = re.compile(r"/index\.html\Z")
_BREAKS = ("softbreak", "hardbreak")
#: Attributes that some extensions read, and the names in them that links may lead to.
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_NAMED = re.compile(r"""(?:#|\bid=["']?)([^\s"'}]+)""")
#: Files of these names the build makes, of days and topics.
_MADE = ("card.png", "papers.bib", "papers.ris")


@dataclass(frozen=True)
class Targets:
    """What links may lead to: the files and pages of the site, by name."""

    names: Collection[str]
    #: The text of each page by hand.
    texts: Mapping[str, str]
    #: What a Markdown text will be when it is built.
    rendered: Callable[[str], Rendered]
    #: Whether a link that begins with a slash is meant from the content folder on.
    from_root: bool = False
    #: Folders of which nobody knows what they will hold.
    unknown: tuple[str, ...] = ()
    #: Whether a whole address is of the site itself, where no page is.
    lost: Callable[[str], bool] = lambda address: False
    #: Addresses of pages besides those of the names.
    aliases: Collection[str] = ()

    @cached_property
    def pages(self) -> dict[str, str]:
        """The pages by their addresses, relative to the site's root."""
        return {url_of(name): name for name in self.names if name.endswith(".md")}

    @cached_property
    def by_file(self) -> dict[str, list[str]]:
        """The names by their last part."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(name.rpartition("/")[2], []).append(name)
        return found


def links_of(text: str) -> Iterator[tuple[str, int]]:
    """The address of each link and picture that plain Markdown has, and its line."""
    parts = split(text)
    body = parts[1] if parts else text
    above = text.count("\n") - body.count("\n")
    for token in _MARKDOWN.parse(body):
        line = above + (token.map[0] if token.map else 0) + 1
        for child in token.children or ():
            line += child.type in _BREAKS
            address = child.attrs.get(_LINKS.get(child.type, ""))
            if isinstance(address, str):
                yield address, line


def dead_links(page: str, targets: Targets) -> Iterator[Flaw]:
    """What is wrong with the links of a page by hand, which is one of the targets' texts."""
    text = targets.texts[page]
    made = targets.rendered(text)
    if made.too_deep:
        yield Flaw("nested too deep to be rendered; write it flat")
    wrong = [(address, False, _wrong(page, address, targets)) for address in made.links]
    wrong += [(address, True, _wrong_in_html(page, address, targets)) for address in made.in_html]
    if not any(said for _, _, said in wrong):
        return
    plain: dict[str, list[int]] = {}
    for address, line in links_of(text):
        plain.setdefault(unquote(address), []).append(line)
    others: dict[tuple[str, bool], list[int]] = {}
    for address, in_html, said in wrong:
        lines = [] if in_html else plain.get(unquote(address), [])
        if not lines and said:
            lines = others.setdefault((address, in_html), _lines_of(address, text, in_html=in_html))
        at = lines.pop(0) if lines else None
        if said:
            yield Flaw(f"link: found `{unquote(address)[:200]}`, {said}", (), at)


def _lines_of(address: str, text: str, *, in_html: bool) -> list[int]:
    """The lines on which the address stands as it is, in HTML or in a block of an extension."""
    before = r"(?:href|src)\s*=\s*[\"']?" if in_html else ""
    found = re.finditer(before + re.escape(address), text, re.IGNORECASE)
    return [text.count("\n", 0, each.start()) + 1 for each in found]


def _wrong(page: str, address: str, targets: Targets) -> str:
    try:
        scheme, host, path, _, anchor = urlsplit(address)
    except ValueError:
        return "which is no address; correct it"
    if scheme or host:
        return _LOST if targets.lost(address) else ""
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
    return _wrong_anchor(target, anchor, targets)


_LOST = "which leads to no page here; correct or remove it"


def _wrong_anchor(target: str, anchor: str, targets: Targets) -> str:
    if not anchor or target not in targets.texts:
        return ""
    made = targets.rendered(targets.texts[target])
    names = made.anchors
    if unquote(anchor) in names or made.too_deep:  # then that page is told of
        return ""
    known = f" ({', '.join(sorted(names)[:12])})" if names else ""
    return f"and {target} has no anchor `{unquote(anchor)[:80]}`; write one of its own{known}"


def _wrong_in_html(page: str, address: str, targets: Targets) -> str:
    """What is wrong with an address that stays as it is, and so is relative to the page's own.

    Of files only those are judged that somebody puts there; a build makes many others.
    """
    try:
        scheme, host, path, _, anchor = urlsplit(address)
    except ValueError:
        return "which is no address; correct it"
    if scheme or host:
        return _LOST if targets.lost(address) else ""
    here = url_of(page)
    target = posixpath.normpath(posixpath.join(here, unquote(path)))
    if path.startswith(("/", "\\")) or target.startswith(("../", *targets.unknown)):
        return ""
    as_page = f"{_INDEX.sub('', target)}/" if target not in (".", "index.html") else ""
    if as_page in targets.pages:
        return _wrong_anchor(targets.pages[as_page], anchor, targets)
    # Of Markdown files only records are files of the site.
    is_page = target.endswith(".md") and not target.startswith("papers/")
    if as_page in targets.aliases or (target in targets.names and not is_page):
        return ""
    ending = "" if path.endswith("/") else posixpath.splitext(target)[1].lower()
    if posixpath.basename(target) in _MADE or ending not in ("", ".md", *ENDINGS):
        return ""
    meant = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    if meant in targets.names:
        there = url_of(meant) if meant.endswith(".md") else meant
        slash = "/" if meant.endswith(".md") else ""
        right = posixpath.relpath(there or ".", here or ".") + slash
        return f"which HTML leaves as it is, and that leads nowhere; write `{right}`"
    return "which leads to no page or file; correct or remove it"


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


def rendered_anyhow() -> Callable[[str], Rendered]:
    """What renders a text of which nobody knows with which extensions it is read.

    The anchors that the text itself names (`{#name}`) count, and notes at a page's foot are none
    of its links.
    """
    usual = rendered_by((*EXTENSIONS, "footnotes"))

    def rendered(text: str) -> Rendered:
        made = usual(text)
        named = (name for part in _ATTRIBUTES.findall(text) for name in _NAMED.findall(part))
        return replace(made, anchors=made.anchors.union(named))

    return rendered


def is_lost(address: str, site: str, files: Collection[str]) -> bool:
    """Whether an address on the site itself leads to no page; `files` are its addresses.

    Only addresses of pages are judged, which end in `/`: a build makes many files beside these.
    """
    if not site or not address.startswith(site):
        return False
    path = unquote(urlsplit(address).path.removeprefix(urlsplit(site).path))
    path = path.removesuffix("index.html")
    return path.endswith("/") and path not in files


def addresses_of(names: Collection[str]) -> frozenset[str]:
    """The addresses of these files and pages, relative to the site's root."""
    return frozenset(url_of(name) if name.endswith(".md") else name for name in names)

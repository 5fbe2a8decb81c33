"""The last look at what is written: pages by an allow-list, files for machines by their parsers.

What papers and people say reaches pages as text. Should a template, a theme or a mistake of ours
let more through, the build fails here, and the site that readers have stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.builder import file_forms
from generator.builder.allowed import HEAD, OURS, PLAIN_HEAD, PROSE, REDIRECT, Allowed
from generator.builder.known_nesting import KnownNesting
from generator.model import Page

#: Findings that are told; a template that lets something through does so on every page.
MOST_TOLD = 20
_SHOWN = 60
_NOSCRIPT = re.compile("</noscript", re.IGNORECASE)
_ACTIVE = re.compile("[<>\"']")
#: What a part of a page is parsed in, as it stands in a page: where the end is then shows that it
#: closes all that it opened, and nothing else; the letter is for what changes letters alone.
_AROUND, _END = "<body><main><div>", "x<hr>"
_AROUND_ELEMENTS = 5
_DO = "let it stand there as text, or take it out"


@dataclass(frozen=True, slots=True)
class Finding:
    """What should not be there: in which file, of which record if that is known, and why."""

    file: str
    record: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {f'{self.record}: ' if self.record else ''}{self.reason}"


@dataclass(slots=True)
class Gate:
    """Looks at each page and file that a build makes, and keeps what it finds."""

    findings: list[Finding] = field(default_factory=list)
    _known: KnownNesting = field(default_factory=partial(KnownNesting, OURS))

    def page(self, page: Page, content: str, meta: Mapping[str, object], file: str) -> None:
        """One of the feed's pages: its part between the theme's, and what its head says."""
        record = getattr(getattr(page.view, "paper", None), "id", "")
        if not self._known.has(content):
            reason, nearest = fault_of_fragment(content, OURS)
            self.note(file, reason, nearest or record)
            if not reason:
                self._known.learn(content, as_parsed(content))
        for name in ("title", "description"):
            if found := _ACTIVE.search(str(meta[name])):
                self.note(file, f"{name} with {found[0]!r} in the head; escape it", record)
        if (head := str(meta.get("head") or "")) and not PLAIN_HEAD.fullmatch(head):
            self.note(file, fault_of_fragment(head, HEAD)[0], record)
        for name in ("json_ld", "citation"):
            if data := meta.get(name):
                self.note(file, _fault_of_script(name, str(data)), record)

    def prose(self, file: str, content: str) -> None:
        """A page that somebody wrote by hand."""
        self.note(file, fault_of_fragment(content, PROSE)[0])

    def file(self, path: str, data: bytes) -> None:
        """A file for machines: it has to be what its name says."""
        ending = path[path.rfind(".") :]
        if ending == ".html":
            self.note(path, fault_of_page(data, REDIRECT))
        elif check := file_forms.FORMS.get(ending):
            self.note(path, check(data))

    def add(self, findings: Iterable[Finding]) -> None:
        """Take over what a copy of this process has found, which had what was known before it."""
        self.findings += [each for each in findings if each not in self.findings]

    def told(self) -> str:
        """What was found, a line each; the empty string if nothing was."""
        if not self.findings:
            return ""
        more = len(self.findings) - MOST_TOLD
        return "\n".join(
            [
                "what was made is not safe to show, and the site is left as it was:",
                *map(str, self.findings[:MOST_TOLD]),
                *([f"and {more} more"] if more > 0 else []),
            ]
        )

    def note(self, file: str, reason: str, record: str = "") -> None:
        """Keep a finding, if there is one."""
        if reason:
            self.findings.append(Finding(file, record, reason))


def fault_of_fragment(fragment: str, allowed: Allowed) -> tuple[str, str]:
    """The first thing in a part of a page that may not be there, and the id of its paper if known.

    Both are empty if all may be there. It is parsed as browsers do.
    Source: https://html.spec.whatwg.org/multipage/parsing.html
    """
    root = LexborHTMLParser(f"{_AROUND}{fragment}{_END}").root
    if root is None:  # no document is without one
        return "a part of a page that cannot be parsed", ""
    elements, last = allowed.elements, root
    found = root.traverse()
    for around in islice(found, _AROUND_ELEMENTS):
        for name in around.attributes:  # a second <body> gives its attributes to the first
            return f"<{around.tag} {_shown(name)}> is not allowed; {_DO}", ""
    for last in found:
        tag = last.tag
        known = elements.get(tag)  # type: ignore[arg-type]  # every element has a name
        if known is None:
            if tag == "hr" and last.next is None and not last.attributes:  # our own
                continue
            return f"<{_shown(tag or '')}> is not allowed; {_DO}", _paper_of(last)
        if attributes := last.attributes:  # most have none
            for name, value in attributes.items():
                check = known.get(name, _refuse)
                if check is not None and check(value or "") is None:
                    return _told(tag, name, value), _paper_of(last)
    if [each.tag for each in _upwards(last)][:4] != ["hr", "div", "main", "body"] or last.next:
        return f"an element is not closed, or closed twice; {_DO}", ""
    if _NOSCRIPT.search(fragment) and len(_NOSCRIPT.findall(fragment)) != len(root.css("noscript")):
        # With scripts on, a browser ends it wherever that stands, in an attribute as well.
        return f"`</noscript` outside of its element; {_DO}", ""
    return "", ""


def as_parsed(fragment: str) -> str:
    """A part of a page as its parser has it, written out."""
    around = LexborHTMLParser(f"{_AROUND}{fragment}").css_first("main > div")
    return around.inner_html if around and around.inner_html else ""


def fault_of_page(data: bytes, allowed: Allowed) -> str:
    """The first thing in a whole page that may not be there; the empty string if all may."""
    for element in LexborHTMLParser(data).css("*"):
        known = allowed.elements.get(element.tag or "")
        if known is None:
            return f"<{_shown(element.tag or '')}> is not allowed; {_DO}"
        for name, value in element.attributes.items():
            check = known.get(name, _refuse)
            if check is not None and check(value or "") is None:
                return _told(element.tag, name, value)
    return ""


def _refuse(value: str) -> None:
    """No value of an attribute that is not known may be there."""


def _told(tag: str | None, name: str, value: str | None) -> str:
    return f"<{tag} {_shown(name)}={_shown(value or '')!r}> is not allowed; {_DO}"


def _paper_of(element: LexborNode) -> str:
    """The paper to which an element in a list belongs."""
    papers = (each.attributes.get("data-paper") for each in _upwards(element))
    return next((paper for paper in papers if paper), "")


def _upwards(element: LexborNode) -> Iterator[LexborNode]:
    place: LexborNode | None = element
    while place is not None:
        yield place
        place = place.parent


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _fault_of_script(name: str, data: str) -> str:
    """What is wrong with data inside a `<script>` element."""
    if "<" in data:
        return f"{name} with `<`, which could end its element; escape it"
    fault = file_forms.fault_of_json(data.encode("utf-8", "surrogatepass"))
    return f"{name}: {fault}" if fault else ""

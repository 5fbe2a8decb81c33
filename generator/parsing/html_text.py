"""HTML that a source put where text belongs -> text, paragraphs apart by an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import defs

#: What is a tag. Anything else behind a `<` is text: abstracts say `x<y`, `a<b and c>d`, `<10 ms`.
_NAMES = "|".join(sorted(defs.tags, key=len, reverse=True))
_INSIDE = rf"/?(?:{_NAMES}|[a-z]{{1,12}}:[a-z]{{1,12}})(?:\s[^<>=]*=[^<>]*|\s*/?)>|!--"
_TAG = re.compile(f"<(?:{_INSIDE})", re.IGNORECASE)
_NO_TAG = re.compile(f"<(?!{_INSIDE})", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
_UNSEEN = frozenset(("script", "style", "template", "title", "head", "iframe", "object"))


def html_text(markup: str) -> str:
    """The words of HTML; a text in which there is no tag of HTML comes back as it is."""
    if not _TAG.search(markup):
        return markup
    fenced = f"<div>{_NO_TAG.sub('&lt;', markup)}"
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(fenced.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return markup
    lines = "".join(_parts(root)).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _parts(root: etree._Element) -> Iterator[str]:
    """The texts in their order; only the breaks between them are line breaks."""
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _BLOCKS and not unseen:
            yield "\n\n"
        if event == "start":
            unseen += name in _UNSEEN
            if name == "br" and not unseen:
                yield "\n"
            text = element.text
        else:
            unseen -= name in _UNSEEN
            text = element.tail
        if text and not unseen:
            yield _BLANKS.sub(" ", text)

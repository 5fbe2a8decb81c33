"""Channels as Atom.

Written as text, entry by entry, for an entry stands in many channels; the tests read it with lxml
and hold it against the grammar.

Source: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from generator.channels.item import Item

TYPE = "application/atom+xml"
#: Characters that no XML document may have.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"


def joined(
    head: Sequence[tuple[str, str]],
    url: str,
    page: str,
    language: str,
    entries: Sequence[tuple[str, str]],
) -> bytes:
    """A whole document of entries, with the time of each; `head` has its title and subtitle."""
    parts = [
        "<?xml version='1.0' encoding='utf-8'?>\n",
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(language)}>\n',
        *(f"  <{name}>{_text(value)}</{name}>\n" for name, value in head),
        f"  <id>{_text(url)}</id>\n",
        f'  <link rel="self" type="{TYPE}" href={_quoted(url)}/>\n',
        f'  <link rel="alternate" type="text/html" href={_quoted(page)}/>\n',
        f"  <updated>{max((updated for updated, _ in entries), default=_NEVER)}</updated>\n",
        f"  <author>\n    <name>{_text(dict(head)['title'])}</name>\n  </author>\n",
        *(made for _, made in entries),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def entry(item: Item) -> str:
    """An entry of any document."""
    return "".join(_lines(item))


def _lines(item: Item) -> Iterator[str]:
    url = _quoted(item.url)
    language = f" xml:lang={_quoted(item.language)}" if item.language else ""
    yield f"  <entry{language}>\n    <title>{_text(item.title)}</title>\n"
    yield f"    <id>{_text(item.url)}</id>\n"
    yield f'    <link rel="alternate" type="text/html" href={url}/>\n'
    for rel, address in item.links:
        yield f'    <link rel="related" href={_quoted(address)} title={_quoted(rel)}/>\n'
    yield f"    <published>{item.published}</published>\n    <updated>{item.updated}</updated>\n"
    for name in item.authors:
        yield f"    <author>\n      <name>{_text(name)}</name>\n    </author>\n"
    for each in item.categories:
        term, label, scheme = map(_quoted, (each.slug, each.label, each.url))
        yield f"    <category term={term} label={label} scheme={scheme}/>\n"
    yield f'    <content type="html">{_text(item.content)}</content>\n  </entry>\n'


def allowed(text: str) -> str:
    """The text without what no XML document may have."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


def _text(text: str) -> str:
    return escape(allowed(text), quote=False)


def _quoted(text: str) -> str:
    made = escape(allowed(text))
    # A reader of XML would make blanks of these.
    return '"' + made.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;") + '"'

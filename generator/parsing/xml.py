"""Reading XML that may be hostile: a record at a time, no entity expanded, nothing fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from generator.incoming import InputError, Original

_HTML = (b"<!doctype html", b"<html")


@lru_cache(maxsize=4)
def tags_in(head: bytes) -> tuple[str, ...]:
    """The tags (`{namespace}name`) that open in `head`, in order; none if it is not XML."""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"<" or is_html(head):
        return ()
    parser = etree.XMLPullParser(
        events=("start",), recover=True, resolve_entities=False, no_network=True
    )
    try:
        parser.feed(head)
        return tuple(str(element.tag) for _, element in parser.read_events())
    except (etree.XMLSyntaxError, UnicodeDecodeError):
        return ()


def is_html(head: bytes) -> bool:
    """Whether an input begins as an HTML page does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower().startswith(_HTML)


def elements(stream: BinaryIO, tags: Collection[str]) -> Iterator[etree._Element]:
    """Each element with one of these tags, whole; it is emptied when the next is asked for.

    Raises InputError where the XML ends too soon, breaks, or is none.
    """
    walk = etree.iterparse(
        stream,
        events=("end",),
        tag=tuple(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in walk:
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise InputError(f"not well-formed XML: {error.msg}; get the file again") from error


def original_xml(element: etree._Element) -> Original:
    """The element's own bytes, for a record that is rejected."""
    return lambda: etree.tostring(element, encoding="utf-8", with_tail=False)


def words_of(element: etree._Element | None) -> str:
    """All text inside an element, markup ignored; empty if there is none."""
    return "" if element is None else "".join(str(part) for part in element.itertext())

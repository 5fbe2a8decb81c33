"""A paper's own page -> the record that its tags for Google Scholar state. Pure.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (`citation_…`), and the
names that pages give a whole abstract: `citation_abstract`, `dcterms.abstract`. A description for
search engines is mostly cut off, and is no abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lxml import etree

from generator.identifiers import normal_identifier
from generator.incoming import Incoming, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.orcid import orcid_of
from generator.parsing.shapes import given_first, links_of, partial_date

#: Bytes of a page that are looked at: the tags stand at its beginning.
_HEAD = 2_000_000
_DATE = re.compile(r"\s*([0-9]{4})(?:[/-]([0-9]{1,2})(?:[/-]([0-9]{1,2}))?)?\b")
_DATES = ("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
_VENUES = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract")
_IDENTIFIERS = {"citation_doi": "doi", "citation_arxiv_id": "arxiv"}

#: The values of each name, in their order.
_Tags = Mapping[str, list[str]]


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The one paper of the page; rejected if its tags do not say which that is."""
    tags, authors = _tags(stream.read(_HEAD))
    if not _first(tags, "citation_title"):
        yield Rejected("the page", "has no tag that says a paper's title (citation_title)")
        return
    yield Incoming("the page", _raw(tags, authors))


def _raw(tags: _Tags, authors: tuple[Author, ...]) -> Paper:
    dates = (_DATE.match(date) for name in _DATES for date in tags.get(name, ()))
    identifiers = {}
    for name, kind in _IDENTIFIERS.items():
        if known := normal_identifier(kind, _first(tags, name)):
            identifiers[kind] = known
    return states(
        title=_first(tags, "citation_title"),
        abstract=_first(tags, *_ABSTRACTS),
        authors=authors,
        identifiers=identifiers,
        published=next((partial_date(*date.groups()) for date in dates if date), None),
        venue=_first(tags, *_VENUES) or None,
        language=_first(tags, "citation_language") or None,
        links=links_of(("pdf", _first(tags, "citation_pdf_url"))),
    )


def _tags(page: bytes) -> tuple[_Tags, tuple[Author, ...]]:
    """What the page's `<meta>` say, and its authors, to whom tags that follow them belong."""
    found: dict[str, list[str]] = {}
    authors: list[Author] = []
    for meta in _metas(page):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        value = " ".join((meta.get("content") or "").split())
        if name == "citation_author" and value:
            authors.append(Author(given_first(value)))
        elif name == "citation_author_orcid" and authors:
            authors[-1] = Author(authors[-1].name, orcid_of(value))
        elif name and value:
            found.setdefault(name, []).append(value)
    return found, tuple(authors)


def _metas(page: bytes) -> Iterator[etree._Element]:
    parser = etree.HTMLParser(no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(page, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is not None:
        yield from root.iter("meta")


def _first(tags: _Tags, *names: str) -> str:
    """The first value of the first of these names that has one."""
    return next((value for name in names for value in tags.get(name, ())), "")


def _detect(head: bytes) -> bool:
    return b"citation_title" in head


SOURCE = Source(
    format="page-tags",
    summary="a paper's own page, by its tags for Google Scholar",
    source="contribution",
    detect=_detect,
    read=read,
)

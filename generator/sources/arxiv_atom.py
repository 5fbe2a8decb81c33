"""The Atom feed that arXiv's search API answers with, and the errors that look like one.

Source: https://info.arxiv.org/help/api/user-manual.html and recorded answers of 2026. Answers of
before 2025 differ in layout (`ArXiv Query: ...`, a `doi` link, affiliations); they are read as the
manual describes them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from generator.identifiers import parse_arxiv
from generator.incoming import (
    EmptyInputError,
    Incoming,
    InputError,
    Note,
    Reading,
    Rejected,
    Source,
    states,
)
from generator.model import Author, Paper
from generator.parsing.arxiv_fields import first_doi
from generator.parsing.shapes import day_of, links_of
from generator.parsing.xml import elements, is_html, original_xml, tags_in, words_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_START = "{http://a9.com/-/spec/opensearch/1.1/}startIndex"
_RATE = b"rate exceeded"
#: The id of the feed, and those of entries where the feed itself comes from elsewhere on arXiv.
_ID = re.compile(rb"<id>\s{0,20}https?://(?:export\.|www\.)?arxiv\.org/(?:api/|</id>|(abs/))")


def detect(head: bytes) -> bool:
    """Whether it is an Atom feed with an id of arXiv's API, or the API's word to wait."""
    if head[:100].lstrip().lower().startswith(_RATE):
        return True
    tags = tags_in(head)
    if tags[:1] != (f"{_ATOM}feed",) or f"{_ARXIV}announce_type" in tags:
        return False
    found = _ID.search(head)
    return bool(found and (not found[1] or any(tag.startswith(_ARXIV) for tag in tags)))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the answer; an entry that cannot be read is rejected with its number.

    Raises InputError where arXiv answered with an error, asked to wait or found nothing.
    """
    data = stream.read()
    if data[:100].lstrip().lower().startswith(_RATE):
        raise InputError(
            "arXiv answered `Rate exceeded.`; wait a minute and ask again, more slowly"
        )
    if is_html(data[:1024]):
        raise InputError("an HTML page in place of XML; ask the API again")
    count, facts = 0, {_TOTAL: "", _START: ""}
    for element in elements(io.BytesIO(data), (f"{_ATOM}entry", *facts)):
        if element.tag in facts:
            facts[str(element.tag)] = words_of(element).strip()
            continue
        count += 1
        yield _entry(f"entry {count}", element)
    if count == 0:
        raise EmptyInputError("holds no records: the search found nothing; change the query")
    total, start = (_number(text) for text in facts.values())
    if total > start + count:
        yield Note(
            f"entries {start + 1} to {start + count} of {total} that the search found; ask for"
            f" the rest with start={start + count}",
            more=True,
        )


def _entry(where: str, entry: etree._Element) -> Incoming | Rejected:
    given: dict[str, str] = {}
    for child in entry:
        given.setdefault(str(child.tag), words_of(child))
    identifier = given.get(f"{_ATOM}id", "").strip()
    title = given.get(f"{_ATOM}title", "")
    if "/api/errors" in identifier:
        what = given.get(f"{_ATOM}summary", "").strip() or "an error without a word on it"
        raise InputError(f"arXiv answered with an error: {what[:300]}; change the query")
    where = f"{where} ({identifier[:80]})" if identifier else where
    if not title.strip():
        return Rejected(where, "has no title", original_xml(entry))
    arxiv = parse_arxiv(identifier)
    if arxiv is None:
        reason = f"`{identifier[:80]}` is not an arXiv identifier"
        return Rejected(where, reason, original_xml(entry))
    return Incoming(where, _raw(entry, given, title, arxiv), original=original_xml(entry))


def _raw(
    entry: etree._Element, given: dict[str, str], title: str, arxiv: tuple[str, int | None]
) -> Paper:
    identifiers = {"arxiv": arxiv[0]}
    if doi := first_doi(given.get(f"{_ARXIV}doi", "")):
        identifiers["doi"] = doi
    published = day_of(given.get(f"{_ATOM}published"))
    updated = day_of(given.get(f"{_ATOM}updated"))
    return states(
        title=title,
        abstract=given.get(f"{_ATOM}summary", ""),
        authors=tuple(
            Author(name)
            for author in entry.iterfind(f"{_ATOM}author")
            if (name := words_of(author.find(f"{_ATOM}name"))).strip()
        ),
        identifiers=identifiers,
        version=arxiv[1],
        published=published.isoformat() if published else None,
        updated=updated.isoformat() if updated else None,
        categories=_categories(entry),
        comment=given.get(f"{_ARXIV}comment") or None,
        journal_ref=given.get(f"{_ARXIV}journal_ref") or None,
        links=links_of(
            *(
                ("pdf", link.get("href"))
                for link in entry.iterfind(f"{_ATOM}link")
                if link.get("title") == "pdf" or link.get("type") == "application/pdf"
            )
        ),
    )


def _categories(entry: etree._Element) -> tuple[str, ...]:
    """The primary category, then the others in their order."""
    terms = [
        term.strip()
        for tag in (f"{_ARXIV}primary_category", f"{_ATOM}category")
        for category in entry.iterfind(tag)
        if (term := category.get("term") or "").strip()
    ]
    return tuple(dict.fromkeys(terms))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


SOURCE = Source(
    format="arxiv-atom",
    summary="Atom feed of arXiv's search API",
    source="arxiv",
    detect=detect,
    read=read,
)

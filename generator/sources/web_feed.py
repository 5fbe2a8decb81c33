"""Any other feed: RSS 0.9x, 1.0, 2.0 or Atom, of a journal, a laboratory or a blog.

Source: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec,
RFC 4287 and what feedparser (https://feedparser.readthedocs.io) makes of them; the elements of
PRISM (https://www.w3.org/submissions/prism/) and Dublin Core that publishers add.

lxml takes the feed apart, so that every entry is counted and kept as it stood; feedparser reads
the entries, one at a time. It never sees the whole: it drops what it cannot read without a word,
and parts of it take time out of proportion (a megabyte of line breaks, or of one author's name,
takes hours). An entry's day of publication is no day on which a list showed it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, BinaryIO

import feedparser
from lxml import etree

from generator.identifiers import normal_identifier
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
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.broken_xml import mended
from generator.parsing.html_text import html_text
from generator.parsing.iso_dates import stated_date
from generator.parsing.shapes import (
    given_first,
    identified,
    links_of,
    partial_date,
    text_of,
)
from generator.parsing.xml import elements, is_html, original_xml, tags_in, words_of
from generator.sources import arxiv_atom, arxiv_rss

#: `N.`, `M. J.`, `S.-Y.`, `XL`.
_INITIALS = re.compile(r"[^\W\d_](?:\.?[ -]?[^\W\d_]){0,3}\.?")
_LARGEST = 50_000_000
_LARGEST_ENTRY = 2_000_000
_MOST_LINES = 100_000
_MOST_ELEMENTS = 5_000
_MOST_ATTRIBUTES = 100
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_RSS_IN_RDF = ("{http://purl.org/rss/1.0/}", "{http://my.netscape.com/rdf/simple/0.9/}")
_RSS = ("", *_RSS_IN_RDF, "{http://backend.userland.com/rss2}")
_ATOM = ("{http://www.w3.org/2005/Atom}", "{http://purl.org/atom/ns#}")
_ROOTS = ("rss", *(f"{space}feed" for space in _ATOM))
#: By namespace: other vocabularies have an `item` of their own, within these.
_ENTRIES = (*(f"{space}item" for space in _RSS), *(f"{space}entry" for space in _ATOM))
#: feedparser looks for an address in each name, in time that grows with the square of a word.
_WORD = re.compile(r"[A-Za-z0-9_.+@-]{500}")
_NAMED = frozenset(
    "author contributor creator email managingeditor name owner publisher webmaster".split()
)
_DOI_IN_PATH = re.compile(r"/doi/(?:abs/|full/|pdf/|epdf/)?(10\.[0-9]{4,9}/[^?#\s]{1,200})")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_PRISM = "prismstandard.org"


def detect(head: bytes) -> bool:
    """Whether it is a feed that none of arXiv's formats claims."""
    tags = tags_in(head)
    is_rdf = tags[:1] == (_RDF,) and any(tag.startswith(_RSS_IN_RDF) for tag in tags)
    if not (is_rdf or (tags and tags[0] in _ROOTS)):
        return False
    return not (arxiv_atom.detect(head) or arxiv_rss.detect(head))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The entries of the feed; one that has no title or cannot be read is rejected.

    A feed that is not well-formed is mended and read as far as it goes. Raises InputError if it is
    none, too large, or has no entries.
    """
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InputError(f"more than {_LARGEST // 1_000_000} MB; split it, or get a shorter feed")
    if is_html(data[:1024]):
        raise InputError("an HTML page in place of a feed; get the feed that the page links to")
    problem = _problem(data)
    count = 0
    # A DOCTYPE may bring entities, at which feedparser would turn to its looser, slower parser;
    # HTML's are all that feeds mean by it.
    for element in _entries(mended(data) if problem or b"<!DOCTYPE" in data else data):
        count += 1
        yield _entry(f"entry {count}", element)
    if count == 0:
        error = InputError if problem else EmptyInputError
        raise error(f"holds no records: {problem or 'a feed without entries'}; get it again")
    if problem:
        yield Note(
            f"the feed is broken ({problem}); {count} entries could be read, maybe not whole"
        )


def _problem(data: bytes) -> str | None:
    """What is wrong with the XML, if anything is."""
    try:
        for _ in elements(io.BytesIO(data), _ENTRIES):
            pass
    except InputError as error:
        return str(error).removesuffix("; get the file again")
    return None


def _entries(data: bytes) -> Iterator[etree._Element]:
    """Each entry, whole; what is beyond mending is left out."""
    walk = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=_ENTRIES,
        recover=True,
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
    except etree.XMLSyntaxError:
        return


def _entry(where: str, element: etree._Element) -> Incoming | Rejected:
    original = original_xml(element)
    packed = etree.tostring(element, encoding="utf-8", with_tail=False)
    if excess := _excess(element, packed):
        return Rejected(where, excess, original)
    base = escape(element.base or "")
    shell = (f'<rss version="2.0" xml:base="{base}"><channel>'.encode(), b"</channel></rss>")
    try:
        # A stream: feedparser takes bytes for the name of a file, and opens it if it is there.
        parsed = feedparser.parse(
            io.BytesIO(packed.join(shell)), resolve_relative_uris=False, sanitize_html=False
        )
        # As a plain mapping: feedparser's own gives other values for some that are not there.
        found = dict(parsed["entries"][0])
    except Exception as error:  # feedparser names none that it raises
        return Rejected(where, f"feedparser cannot read it: {type(error).__name__}", original)
    title = _text(found, "title", element)
    where = f"{where} ({text_of(found.get('id'))[:80]})" if found.get("id") else where
    if not title.strip():
        return Rejected(where, "has no title", original)
    return Incoming(where, _raw(found, element, title), original=original)


def _excess(element: etree._Element, packed: bytes) -> str | None:
    """What is out of all proportion in an entry: feedparser's time grows with its square."""
    if len(packed) > _LARGEST_ENTRY:
        return f"has {len(packed):,} bytes; at most {_LARGEST_ENTRY:,}"
    if packed.count(b"\n") > _MOST_LINES:
        return f"has more than {_MOST_LINES:,} lines"
    for count, part in enumerate(element.iter("*"), 1):
        name = str(part.tag).rpartition("}")[2]
        if count > _MOST_ELEMENTS:
            return f"has more than {_MOST_ELEMENTS:,} elements"
        if len(part.attrib) > _MOST_ATTRIBUTES:
            return f"its `{name[:40]}` has {len(part.attrib):,} attributes"
        if name.lower() in _NAMED and _WORD.search(words_of(part)):
            return f"its `{name}` is no name: a word of 500 characters"
    return None


def _raw(found: Mapping[str, Any], element: etree._Element, title: str) -> Paper:
    link = text_of(found.get("link"))
    files = [
        each.get("href")
        for each in found.get("links", ())
        if each.get("type") == "application/pdf" and each.get("rel") in ("alternate", "enclosure")
    ]
    published, updated = _dates(found, element)
    return states(
        title=title,
        abstract=_text(found, "summary", element) or _content(found, element),
        authors=_authors(element),
        identifiers=_identifiers(found, element, link),
        published=published,
        updated=updated,
        categories=tuple(
            term for tag in found.get("tags", ()) if (term := text_of(tag.get("term"))).strip()
        ),
        venue=_stated(element, "publicationName"),
        language=text_of(found.get("language")) or None,
        links=links_of(("paper", link), *(("pdf", url) for url in files)),
    )


def _text(found: Mapping[str, Any], key: str, element: etree._Element) -> str:
    """A text of the entry without HTML, which RSS has anywhere and Atom where it says so."""
    return _words(found.get(f"{key}_detail") or {}, element)


def _content(found: Mapping[str, Any], element: etree._Element) -> str:
    return next((_words(each, element) for each in found.get("content", ())), "")


def _words(detail: Mapping[str, Any], element: etree._Element) -> str:
    text = text_of(detail.get("value"))
    is_plain = detail.get("type") == "text/plain" and element.tag == f"{_ATOM[0]}entry"
    return text if is_plain else html_text(text)


def _authors(element: etree._Element) -> tuple[Author, ...]:
    """The authors, each by himself also where the feed strings them together.

    Not as feedparser has them: of `ada@lab.science (Ada Byron)` it makes `nce`.
    """
    named = element.findall(f"{_DUBLIN_CORE}creator") or [
        part for space in (*_RSS, *_ATOM) for part in element.iterfind(f"{space}author")
    ]
    texts = (words_of(next(part.iterfind("{*}name"), part)) for part in named)
    names = [name for text in texts if (name := _name(text))]
    if len(names) != 1:
        return tuple(Author(given_first(name)) for name in names)
    (name,) = names
    family, _, rest = name.partition(",")
    if ";" in name:
        return tuple(Author(given_first(each)) for each in name.split(";") if each.strip())
    if rest and "," not in rest and " " not in family and " and " not in rest:
        return (Author(given_first(name)),)
    return _with_initials(name) or split_authors(name)


def _with_initials(text: str) -> tuple[Author, ...]:
    """The authors of `Stein, N., Mascher, M. J.`, as bioRxiv has them; none of another list."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    initials = [part.isupper() and bool(_INITIALS.fullmatch(part)) for part in parts]
    if initials != [False, True] * (len(parts) // 2):
        return ()
    return tuple(Author(f"{parts[n + 1]} {parts[n]}") for n in range(0, len(parts), 2))


def _name(text: str) -> str:
    """A name without the address that RSS has in its place or beside it."""
    words = html_text(text).split()
    if any("@" in word for word in words):
        return " ".join(word for word in words if "@" not in word).strip("() ")
    return " ".join(words)


def _identifiers(found: Mapping[str, Any], element: etree._Element, link: str) -> dict[str, str]:
    stated = [words_of(each).strip() for each in element.iterfind(f"{_DUBLIN_CORE}identifier")]
    in_path = _DOI_IN_PATH.search(link)
    dois = [_stated(element, "doi") or "", *stated, in_path[1] if in_path else ""]
    identifiers = identified(link, text_of(found.get("id")), *stated)
    for doi in dois:
        if normal := normal_identifier("doi", doi):
            return {"doi": normal, **identifiers}
    return identifiers


def _stated(element: etree._Element, name: str) -> str | None:
    """What PRISM's element of that name says; `doi` may also be of another vocabulary."""
    for part in element.iterfind(f"{{*}}{name}"):
        text = words_of(part).strip()
        if text and (_PRISM in str(part.tag) or name == "doi"):
            return text
    return None


def _dates(found: Mapping[str, Any], element: etree._Element) -> tuple[str | None, str | None]:
    """When the entry was published and when it was changed; a lone date is the former."""
    updated = _day(found, "updated")
    published = _day(found, "published") or stated_date(_stated(element, "publicationDate") or "")
    return (published, updated) if published else (updated, None)


def _day(found: Mapping[str, Any], key: str) -> str | None:
    moment = found.get(f"{key}_parsed")
    return stated_date(text_of(found.get(key))) or (partial_date(*moment[:3]) if moment else None)


SOURCE = Source(
    format="web-feed",
    summary="any other RSS or Atom feed",
    source="feed",
    detect=detect,
    read=read,
)

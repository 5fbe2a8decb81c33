"""The XML in which the ACL Anthology keeps its metadata: collections of volumes of papers.

A paper's identifier is made of its collection's, its volume's and its own: `2022.acl`, `long` and
1 make `2022.acl-long.1`. Until 2019 all were digits: `J89-1001` is volume 1, paper 1, `W19-7001`
volume 70, paper 1. The Anthology's own addresses follow from it. `ingest-date` is the day on which
the Anthology began to show a volume, so it lists its papers. Of what a paper has, editors and
`<pwcdataset>` (data sets that it used, not its own) are left out.

Source: https://aclanthology.org/info/ids/ and `data/xml/schema.rnc` of
https://github.com/acl-org/acl-anthology
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from generator.identifiers import parse_acl
from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source, states
from generator.model import Author, Link, Listing, Paper
from generator.parsing.orcid import orcid_of
from generator.parsing.shapes import day_of, partial_date
from generator.parsing.xml import elements, original_xml, tags_in, words_of

_HOST = "https://aclanthology.org"
_NEW_COLLECTION = re.compile(r"[0-9]{4}\.[a-z0-9_]+", re.ASCII)
_OLD_COLLECTION = re.compile(r"[A-Z][0-9]{2}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9]+", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
#: A file of the Anthology, named without its address: `2022.acl-long.1`, `P07-1001e1`, `x.zip`.
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_DOLLARS = re.compile(r"\$\$?(.*[^\\$])\$\$?", re.DOTALL)
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: Stands for <br> until the lines are joined; XML cannot hold it.
_BREAK = "\x00"
_CHANGES = ("revision", "erratum", "retracted", "removed")
#: What kind of link an attachment is, by its type; others are `related`.
_ATTACHMENTS: Mapping[str, str] = {
    "software": "code",
    "code": "code",
    "data": "data",
    "dataset": "data",
    "poster": "poster",
    "presentation": "slides",
    "slides": "slides",
    "video": "video",
}


@dataclass(frozen=True, slots=True)
class _Volume:
    """What a volume says for all its papers."""

    booktitle: str = ""
    journal: str = ""
    venue: str = ""
    year: str = ""
    month: str = ""


def detect(head: bytes) -> bool:
    """Whether the XML is a `<collection>` that begins with a `<volume>` or an `<event>`."""
    tags = tags_in(head)
    return tags[:1] == ("collection",) and tags[1:2] in (("volume",), ("event",))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of every volume; front matter is counted, not taken for a paper."""
    described: etree._Element | None = None
    about = _Volume()
    papers = matter = 0
    for element in elements(stream, ("meta", "frontmatter", "paper")):
        volume = element.getparent()
        if volume is None or volume.tag != "volume":
            if element.tag == "paper":
                papers += 1
                where = f"line {element.sourceline}"
                yield Rejected(where, "a paper outside a volume", original_xml(element))
        elif element.tag == "meta":
            described, about = volume, _volume(element)
        elif element.tag == "frontmatter" or _is_matter(element):
            matter += 1
        else:
            papers += 1
            yield _record(element, volume, about if volume is described else _Volume(), reading)
    if matter:
        yield Note(f"left out as front or back matter of volumes, not papers: {matter}")
    if not papers:
        raise InputError("holds no papers; a collection has them as <paper> in a <volume>")


def _record(
    paper: etree._Element, volume: etree._Element, about: _Volume, reading: Reading
) -> Incoming | Rejected:
    parts = _Parts(paper)
    acl = _acl_id(paper, volume) or parse_acl(parts.line("url")) or ""
    where = acl or f"line {paper.sourceline}"
    original = original_xml(paper)
    if not parts.line("title"):
        return Rejected(where, "has no title", original)
    day = day_of(paper.get("ingest-date")) or day_of(volume.get("ingest-date"))
    listings = (Listing(reading.source, day),) if day else ()
    return Incoming(where, _paper(parts, acl, about, listings), original=original)


class _Parts:
    """The elements inside another by tag: to look through them once is the quickest."""

    def __init__(self, paper: etree._Element) -> None:
        self._by_tag: dict[object, list[etree._Element]] = {}
        for child in paper:
            self._by_tag.setdefault(child.tag, []).append(child)

    def all(self, tag: str) -> Sequence[etree._Element]:
        """Every element of this tag."""
        return self._by_tag.get(tag, ())

    def text(self, tag: str) -> str:
        """The paragraphs of the first element of this tag; empty if there is none."""
        return _text(self.all(tag)[0]) if tag in self._by_tag else ""

    def line(self, tag: str) -> str:
        """The text of the first element of this tag on one line; empty if there is none."""
        return _line(self.all(tag)[0]) if tag in self._by_tag else ""


def _paper(parts: _Parts, acl: str, about: _Volume, listings: tuple[Listing, ...]) -> Paper:
    booktitle = parts.line("booktitle") or about.booktitle
    pages = parts.line("pages")
    status, notice = _taken_back(parts)
    remarks = [*map(_line, parts.all("award")), *map(_line, parts.all("note")), notice]
    numbers = (item.get("id") or "" for item in parts.all("revision"))
    versions = [int(number) for number in numbers if _NUMBER.fullmatch(number)]
    return states(
        title=parts.line("title"),
        abstract=parts.text("abstract"),
        authors=tuple(_author(person) for person in parts.all("author")),
        identifiers={"acl": acl, "doi": parts.line("doi")},
        listings=listings,
        published=partial_date(
            parts.line("year") or about.year, _month(parts.line("month") or about.month)
        ),
        updated=_updated(parts),
        version=max(versions, default=None),
        venue=parts.line("journal") or about.journal or booktitle or about.venue or None,
        journal_ref=f"{booktitle}, pages {pages}" if booktitle and pages else None,
        language=parts.line("language") or None,
        comment="; ".join(filter(None, remarks)) or None,
        status=status,
        links=tuple(link for link in _links(parts, acl, status) if link.url),
    )


def _volume(meta: etree._Element) -> _Volume:
    parts = _Parts(meta)
    return _Volume(
        booktitle=parts.line("booktitle"),
        journal=parts.line("journal-title"),
        venue=parts.line("venue"),
        year=parts.line("year"),
        month=parts.line("month"),
    )


def _acl_id(paper: etree._Element, volume: etree._Element) -> str:
    """The paper's identifier; empty if its parts make none."""
    parent = volume.getparent()
    collection = (parent.get("id") or "") if parent is not None else ""
    part, number = volume.get("id") or "", paper.get("id") or ""
    if _NUMBER.fullmatch(number):
        if _NEW_COLLECTION.fullmatch(collection) and _WORD.fullmatch(part):
            return f"{collection}-{part}.{int(number)}"
        if _OLD_COLLECTION.fullmatch(collection) and _NUMBER.fullmatch(part):
            # Workshops had up to 99 volumes of 99 papers, all else 9 of 999.
            two = collection[0] == "W" or collection == "C69"
            if two or (collection == "D19" and int(part) >= 5):
                return f"{collection}-{int(part):02d}{int(number):02d}"
            return f"{collection}-{int(part)}{int(number):03d}"
    return ""


def _is_matter(paper: etree._Element) -> bool:
    """Whether an element called a paper is a volume's front or back: by its type or number 0."""
    number = paper.get("id") or ""
    named = paper.get("type") in ("frontmatter", "backmatter")
    return named or (bool(number) and not number.strip("0"))


def _author(person: etree._Element) -> Author:
    """A person as the paper names them; how the name is written in other scripts is left out."""
    parts = _Parts(person)
    name = f"{parts.line('first')} {parts.line('last')}".strip() or _line(person)
    return Author(name, orcid_of(person.get("orcid")))


def _taken_back(parts: _Parts) -> tuple[str | None, str]:
    """The status of a paper that the Anthology has taken back, and what it says of that."""
    for tag, status in (("retracted", "retracted"), ("removed", "withdrawn")):
        for notice in parts.all(tag):
            said = (f"{tag.capitalize()} {notice.get('date') or ''}".strip(), _line(notice))
            return status, ": ".join(filter(None, said))
    return None, ""


def _updated(parts: _Parts) -> str | None:
    """The last day on which the Anthology changed the paper."""
    changes = (item for tag in _CHANGES for item in parts.all(tag))
    days = [day for item in changes if (day := day_of(item.get("date")))]
    return max(days).isoformat() if days else None


def _links(parts: _Parts, acl: str, status: str | None) -> Iterator[Link]:
    if acl:
        yield Link("paper", f"{_HOST}/{acl}/")
    if status != "withdrawn" and (url := parts.line("url")):
        address = _address(url, "{}.pdf")
        yield Link("pdf" if address.lower().endswith(".pdf") else "paper", address)
    for code in parts.all("pwccode"):
        yield Link("code", code.get("url") or "")
    for item in parts.all("attachment"):
        rel = _ATTACHMENTS.get((item.get("type") or "").lower(), "related")
        yield Link(rel, _address(_line(item), "attachments/{}"))
    for video in parts.all("video"):
        if video.get("permission") != "false":
            yield Link("video", _address(video.get("href") or "", "{}"))
    for erratum in parts.all("erratum"):
        yield Link("related", _address(_line(erratum), "{}.pdf"))


def _address(name: str, path: str) -> str:
    """The whole address of a file that the Anthology names by `name` alone."""
    return f"{_HOST}/{path.format(name)}" if _FILE.fullmatch(name) else name


def _month(text: str) -> str:
    """The number of the month that a text such as `July 30 - August 4` names first."""
    found = _MONTH.search(text)
    return str(_MONTHS.index(found[1].lower()) + 1) if found else text


def _line(element: etree._Element) -> str:
    return " ".join(_marked(element).replace(_BREAK, " ").split())


def _text(element: etree._Element) -> str:
    """The paragraphs of an element; a line break of the file is no more than a space."""
    return "\n\n".join(" ".join(part.split()) for part in _marked(element).split(_BREAK))


def _marked(element: etree._Element) -> str:
    """The text of an element with formulas between dollars and other markup taken off."""
    text = element.text or ""
    for child in element:
        if child.tag == "tex-math":
            text += _formula(words_of(child).strip())
        elif child.tag == "br":
            text += _BREAK
        else:
            # A reference to an entity that no one defined has no tag, and itself as text.
            text += _marked(child) if isinstance(child.tag, str) else child.text or ""
        text += child.tail or ""
    return text


def _formula(tex: str) -> str:
    inner = _DOLLARS.fullmatch(tex)
    bare = inner[1].strip() if inner else tex
    return f"${bare}$" if bare else ""


SOURCE = Source(
    format="acl-xml",
    summary="XML of the ACL Anthology",
    source="acl",
    detect=detect,
    read=read,
)

"""A raw record -> a clean paper that stands alone, with the id that it alone would get."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.days import wrong_day
from generator.fields import LONGEST_ABSTRACT, LONGEST_LINE, ORCID, READERS, WrongValueError
from generator.identifiers import (
    arxiv_month,
    is_generic,
    is_id,
    permanent_id,
)
from generator.incoming import Incoming, Note, Reading, Rejected
from generator.merge import merge, provenance_of, sorted_links
from generator.model import Author, Link, Listing, Paper
from generator.parsing.shapes import identified
from generator.stated import identifiers_of, names_two, told_by, unwrapped
from generator.text import clean_line, clean_paragraphs

#: More characters than any title, name or abstract has; what is longer is not one.
LIMITS = {"title": LONGEST_LINE, "abstract": LONGEST_ABSTRACT, "name": 1_000, "authors": 20_000}


#: What sources put in the place of an abstract that they have not.
_NO_ABSTRACT = re.compile(
    r"\W*(?:(?:no )?abstract(?: is)?(?: currently)?(?: un| not )?"
    r"(?: ?available| provided| given| found)?"
    r"|n/?a|none|null|tb[ad]|to be (?:announced|added))?\W*",
    re.IGNORECASE,
)
#: arXiv has no mark for it: a withdrawn paper's abstract says so and why.
_WITHDRAWN = re.compile(
    r"(?:this|the) (?:paper|article|work|submission|manuscript|preprint) "
    r"(?:has been|is|was|is being) (?:temporarily )?withdrawn\b",
    re.IGNORECASE,
)
_COLLABORATION = re.compile(r"(.{1,200}? Collaboration)\s*:\s*(.*)", re.IGNORECASE)


class InadmissibleError(ValueError):
    """A record that cannot become a paper; the message says why."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A record made a clean paper, and what of it had to be left out.

    `kept_as` is the name under which it is kept as rejected by an earlier run, if it is.
    """

    where: str
    source: str
    paper: Paper
    left_out: tuple[str, ...] = ()
    kept_as: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no paper: why, and its bytes as they stood in the input.

    `known` is the name under which a record that may not be kept is kept by an earlier run, `told`
    as much of it as tells which paper it is of.
    """

    where: str
    source: str
    reason: str
    original: bytes
    may_be_kept: bool = True
    known: str | None = None
    told: Paper | None = None


def admitted(
    records: Iterable[Incoming | Rejected | Note],
    reading: Reading,
    retrieved: datetime,
    kept: Callable[[str], frozenset[str]] = lambda source: frozenset(),
) -> Iterator[Admitted | Refused | Note]:
    """Each record as a clean paper or refused with a reason.

    `kept(source)` are the names of that source's records that earlier runs rejected.
    """
    for record in records:
        if isinstance(record, Note):
            yield record
        elif isinstance(record, Rejected):
            told = told_by(record.raw) if record.raw else None
            original = record.original()
            yield Refused(record.where, reading.source, record.reason, original, told=told)
        else:
            source = record.source or reading.source
            try:
                paper, left_out = admit(record, reading, retrieved)
            except InadmissibleError as error:
                told = told_by(record.raw)
                yield Refused(record.where, source, str(error), record.original(), told=told)
                continue
            names = kept(source)
            name = fingerprint(record.original()) if names else None
            yield Admitted(record.where, source, paper, left_out, name if name in names else None)


def fingerprint(original: bytes) -> str:
    """The first sixteen hex digits of the SHA-256 of a record's bytes."""
    return hashlib.sha256(original).hexdigest()[:16]


def admit(
    incoming: Incoming, reading: Reading, retrieved: datetime
) -> tuple[Paper, tuple[str, ...]]:
    """The paper that this record alone would make, and what of it had to be left out.

    Raises InadmissibleError if it has no title or no day, says nothing but a title that many
    papers share, or is out of all proportion.
    """
    raw = incoming.raw
    left_out: list[str] = []
    title, abstract = clean_text(raw)
    if names_two(raw):
        raise InadmissibleError(f"its id `{raw.id}` and its identifiers name two papers")
    identifiers = identifiers_of(raw)
    if is_generic(title) and not (identifiers or abstract or raw.authors):
        raise InadmissibleError(f"`{title}` is all it says; many papers have that title")
    paper = replace(
        raw,
        title=title,
        abstract=abstract,
        authors=_authors(raw.authors),
        identifiers=identifiers,
        categories=clean_categories(raw),
        links=_links(raw.links, identifiers, left_out),
        media=tuple(url for url in map(unwrapped, raw.media) if _valid("links", url, left_out)),
        status=raw.status or ("withdrawn" if _WITHDRAWN.match(abstract) else None),
        published=_published(raw.published, left_out),
        updated=_published(raw.updated, left_out),
        venue=_line(raw.venue),
        comment=_line(raw.comment),
        journal_ref=_line(raw.journal_ref),
        license=_line(raw.license),
        language=_line(raw.language),
        organization=_line(raw.organization),
        submitted_by=_line(raw.submitted_by),
        pinned=(),
    )
    source = incoming.source or reading.source
    first_author = paper.authors[0].name if paper.authors else ""
    alone = permanent_id(identifiers, title, first_author, abstract)
    stated = {raw.id} if is_id(raw.id) else set()
    kept_id = raw.id if stated and (raw.provenance or not identifiers) else alone
    listed, listings = _listed(paper, source, reading)
    if reason := wrong_day(listed, *(each.day for each in listings)):
        raise InadmissibleError(reason)
    whole = replace(
        paper,
        id=kept_id,
        aliases=tuple(sorted({alone, *stated, *raw.aliases} - {kept_id})),
        listed=listed,
        listings=listings,
        provenance=raw.provenance or provenance_of(paper, source, retrieved),
    )
    # Merged with itself a record that brings its provenance has the grouping that merging keeps.
    return merge(whole, whole) if raw.provenance else whole, tuple(left_out)


def clean_text(raw: Paper) -> tuple[str, str]:
    """The title and abstract of a raw record, clean.

    Raises InadmissibleError if it has no title or is out of all proportion.
    """
    _check_sizes(raw)
    title = clean_line(raw.title)
    if len(title) > LONGEST_LINE:  # in Unicode's own form some characters are three
        raise InadmissibleError(
            f"the title has {len(title):,} characters; at most {LONGEST_LINE:,}"
        )
    if not any(character.isalnum() for character in title):
        raise InadmissibleError(f"`{title[:60]}` is no title" if title else "has no title")
    abstract = clean_paragraphs(raw.abstract)
    if len(abstract) < 60 and _NO_ABSTRACT.fullmatch(abstract):
        abstract = ""
    return title, abstract


def clean_categories(raw: Paper) -> tuple[str, ...]:
    """The categories of a raw record, each once."""
    lines = (clean_line(value)[:LONGEST_LINE].strip() for value in raw.categories)
    return tuple(dict.fromkeys(line for line in lines if line))


def _check_sizes(raw: Paper) -> None:
    for name in ("title", "abstract"):
        size = len(getattr(raw, name))
        if size > LIMITS[name]:
            raise InadmissibleError(f"the {name} has {size:,} characters; at most {LIMITS[name]:,}")
    if len(raw.authors) > LIMITS["authors"]:
        raise InadmissibleError(f"{len(raw.authors):,} authors; at most {LIMITS['authors']:,}")
    if any(len(author.name) > LIMITS["name"] for author in raw.authors):
        raise InadmissibleError(f"an author's name of more than {LIMITS['name']:,} characters")


def _authors(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Each author once; what has no letter is none, `X Collaboration: A. Name` is two."""
    named: dict[Author, None] = {}
    for author in authors:
        name = clean_line(author.name)[:LONGEST_LINE].strip()
        group = _COLLABORATION.fullmatch(name)
        orcid = author.orcid if author.orcid and ORCID.fullmatch(author.orcid) else None
        for each in group.groups() if group else (name,):
            if any(c.isalpha() for c in each):
                named[Author(each, None if group else orcid)] = None
    return tuple(named)


def _line(value: str | None) -> str | None:
    return clean_line(value)[:LONGEST_LINE].strip() or None if value else None


def _links(
    links: tuple[Link, ...], identifiers: dict[str, str], left_out: list[str]
) -> tuple[Link, ...]:
    """The links, with arXiv's own addresses for what is there, and no address twice."""
    kept = [
        Link(link.rel, url)
        for link in links
        if _valid("links", url := unwrapped(link.url), left_out)
        and not (link.rel in ("paper", "pdf") and "arxiv" in identified(url))
    ]
    if arxiv := identifiers.get("arxiv"):
        kept += [
            Link("paper", f"https://arxiv.org/abs/{arxiv}"),
            Link("pdf", f"https://arxiv.org/pdf/{arxiv}"),
        ]
    return sorted_links(tuple(kept))


def _valid(name: str, url: str, left_out: list[str]) -> bool:
    try:
        READERS["media"]([url])
    except WrongValueError:
        left_out.append(f"{name}: `{url[:80]}` is no http(s) address; left out")
        return False
    return True


def _published(value: str | None, left_out: list[str]) -> str | None:
    if not value:
        return None
    try:
        return str(READERS["published"](value.strip()))
    except WrongValueError:
        left_out.append(f"published: `{value[:40]}` is no date; left out")
        return None


def _listed(paper: Paper, source: str, reading: Reading) -> tuple[date, tuple[Listing, ...]]:
    """The day that stands for the paper: the source's own, else --date, else when published.

    Only the first two are listings: nobody showed the paper on the first day of its year. Where
    nothing else is known, the month in arXiv's identifier says when it was submitted.
    """
    listings = tuple(sorted(set(paper.listings), key=lambda item: (item.day, item.source)))
    if listings:
        stated = paper.listed if paper.provenance and paper.listed != date.min else None
        return stated or listings[0].day, listings
    if reading.day:
        return reading.day, (Listing(source, reading.day),)
    if paper.published:
        year, month, day = ([int(part) for part in paper.published.split("-")] + [1, 1])[:3]
        return date(year, month, day), ()
    if arxiv := paper.identifiers.get("arxiv"):
        return arxiv_month(arxiv), ()
    raise InadmissibleError("no day is known; give --date YYYY-MM-DD")

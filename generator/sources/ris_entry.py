"""The tags of an RIS or Web of Science record -> what it states of a paper.

Source: https://en.wikipedia.org/wiki/RIS_(file_format) (tags, types, dates), and
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.identifiers import parse_doi
from generator.incoming import states
from generator.model import Author, Paper
from generator.parsing.references import (
    addresses_in,
    arxiv_in,
    arxiv_of_note,
    date_of,
    is_pdf,
    is_preprint_server,
    journal_reference,
    month_and_day,
    year_of,
)
from generator.parsing.shapes import given_first, links_of, partial_date

Tags = Mapping[str, Sequence[str]]

#: The tags of RIS and of the Web of Science that are read.
RIS_TAGS = (
    "A1 AB AN AU BT C3 CT DA DO EP ID IS J1 J2 JA JF JO L1 L2 LA LK M1 M3 N1 N2 PB PY SP ST T1 T2 "
    "TI TT TY UR VL Y1".split()
)
WOS_TAGS = "AB AF AR AU BP CA CT DI DT EA EP GP IS LA PD PT PY SO TI UT VL".split()
_TITLES = ("TI", "T1", "CT", "BT", "TT", "ST")
_OF_JOURNAL = ("JF", "T2", "JO", "BT", "JA", "J1", "J2")
_OF_CONFERENCE = ("T2", "C3", "BT", "JF", "JO", "JA")
_CONFERENCES = ("CONF", "CPAPER")
#: Works that stand alone; their T2 is a series.
_ALONE = ("BOOK", "EBOOK", "THES", "RPRT", "PAMP", "MANSCPT")
#: What stands behind a date that is not that of publication.
_OTHER_DATES = ("received", "accepted", "revised", "submitted")
_NOBODY = ("et al", "et al.", "others", "anonymous", "[anonymous]")


def title_of(tags: Tags) -> str:
    """The title of an RIS record, empty if there is none; a shortened one if it has no other."""
    return _first(tags, *_TITLES)


def paper_of_ris(kind: str, tags: Tags) -> Paper:
    """The paper that an RIS record of this type states."""
    names = _OF_CONFERENCE if kind in _CONFERENCES else _OF_JOURNAL
    journal = "" if kind in _ALONE else _first(tags, *names)
    published = _published(tags)
    shown = "" if is_preprint_server(journal) else journal
    pages = "–".join(page for name in ("SP", "EP") if (page := _first(tags, name)))
    arxiv = _arxiv(tags)
    return states(
        title=title_of(tags),
        abstract=_first(tags, "AB", "N2"),
        authors=_authors((*tags.get("AU", ()), *tags.get("A1", ()))),
        published=published,
        version=arxiv[1] if arxiv else None,
        identifiers=_identifiers(tags, arxiv),
        venue=shown or None,
        journal_ref=None
        if kind in _CONFERENCES
        else journal_reference(shown, _first(tags, "VL"), _first(tags, "IS"), pages, published),
        language=_first(tags, "LA") or None,
        organization=(_first(tags, "PB") if kind in ("THES", "RPRT") else "") or None,
        links=links_of(*_links(tags)),
    )


def paper_of_wos(tags: Tags) -> Paper:
    """The paper that a record of the Web of Science states."""
    full = tags.get("AF") or tags.get("AU") or ()
    journal = _joined(tags, "SO")
    year = year_of(_joined(tags, "PY") or _joined(tags, "EA"))
    month, day = month_and_day(_joined(tags, "PD") or _joined(tags, "EA").replace(year or "", ""))
    published = partial_date(year, month, day)
    pages = "–".join(page for name in ("BP", "EP") if (page := _joined(tags, name)))
    doi = parse_doi(_joined(tags, "DI"))
    return states(
        title=_joined(tags, "TI"),
        abstract=_joined(tags, "AB"),
        authors=_authors((*full, *tags.get("CA", ()))),
        published=published,
        identifiers={"doi": doi} if doi else {},
        venue=journal or None,
        journal_ref=journal_reference(
            journal,
            _joined(tags, "VL"),
            _joined(tags, "IS"),
            pages or _joined(tags, "AR"),
            published,
        ),
        language=_joined(tags, "LA") or None,
        status="retracted" if "retracted publication" in _joined(tags, "DT").lower() else None,
    )


def _first(tags: Tags, *names: str) -> str:
    """The first value with something in it, by the order of the names."""
    values = (value.strip() for name in names for value in tags.get(name, ()))
    return next((value for value in values if value), "")


def _joined(tags: Tags, name: str) -> str:
    return " ".join(tags.get(name, ())).strip()


def _authors(names: Sequence[str]) -> tuple[Author, ...]:
    single = (given_first(name) for line in names for name in line.split(";"))
    return tuple(Author(name) for name in single if name and name.lower() not in _NOBODY)


def _published(tags: Tags) -> str | None:
    """The first date that the record states, as exactly as another that agrees with it."""
    stated = (value for name in ("PY", "Y1", "DA") for value in tags.get(name, ()))
    dates = [date for value in stated if (date := _date(value))]
    return max((date for date in dates if date.startswith(dates[0])), key=len, default=None)


def _date(text: str) -> str | None:
    """`2014/04/08/`, `2014/04//Spring`, `2014-04-08`, `2015/october` or `8 April 2014`."""
    if text.rpartition("/")[2].strip().lower() in _OTHER_DATES:
        return None
    date = date_of(text) or year_of(text)
    if date is None or len(date) > 4 or not any(c.isalpha() for c in text[:100]):
        return date
    month, day = month_and_day(text[:100].replace(date, " ", 1))
    return partial_date(date, month, day)


def _arxiv(tags: Tags) -> tuple[str, int | None] | None:
    numbers = ("AN", "M1", "M3", "JF", "JO", "T2", "JA", "VL", "SP")
    for value in (value for name in numbers for value in tags.get(name, ())):
        if found := arxiv_in(value):
            return found
    notes = (arxiv_of_note(value) for value in tags.get("N1", ()))
    return next((found for found in notes if found), None)


def _identifiers(tags: Tags, arxiv: tuple[str, int | None] | None) -> dict[str, str]:
    stated = (value for name in ("DO", "M3", "N1") for value in tags.get(name, ()))
    doi = next((found for value in stated if (found := parse_doi(value))), None)
    return ({"arxiv": arxiv[0]} if arxiv else {}) | ({"doi": doi} if doi else {})


def _links(tags: Tags) -> Iterator[tuple[str, str]]:
    for name in ("UR", "LK", "L2", "L1"):
        for address in (one for value in tags.get(name, ()) for one in addresses_in(value)):
            local = name in ("L1", "L2") and not address.lower().startswith(("http:", "https:"))
            if not local:
                yield ("pdf" if name == "L1" or is_pdf(address) else "paper"), address

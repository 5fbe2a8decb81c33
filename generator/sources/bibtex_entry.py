"""The values of a BibTeX or biblatex entry -> what it states of a paper.

Source: https://ctan.org/pkg/biblatex (2.2 Entry Fields), https://info.arxiv.org/help/hypertex/bibstyles/
(`eprint`, `archivePrefix`, `primaryClass`), and what DBLP, the ACL Anthology, PMLR, ADS, JabRef and
Zotero write beyond them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibtexparser.middlewares.names import (
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from generator.identifiers import normal_identifier, parse_arxiv
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
from generator.parsing.shapes import links_of, partial_date
from generator.parsing.tex_groups import bare_address, unbraced

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\\url\s?)?\{?\s?https?://", re.IGNORECASE)
_LICENCE = re.compile(r"licen[cs]e|creative commons|\bcc[ -]by|\bcc0", re.IGNORECASE)
#: Fields that hold an address, and what it leads to.
_LINKS = (
    ("url", "paper"),
    ("ee", "paper"),
    ("howpublished", "paper"),
    ("bdsk-url-1", "paper"),
    ("pdf", "pdf"),
    ("eprint", "pdf"),
    ("software", "code"),
    ("code", "code"),
    ("github", "code"),
    ("repository", "code"),
    ("project", "project"),
    ("website", "project"),
    ("webpage", "project"),
    ("dataset", "data"),
    ("video", "video"),
    ("slides", "slides"),
    ("poster", "poster"),
)
#: More characters than a name has: to take it apart would take long, and admit refuses it.
_LONGEST_NAME = 1_000


def paper_of(values: Mapping[str, str]) -> Paper:
    """The paper that the values of an entry state, and those it took over from its volume."""

    def line(*names: str) -> str:
        return next((unbraced(values[name]) for name in names if values.get(name, "").strip()), "")

    journal = line("journal", "journaltitle")
    arxiv = _arxiv(values)
    published = published_of(values)
    shown = "" if is_preprint_server(journal) else journal
    return states(
        title=_title(line("title"), line("subtitle")),
        abstract=line("abstract"),
        authors=authors_of(values.get("author", "")),
        published=published,
        version=arxiv[1] if arxiv else None,
        identifiers=_identifiers(values, arxiv),
        categories=_categories(values) if arxiv else (),
        venue=line("booktitle") or shown or None,
        journal_ref=journal_reference(
            shown, line("volume"), line("number", "issue"), line("pages"), published
        ),
        comment=None if arxiv_of_note(note := line("note")) else note or None,
        license=_license(line("license"), line("copyright")),
        language=line("language") or None,
        organization=line("school", "institution") or None,
        links=links_of(*_addresses(values)),
    )


def authors_of(field: str) -> tuple[Author, ...]:
    """The authors of an `author` field, given name first; `and others` is none."""
    names = split_multiple_persons_names(field)
    return tuple(Author(name) for one in names if (name := _name(one)))


def is_shortened(field: str) -> bool:
    """Whether an `author` field ends with `and others`."""
    return field.rstrip()[-11:].lower().split()[-2:] == ["and", "others"]


def published_of(values: Mapping[str, str]) -> str | None:
    """The day, month or year of `date` or `published`, else of `year`, `month` and `day`."""
    date = date_of(values.get("date", "")) or date_of(values.get("published", ""))
    text = values.get("year", "")
    year = year_of(text)
    month, day = month_and_day(values.get("month", ""))
    if year is None or (date and len(date) > 4):
        return date
    if month is None or (date and date != year):
        return date or date_of(text) or year
    return partial_date(year, month, day or values.get("day", "").strip("{} "))


def _title(title: str, subtitle: str) -> str:
    if not title.strip() or not subtitle.strip():
        return title
    return f"{title.rstrip()}{' ' if title.rstrip()[-1] in ':?!.' else ': '}{subtitle.strip()}"


def _name(name: str) -> str:
    if name.strip().lower() in ("others", "et al.", "et al"):
        return ""
    if len(name) > _LONGEST_NAME:
        return name
    parts = parse_single_name_into_parts(name, strict=False)
    if "," in name and len(parts.first) == 1 and _SUFFIX.fullmatch(parts.first[0]):
        parts = NameParts(parts.jr, parts.von, parts.last, parts.first)
    return unbraced(parts.merge_first_name_first).strip()


def _arxiv(values: Mapping[str, str]) -> tuple[str, int | None] | None:
    """The arXiv identifier of `eprint`, else the one that a field for places or numbers names."""
    kind = (values.get("archiveprefix") or values.get("eprinttype") or "").strip("{} ").lower()
    eprint = values.get("eprint", "").strip("{} \n\t")
    if kind in ("", "arxiv") and (found := parse_arxiv(eprint)):
        return found
    for name in ("journal", "journaltitle", "volume", "number", "eid", "pages", "howpublished"):
        if found := arxiv_in(values.get(name, "")):
            return found
    return arxiv_of_note(values.get("note", ""))


def _identifiers(values: Mapping[str, str], arxiv: tuple[str, int | None] | None) -> dict[str, str]:
    found = {"arxiv": arxiv[0]} if arxiv else {}
    for kind in ("doi", "openreview"):
        text = bare_address(values.get(kind, ""))
        if text and normal_identifier(kind, text):
            found[kind] = text
    return found


def _categories(values: Mapping[str, str]) -> tuple[str, ...]:
    stated = values.get("primaryclass") or values.get("eprintclass") or ""
    return tuple(stated.strip("{} ").split()[:1])


def _license(stated: str, rights: str) -> str | None:
    return stated or (rights if _LICENCE.search(rights[:500]) else "") or None


def _addresses(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, rel in _LINKS:
        value = values.get(name, "").strip()
        if name != "url" and not _ADDRESS.match(value):
            continue
        for address in addresses_in(bare_address(value)):
            yield ("pdf" if rel == "paper" and is_pdf(address) else rel), address

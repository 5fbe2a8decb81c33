"""The answers of Semantic Scholar's Graph and Recommendations APIs, and lines of its `papers` set.

Source: https://api.semanticscholar.org/api-docs/graph and /recommendations, recorded answers, and
the README of the `papers` data set (https://api.semanticscholar.org/api-docs/datasets).

An answer has only the fields that were asked for, so a paper without a title is met often. `tldr`
is a machine's summary and no abstract; `fieldsOfStudy` are a machine's guesses and no categories.
`arXiv.org` is where a preprint lies and no venue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from generator.identifiers import identifiers_in
from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source, states
from generator.model import Paper
from generator.parsing.json_records import Found, is_mapping, records
from generator.parsing.outline import outline
from generator.parsing.shapes import (
    authors_of,
    day_of,
    links_of,
    list_of,
    mapping_of,
    partial_date,
    text_of,
)
from generator.parsing.tagged import untagged, untagged_line

_PAGE = "https://www.semanticscholar.org/paper/"
#: Where the record may stand: alone, in a list, in an answer, in an author of an answer.
_PLACES = (
    "",
    "[].",
    "data[].",
    "recommendedPapers[].",
    "papers[].",
    "[].papers[].",
    "data[].papers[].",
)
_LISTS = ("data", "recommendedPapers", "papers")
#: Answers about citations and references, and snippets, hold the paper under one of these.
_WRAPPED = ("citingPaper", "citedPaper")
_PREPRINTS = frozenset({"arxiv.org", "arxiv"})


def detect(head: bytes) -> bool:
    """Whether a record has a `paperId`, or is a line of the data set `papers`."""
    paths = outline(head)
    if any(f"{place}paperId" in paths for place in _PLACES):
        return True
    if any(f"data[].{wrapped}.paperId" in paths for wrapped in _WRAPPED):
        return True
    return any({f"{p}corpusid", f"{p}externalids", f"{p}title"} <= paths for p in ("", "[]."))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of an answer, of a list, or of lines; ids that nobody knows are told in a note."""
    unknown: list[str] = []
    papers = False
    for found in records(stream, _unwrap):
        if isinstance(found, Found) and found.value is None:
            unknown.append(found.where)
            continue
        papers = True
        yield found if isinstance(found, Rejected) else _record(found)
    if unknown:
        places = ", ".join(unknown[:10]) + (", …" if len(unknown) > 10 else "")
        yield Note(f"Semantic Scholar knows no paper for {len(unknown)} ids asked for: {places}")
    if not papers:
        raise InputError("holds no papers: none of the ids asked for is known; check them")


def _unwrap(value: Any) -> list[Any] | None:
    answer = mapping_of(value)
    if "paperId" in answer:
        return None
    key = next((key for key in _LISTS if key in answer), None)
    return list_of(answer[key]) if key else None


def _record(found: Found) -> Incoming | Rejected:
    if wrong := is_mapping(found):
        return wrong
    outer = found.value
    paper = next((mapping_of(outer[key]) for key in _WRAPPED if key in outer), outer)
    title = untagged_line(text_of(paper.get("title")))
    if not title.strip():
        named = text_of(paper.get("paperId")) or str(paper.get("corpusid") or "")
        which = f" (paper {named[:40]})" if named else ""
        hint = "" if "title" in paper else "; ask for it with `fields=title`"
        return Rejected(found.where, f"has no title{which}{hint}", found.original)
    return Incoming(found.where, _raw(paper, title), original=found.original)


def _raw(paper: Mapping[str, Any], title: str) -> Paper:
    external = mapping_of(paper.get("externalIds")) or mapping_of(paper.get("externalids"))
    pdf = mapping_of(paper.get("openAccessPdf"))
    published = day_of(paper.get("publicationDate")) or day_of(paper.get("publicationdate"))
    page = text_of(paper.get("url")) or _page(paper.get("paperId"))
    open_access = text_of(pdf.get("url"))
    return states(
        title=title,
        abstract=untagged(text_of(paper.get("abstract"))),
        authors=authors_of(paper.get("authors")),
        identifiers={
            kind: value
            for kind, key in (("arxiv", "ArXiv"), ("doi", "DOI"), ("acl", "ACL"))
            if (value := text_of(external.get(key)))
        },
        published=published.isoformat() if published else partial_date(paper.get("year")),
        venue=_venue(paper),
        license=text_of(pdf.get("license")) or None,
        links=links_of(
            # What Unpaywall calls the open copy is at times the publisher's page.
            ("paper" if "doi" in identifiers_in(open_access) else "pdf", open_access),
            ("related", page),
        ),
    )


def _page(paper_id: object) -> str:
    return f"{_PAGE}{paper_id}" if text_of(paper_id).isalnum() else ""


def _venue(paper: Mapping[str, Any]) -> str | None:
    """The first name given to where it appeared."""
    named = (
        text_of(paper.get("venue")).strip(),
        text_of(mapping_of(paper.get("publicationVenue")).get("name")).strip(),
        text_of(mapping_of(paper.get("journal")).get("name")).strip(),
    )
    venue = next((name for name in named if name), "")
    return None if venue.lower() in _PREPRINTS else untagged_line(venue) or None


SOURCE = Source(
    format="semantic-scholar",
    summary="JSON of the Semantic Scholar API",
    source="semantic-scholar",
    detect=detect,
    read=read,
)

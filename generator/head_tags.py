"""The tags in the head of a paper's page that reference managers and indexes of papers read.

| record | tag |
|---|---|
| authors | citation_author, each "Family, Given" or the name as it is; the first hundred |
| published, else an arXiv identifier's month | citation_publication_date, e.g. 2019/06/12 |
| identifiers | citation_doi, citation_arxiv_id; `cite-as`, else the page itself |
| links | citation_pdf_url: the first |
| venue, journal_ref | citation_journal_title or citation_conference_title, as `citing.py` says |
| language | citation_language |

The title is not here: the template has it, as citation_title and og:title in one element.

Sources: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing,
https://www.rfc-editor.org/rfc/rfc8574 (cite-as), https://www.w3.org/TR/powder-dr/ (describedby)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator.markup import escaped
from generator.model import Paper

_PLAIN_DOI = re.compile(r"[A-Za-z0-9./_-]+")
_CONTAINERS = {"article-journal": "journal_title", "paper-conference": "conference_title"}


def head_tags(paper: Paper, cited: Mapping[str, Any], address: str) -> str:
    """Lines of HTML; `cited` is the paper's citation, `address` that of its page."""
    made = [
        f'<meta name="citation_{name}" content="{said}">'
        for name, said in citation_tags(paper, cited)
    ]
    made += (
        f'<link rel="cite-as" href="{escaped(persistent_address(cited, address))}">',
        f'<link rel="describedby" type="application/json" href="../../api/papers/{paper.id}.json">',
        f'<link rel="alternate" type="text/markdown" href="../{paper.id}.md">',
    )
    return "\n".join(made)


def persistent_address(cited: Mapping[str, Any], address: str) -> str:
    """The address under which a paper is cited: its DOI's, arXiv's, else that of its page."""
    if doi := cited.get("DOI"):
        return doi_address(doi)
    arxiv = cited.get("arxiv")
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else address


def doi_address(doi: str) -> str:
    """Where a DOI leads."""
    known = doi if _PLAIN_DOI.fullmatch(doi) else quote(doi, safe="/:;()!$*,@~", errors="replace")
    return f"https://doi.org/{known}"


def citation_tags(paper: Paper, cited: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names of tags, without what all begin with, and what they say as an attribute's value."""
    authors = cited.get("author", ())
    for author in authors:
        yield "author", _line(_author(author, alone=len(authors) == 1))
    if issued := cited.get("issued"):
        yield "publication_date", _line(issued.replace("-", "/"))
    container = _CONTAINERS.get(cited["type"])
    if container and (title := cited.get("container-title")):
        yield container, _line(title)
    for name, key in (("doi", "DOI"), ("arxiv_id", "arxiv"), ("language", "language")):
        if value := cited.get(key):
            yield name, _line(value)
    for link in paper.links:
        if link.rel == "pdf":
            yield "pdf_url", _line(link.url)
            break


def _author(parts: Mapping[str, str], *, alone: bool) -> str:
    if literal := parts.get("literal"):
        return literal
    family, given = parts["family"], parts["given"]
    if suffix := parts.get("suffix"):
        given = f"{given} {suffix}"
    if alone and " " in family and " " in given:
        # Zotero takes the one author "van der Maaten, Laurens J." for two.
        return f"{given} {family}"
    return f"{family}, {given}"


def _line(text: str) -> str:
    """Text on one line, as the compacting of pages leaves it alone."""
    return escaped(text if text.isprintable() else " ".join(text.split()))

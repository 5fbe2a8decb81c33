"""Values that arXiv's formats write alike: lists of DOIs, and its identifiers as OAI has them."""

from __future__ import annotations

import re

from generator.identifiers import normal_identifier, parse_arxiv

_OAI_PREFIX = re.compile(r"oai:arxiv\.org:", re.IGNORECASE)
_NEXT_DOI = re.compile(r"[,;\s](?=(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9])", re.IGNORECASE)


def parse_oai_arxiv(text: str) -> tuple[str, int | None] | None:
    """The arXiv identifier and version in `oai:arXiv.org:2503.01234v2`; None if it is no such."""
    bare = text.strip()[:100]
    found = _OAI_PREFIX.match(bare)
    return parse_arxiv(bare[found.end() :]) if found else None


def first_doi(text: str) -> str | None:
    """The first DOI in `text`; arXiv lets authors write several, divided in any way."""
    for part in _NEXT_DOI.split(text[:2_000]):
        if doi := normal_identifier("doi", part):
            return doi
    return None

"""The record in the field's own vocabularies.

| record | schema.org `ScholarlyArticle` |
|---|---|
| title | headline |
| authors | author (Person: name, identifier); the first hundred |
| published, updated, version | datePublished, dateModified, version |
| identifiers, links | identifier, sameAs |
| venue, journal_ref | isPartOf: a Periodical, else a CreativeWork |
| organization | sourceOrganization |
| license, status | license, creativeWorkStatus |

The abstract stands in the page itself: said twice, it would be a tenth of it.

Source: https://schema.org/ScholarlyArticle
"""

from __future__ import annotations

from typing import Any

from generator.citing import MOST_AUTHORS, script_safe
from generator.markup import plain
from generator.model import Author, Paper

_VENUES = {"article-journal": "Periodical"}


def json_ld(paper: Paper, url: str, kind: str) -> str:
    """The paper as JSON-LD, safe inside a `<script>` element; `kind` is its citation's type."""
    venue = plain(paper.venue or paper.journal_ref or "")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": url,
        "url": url,
        "headline": plain(paper.title),
        "author": [_person(author) for author in paper.authors[:MOST_AUTHORS]],
        "datePublished": paper.published,
        "dateModified": paper.updated,
        "version": paper.version,
        "identifier": [_identifier(kind, value) for kind, value in paper.identifiers.items()],
        "sameAs": [link.url for link in paper.links if link.rel == "paper"],
        "isPartOf": _named(_VENUES.get(kind, "CreativeWork"), venue),
        "sourceOrganization": _named("Organization", paper.organization),
        "license": paper.license,
        "creativeWorkStatus": paper.status,
        "inLanguage": paper.language,
    }
    kept = {key: value for key, value in data.items() if value not in (None, [], "")}
    return script_safe(kept)


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _person(author: Author) -> dict[str, str]:
    person = {"@type": "Person", "name": author.name}
    return {**person, "@id": f"https://orcid.org/{author.orcid}"} if author.orcid else person


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": kind, "value": value}

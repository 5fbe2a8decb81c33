"""The record in the field's own vocabularies.

| record | schema.org `ScholarlyArticle` |
|---|---|
| title | headline |
| authors | author (Person: name, identifier); the first hundred |
| published | datePublished |
| identifiers, links | identifier, sameAs |
| venue, journal_ref | isPartOf |

The abstract stands in the page itself: said twice, it would be a tenth of it.

Source: https://schema.org/ScholarlyArticle
"""

from __future__ import annotations

from typing import Any

from generator.citing import MOST_AUTHORS, script_safe
from generator.markup import plain
from generator.model import Author, Paper


def json_ld(paper: Paper, url: str) -> str:
    """The paper as JSON-LD, safe inside a `<script>` element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": url,
        "url": url,
        "headline": plain(paper.title),
        "author": [_person(author) for author in paper.authors[:MOST_AUTHORS]],
        "datePublished": paper.published,
        "identifier": [_identifier(kind, value) for kind, value in paper.identifiers.items()],
        "sameAs": [link.url for link in paper.links if link.rel == "paper"],
        "isPartOf": paper.venue or paper.journal_ref,
        "inLanguage": paper.language,
    }
    kept = {key: value for key, value in data.items() if value not in (None, [], "")}
    return script_safe(kept)


def _person(author: Author) -> dict[str, str]:
    person = {"@type": "Person", "name": author.name}
    return {**person, "@id": f"https://orcid.org/{author.orcid}"} if author.orcid else person


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": kind, "value": value}

"""A paper as the API has it: what the record holds, and what the site found out about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.addresses import paper_uri, url_of
from generator.api import VERSION
from generator.model import Author, Paper


def document(
    paper: Paper, site_url: str, topics: Iterable[str], related: Iterable[str]
) -> dict[str, Any]:
    """The document; `topics` are slugs, the best first, and `related` ids, the nearest first.

    What the record does not hold is left out. Titles and abstracts are text with formulas in TeX
    between dollars.
    """
    values: dict[str, Any] = {
        "api": VERSION,
        "id": paper.id,
        "url": f"{site_url}{url_of(paper_uri(paper.id))}",
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": [_author(each) for each in paper.authors],
        "status": paper.status,
        "listed": paper.listed,
        "listings": [{"source": each.source, "day": each.day} for each in paper.listings],
        "published": paper.published,
        "updated": paper.updated,
        "version": paper.version,
        "identifiers": paper.identifiers,
        "categories": paper.categories,
        "venue": paper.venue,
        "journal_ref": paper.journal_ref,
        "comment": paper.comment,
        "license": paper.license,
        "language": paper.language,
        "organization": paper.organization,
        "submitted_by": paper.submitted_by,
        "links": [{"rel": each.rel, "url": each.url} for each in paper.links],
        "media": paper.media,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "topics": tuple(topics),
        "related": tuple(related),
        "aliases": paper.aliases,
    }
    kept = ("authors", "topics", "related")  # lists that every program goes through
    return {
        key: value
        for key, value in values.items()
        if key in kept or value not in (None, (), [], {}, "")
    }


def entry(paper: Paper, topics: Iterable[str]) -> dict[str, Any]:
    """The same in short, as lists of papers have it."""
    made: dict[str, Any] = {
        "id": paper.id,
        "title": paper.title,
        "authors": [each.name for each in paper.authors],
        "listed": paper.listed,
        "topics": tuple(topics),
    }
    if paper.upvotes is not None:
        made["upvotes"] = paper.upvotes
    if paper.status:
        made["status"] = paper.status
    return made


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, "orcid": author.orcid} if author.orcid else {"name": author.name}

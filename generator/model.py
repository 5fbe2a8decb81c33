"""The frozen dataclasses that everything else passes around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Author:
    """A person or group as the paper names it."""

    name: str
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web that belongs to a paper; `rel` is one of `fields.LINK_RELS`."""

    rel: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The day (UTC) on which a source showed the paper."""

    source: str
    day: date


@dataclass(frozen=True, slots=True)
class Provenance:
    """What one record of one source gave.

    `fields` maps the name of each field that came from it to the first six hex digits of the
    SHA-256 of its value, so that a later edit by a person can be told from the source's own word.
    """

    source: str
    retrieved: datetime
    fields: Mapping[str, str]
    version: int | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, as its file under `content/papers/` holds it.

    `title` is one line and `abstract` paragraphs with an empty line between, both clean text (see
    `text.py`): formulas between dollars, nothing else is markup. `published` and `updated` keep
    the precision that is known: `2019`, `2019-06` or `2019-06-12`.
    """

    id: str
    title: str
    listed: date
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    listings: tuple[Listing, ...] = ()
    published: str | None = None
    updated: str | None = None
    version: int | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    venue: str | None = None
    comment: str | None = None
    journal_ref: str | None = None
    license: str | None = None
    language: str | None = None
    organization: str | None = None
    submitted_by: str | None = None
    links: tuple[Link, ...] = ()
    media: tuple[str, ...] = ()
    upvotes: int | None = None
    comments: int | None = None
    status: str | None = None
    topics: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: an address, what its head says, and the data that its fragment shows.

    `uri` is the Markdown file that makes the address (`papers/2503.01234.md` becomes
    `/papers/2503.01234/`). `kind` names both the fragment `overrides/feed/<kind>.html` and the
    module `generator/pages/<kind>.py` whose `markdown(view)` writes the plain Markdown.
    """

    uri: str
    kind: str
    title: str
    description: str
    view: Any
    date: date | None = None
    tags: tuple[str, ...] = ()
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site that is not a page of MkDocs; `path` is relative to the site's root."""

    path: str
    data: bytes

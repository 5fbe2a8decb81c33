"""The frozen dataclasses that everything else passes around.

Those that go from process to process by the hundred thousand say themselves how they are pickled:
what dataclasses with slots do by themselves takes three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Author:
    """A person or group as the paper names it."""

    name: str
    orcid: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Author, (self.name, self.orcid)


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web that belongs to a paper; `rel` is one of `fields.LINK_RELS`."""

    rel: str
    url: str

    def __reduce__(self) -> tuple[Any, ...]:
        return Link, (self.rel, self.url)


@dataclass(frozen=True, slots=True)
class Listing:
    """The day (UTC) on which a source showed the paper."""

    source: str
    day: date

    def __reduce__(self) -> tuple[Any, ...]:
        return Listing, (self.source, self.day)


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

    def __reduce__(self) -> tuple[Any, ...]:
        given = (self.source, self.retrieved, self.fields, self.version, self.updated)
        return Provenance, given


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

    def __reduce__(self) -> tuple[Any, ...]:
        return Paper, _ALL_OF_PAPER(self)


_ALL_OF_PAPER = attrgetter(*(each.name for each in fields(Paper)))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a paper that was removed: enough to know it again, and nothing of its text.

    `title` is a hash of its title; `day` (UTC) is when it was removed, and `reason` says why.
    """

    id: str
    day: date
    reason: str
    title: str
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All ids under which the paper had an address."""
        return self.id, *self.aliases


@dataclass(frozen=True, slots=True)
class DamagedTombstone:
    """What can still be read of a tombstone that is damaged; `id` is what its file is called.

    `title` is empty and `identifiers` are none where they cannot be read.
    """

    id: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All ids under which the paper had an address, as far as they can be read."""
        return self.id, *self.aliases


#: What stays of a paper that was removed, whole or not.
Stone = Tombstone | DamagedTombstone

#: How a source's intake of a day may have ended.
DAY_STATES = ("complete", "partial", "closed", "failed")


@dataclass(frozen=True, slots=True)
class IntakeDay:
    """How a source's intake of a day (UTC) went.

    `complete`: all that the source had is here. `partial`: a part of it, or the day is not over.
    `closed`: it had nothing that day, as on a weekend or holiday. `failed`: it could not be had.
    `records` are what came in, `rejected` those of them that did not become papers; `reason` says
    why it is not complete.
    """

    source: str
    day: date
    state: str
    records: int = 0
    rejected: int = 0
    reason: str | None = None


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
class Draft:
    """A page that is made only if it is wanted: `make` makes it.

    `told` is all that goes into it besides the site and the theme, in plain values: where it is
    the same as before, so is the page. `indexed` and `described` are what the page will be.
    """

    uri: str
    kind: str
    told: Any
    make: Callable[[], Page]
    indexed: bool = True
    described: bool = True


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the site that is not a page of MkDocs; `path` is relative to the site's root."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OutputDraft:
    """An output file that is made only if it is wanted: `make` gives its bytes; `told` as above."""

    path: str
    told: Any
    make: Callable[[], bytes]

    @property
    def data(self) -> bytes:
        """The file's bytes, made when they are asked for."""
        return self.make()

"""Two accounts of one paper become one; pure, and in every order the same.

Each field of a record is a claim by a source: (rank of the source for this field, updated, version,
source, hash). Merging keeps the greatest claim of each field, and of each source its greatest
claim to each field, so it is a join: associative, commutative and idempotent but for `id`,
`listed`, the file's path and `retrieved`, which are the first arrival's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from generator.fields import KEYS
from generator.identifiers import KINDS, identifier_id
from generator.model import Author, Link, Listing, Paper, Provenance

#: The fields that one source gives and another may overrule.
CLAIMED = (
    "title abstract authors published updated version categories venue comment journal_ref license "
    "language organization submitted_by media status topics"
).split()

#: How far each kind of source is trusted, by the beginning of its name; others have 20.
_TRUST = {
    "arxiv": 50,
    "acl": 45,
    "pmlr": 45,
    "openreview": 40,
    "paperlists": 35,
    "hf-daily": 30,
    "hf-page": 10,
    "sample": 0,
}
#: Where a kind of source knows better than its general trust says.
_KNOWS = {
    "venue": {"acl": 65, "pmlr": 65, "openreview": 62, "paperlists": 60},
    "journal_ref": {"acl": 65, "pmlr": 65},
    "status": {"acl": 65, "pmlr": 65, "openreview": 60},
    "organization": {"hf-daily": 60},
    "submitted_by": {"hf-daily": 60},
    "media": {"hf-daily": 60},
}

#: The order in which a record lists what a source gave.
_PLACE = {name: place for place, name in enumerate(CLAIMED)}

#: Rank, updated, version, source, hash.
Claim = tuple[int, str, int, str, str]


def merge(first: Paper, second: Paper) -> Paper:
    """One paper out of two accounts of it; `id`, `listed` and file are `first`'s."""
    values: dict[str, Any] = {}
    pinned = tuple(k for k in (*KEYS, "abstract") if k in first.pinned or k in second.pinned)
    ours, theirs = _claims(first), _claims(second)
    for name in CLAIMED:
        values[name] = _chosen(name, first, second, ours.get(name), theirs.get(name))
    values["identifiers"], lost = _identifiers(first, second)
    names = {first.id, *first.aliases, second.id, *second.aliases, *lost}
    values |= {
        "aliases": tuple(sorted(names - {first.id})),
        "listings": _listings(first.listings, second.listings),
        "links": _links(first.links, second.links),
        "upvotes": _highest(first.upvotes, second.upvotes),
        "comments": _highest(first.comments, second.comments),
        "pinned": pinned,
        "provenance": _provenance((*first.provenance, *second.provenance)),
    }
    for name in ("identifiers", "links", "upvotes", "comments"):
        for paper in (second, first):
            if name in paper.pinned:
                values[name] = getattr(paper, name)
    return replace(first, **values)


def adds_nothing(stored: Paper, record: Paper) -> bool:
    """Whether merging the record into the stored paper surely leaves that as it is.

    Much quicker than merging, and true of nearly all records of a source that is read again.
    """
    known = stored.identifiers
    return (
        {record.id, *record.aliases} <= {stored.id, *stored.aliases}
        and not record.pinned
        and record.title == stored.title
        and all(known.get(kind) == value for kind, value in record.identifiers.items())
        and all(_is_held(item, stored.provenance) for item in record.provenance)
        and set(record.listings) <= set(stored.listings)
        and set(record.links) <= set(stored.links)
        and _highest(stored.upvotes, record.upvotes) == stored.upvotes
        and _highest(stored.comments, record.comments) == stored.comments
    )


def holds(whole: Paper, part: Paper) -> bool:
    """Whether `part` has become part of `whole`, so that nothing is lost with its file.

    All that sources gave it is in the provenance of `whole`, and what a person wrote stands there.
    """
    own = {*part.pinned, *(name for name in CLAIMED if giver(part, name) is None)}
    return (
        part.id in whole.aliases
        and all(getattr(part, name) in (getattr(whole, name), None, (), "") for name in own)
        and merge(whole, part) == whole
    )


def _is_held(item: Provenance, held: tuple[Provenance, ...]) -> bool:
    """Whether one of the records that made the paper gave the same, and nothing newer has come."""
    return any(
        item.source == other.source
        and item.version == other.version
        and item.updated == other.updated
        and item.fields.items() <= other.fields.items()
        for other in held
    )


def provenance_of(paper: Paper, source: str, retrieved: datetime) -> tuple[Provenance, ...]:
    """The provenance of a paper of which one record of one source gave everything."""
    given = {
        name: field_hash(value)
        for name in CLAIMED
        if (value := getattr(paper, name)) not in (None, (), "")
    }
    return (Provenance(source, retrieved, given, paper.version or None, paper.updated or None),)


def claimant(paper: Paper, name: str) -> str | None:
    """The source whose word the field goes by, edited since or not; None if none gave it."""
    claim = _claims(paper).get(name)
    return claim[3] if claim else None


def giver(paper: Paper, name: str) -> str | None:
    """The source whose value of the field the paper holds; None if a person wrote it."""
    claim = _claims(paper).get(name)
    return claim[3] if claim and claim[4] == field_hash(getattr(paper, name)) else None


def edited(paper: Paper) -> tuple[str, ...]:
    """The fields that no longer say what their source gave and are not pinned."""
    claims = _claims(paper)
    return tuple(
        name
        for name in CLAIMED
        if name not in paper.pinned
        and name in claims
        and claims[name][4] != field_hash(getattr(paper, name))
    )


def field_hash(value: object) -> str:
    """The first six hex digits of the SHA-256 of a field's value."""
    text = value if isinstance(value, str) else _JSON.encode(_plain(value))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _plain(value: object) -> object:
    if isinstance(value, Author):
        return [value.name, value.orcid]
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


_JSON = json.JSONEncoder(ensure_ascii=False)


@lru_cache(maxsize=4096)
def _rank(source: str, name: str) -> int:
    for table in (_KNOWS.get(name, {}), _TRUST):
        for prefix, rank in table.items():
            if source == prefix or source.startswith(f"{prefix}-"):
                return rank
    return 20


def _claims(paper: Paper) -> dict[str, Claim]:
    """The greatest claim that any record made to each field."""
    greatest: dict[str, Claim] = {}
    for item in paper.provenance:
        updated, version = item.updated or "", item.version or 0
        for name, held in item.fields.items():
            claim = (_rank(item.source, name), updated, version, item.source, held)
            if name not in greatest or claim > greatest[name]:
                greatest[name] = claim
    return greatest


def _chosen(
    name: str, first: Paper, second: Paper, our_claim: Claim | None, their_claim: Claim | None
) -> Any:
    ours, theirs = getattr(first, name), getattr(second, name)
    if name in first.pinned or name in second.pinned:
        return ours if name in first.pinned else theirs
    if name == "topics" and ours and giver(first, name) is None:
        return ours
    if our_claim is None and their_claim is None:
        return ours or theirs
    if their_claim is not None and (our_claim is None or their_claim > our_claim):
        return theirs
    return ours


def _identifiers(first: Paper, second: Paper) -> tuple[dict[str, str], set[str]]:
    """The identifiers of both; of two of one kind the least, arXiv's own DOI last.

    The others keep naming the paper: their ids are returned, to become aliases.
    """
    kept: dict[str, str] = {}
    lost: set[str] = set()
    for kind in KINDS:
        both = {v for p in (first, second) if (v := p.identifiers.get(kind))}
        ordered = sorted(both, key=lambda value: (value.startswith("10.48550/arxiv."), value))
        if ordered:
            kept[kind] = ordered[0]
        lost |= {
            identifier_id(kind, value)
            for value in ordered[1:]
            if not value.startswith("10.48550/arxiv.")
        }
    return kept, lost


def _listings(first: tuple[Listing, ...], second: tuple[Listing, ...]) -> tuple[Listing, ...]:
    return tuple(sorted({*first, *second}, key=lambda item: (item.day, item.source)))


def _links(first: tuple[Link, ...], second: tuple[Link, ...]) -> tuple[Link, ...]:
    return sorted_links((*first, *second))


def sorted_links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Each address once under each rel, paper and PDF before the rest; https before http."""
    by_address: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda link: (link.url.startswith("http:"), link.url)):
        bare = link.url.partition("://")[2].removesuffix("/").removesuffix(".git")
        by_address.setdefault((link.rel, bare), link)
    order = ("paper", "pdf", "code", "project")
    return tuple(
        sorted(
            by_address.values(),
            key=lambda link: (
                order.index(link.rel) if link.rel in order else 9,
                link.rel,
                link.url,
            ),
        )
    )


def _highest(first: int | None, second: int | None) -> int | None:
    return max((count for count in (first, second) if count is not None), default=None)


def _provenance(items: tuple[Provenance, ...]) -> tuple[Provenance, ...]:
    """Of each source its greatest claim to each field, grouped again by record."""
    retrieved: dict[tuple[str, str, int], datetime] = {}
    greatest: dict[tuple[str, str], tuple[str, int, str]] = {}
    for item in items:
        updated, version = item.updated or "", item.version or 0
        retrieved.setdefault((item.source, updated, version), item.retrieved)
        for name, held in item.fields.items():
            if name not in _PLACE:
                continue
            claim = (updated, version, held)
            key = (item.source, name)
            if key not in greatest or claim > greatest[key]:
                greatest[key] = claim
    grouped: dict[tuple[str, str, int], dict[str, str]] = {}
    for (source, name), (updated, version, held) in sorted(greatest.items(), key=_in_order):
        grouped.setdefault((source, updated, version), {})[name] = held
    return tuple(
        Provenance(
            source, retrieved[source, updated, version], held, version or None, updated or None
        )
        for (source, updated, version), held in sorted(grouped.items())
    )


def _in_order(claim: tuple[tuple[str, str], object]) -> int:
    return _PLACE[claim[0][1]]

"""The project's own interchange: one JSON object a line, with the keys of a record.

The flat keys that paper collections use (`id`, `url`, `pdf_url`, `code_url`, `hf`, ...) are taken
as well. A line with a key that only a record has (`listed`, `links`, ...) is a record: its `id`
is kept, and of flat keys it may have `url`, `pdf_url`, `code_url` and `doi`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, BinaryIO

from generator.fields import KEYS, STATUSES
from generator.identifiers import is_id, normal_identifier
from generator.incoming import (
    Incoming,
    InputError,
    Note,
    Original,
    Reading,
    Rejected,
    Source,
    states,
)
from generator.model import Listing, Paper
from generator.parsing.shapes import (
    authors_of,
    count_of,
    day_of,
    identified,
    links_of,
    list_of,
    mapping_of,
    text_of,
)
from generator.record import RecordError, from_incoming

_OBJECT = re.compile(rb"^[ \t]*\{[^\n]*\"title\"\s*:", re.MULTILINE)
_SLUG = re.compile(r"[^a-z0-9.]+")
_LISTED = re.compile(r"listed ([0-9]{4}-[0-9]{2}-[0-9]{2})")
#: Keys that only a record has: a line with one of them is read as a record.
_RECORD_ONLY = frozenset("identifiers listed listings links provenance pinned aliases".split())
_FLAT = frozenset(
    "id title abstract authors published published_precision categories url pdf_url code_url "
    "source comment journal_ref doi also hf venue status".split()
)
#: Keys of a record whose text a source may have wrapped.
_ONE_LINE = "title venue comment journal_ref license language organization submitted_by".split()
_REFUSED = frozenset({"reject", "rejected", "desk reject", "desk rejected", "active"})
_WITHDRAWN = frozenset({"withdraw", "withdrawn"})
_STATES = _REFUSED | _WITHDRAWN | {"", "retracted"}


_FLAT_LINKS = (("paper", "url"), ("pdf", "pdf_url"), ("code", "code_url"))


def detect(head: bytes) -> bool:
    """Whether a line is a JSON object with a title."""
    return bool(_OBJECT.search(head.removeprefix(b"\xef\xbb\xbf")))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """A paper a line; a line that cannot be read is rejected with its number."""
    unknown: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    filled = 0
    for number, line in enumerate(stream, 1):
        stripped = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not stripped:
            continue
        filled += 1
        where, original = f"line {number}", partial(bytes, stripped)
        try:
            data = json.loads(stripped)
        except (ValueError, RecursionError) as error:
            yield Rejected(where, f"not JSON: {error}", original)
            continue
        if not isinstance(data, dict):
            yield Rejected(where, f"a JSON {type(data).__name__} in place of an object", original)
            continue
        if _RECORD_ONLY.isdisjoint(data):
            unknown.update(key for key in data.keys() - _FLAT if data[key])
            if (status := text_of(data.get("status")).strip()).lower() not in _STATES:
                statuses[status[:60]] += 1
            source = _source("hf-daily" if data.get("hf") else data.get("source"), reading)
            yield Incoming(where, _flat(data, source), source, original)
            continue
        yield _record(where, data, reading, original)
    yield from _left_out(unknown, statuses)
    if not filled:
        raise InputError("holds no records; each is a JSON object on a line of its own")


def _left_out(keys: Counter[str], statuses: Counter[str]) -> Iterator[Note]:
    for key, count in sorted(keys.items()):
        why = "is read only in a line with `listed`" if key in KEYS else "is no key of a record"
        yield Note(f"`{key[:60]}` {why}; left out of {count} records")
    if statuses:
        found = ", ".join(f"`{status}`" for status in sorted(statuses)[:3])
        more = ", ..." if len(statuses) > 3 else ""
        yield Note(
            f"`status`: found {found}{more}; it says {' or '.join(STATUSES)}; "
            f"left out of {statuses.total()} records"
        )


def _record(
    where: str, data: dict[str, Any], reading: Reading, original: Original
) -> Incoming | Rejected:
    source = _source(data.pop("source", None), reading)
    for key in _ONE_LINE:
        if isinstance(data.get(key), str):
            data[key] = " ".join(data[key].split())
    if not is_id(text_of(data.get("id"))) and (named := identified(data.get("id"))):
        data["identifiers"] = {**named, **mapping_of(data.get("identifiers"))}
        del data["id"]
    if doi := data.pop("doi", None):
        data["identifiers"] = {"doi": doi, **mapping_of(data.get("identifiers"))}
    flat = [(rel, data.pop(key, None)) for rel, key in _FLAT_LINKS]
    if any(url for _, url in flat):
        given = [{"rel": link.rel, "url": link.url} for link in links_of(*flat)]
        data["links"] = [*list_of(data.get("links")), *given]
    if isinstance(data.get("authors"), list):
        data["authors"] = [{"name": a} if isinstance(a, str) else a for a in data["authors"]]
    try:
        raw, _ = from_incoming(data)
    except RecordError as error:
        return Rejected(where, str(error), original)
    if not raw.listings and raw.listed != date.min:
        raw = states(**{**_fields(raw), "listings": (Listing(source, raw.listed),)})
    return Incoming(where, raw, source, original)


def _fields(paper: Paper) -> dict[str, Any]:
    return {key: getattr(paper, key) for key in (*KEYS, "abstract")}


def _flat(data: Mapping[str, Any], source: str) -> Paper:
    hf = mapping_of(data.get("hf"))
    status = text_of(data.get("status")).strip().lower()
    published, listed = _published(data)
    day = day_of(hf.get("submitted_on_daily_at")) or day_of(hf.get("daily_date")) or listed
    identifiers = identified(
        data.get("id"),
        data.get("url"),
        data.get("pdf_url"),
        *(text_of(other) for other in list_of(data.get("also"))),
    )
    for other in list_of(data.get("also")):
        _, _, bare = text_of(other).partition(":")
        if acl := normal_identifier("acl", bare):
            identifiers.setdefault("acl", acl)
    if doi := normal_identifier("doi", text_of(data.get("doi"))):
        identifiers["doi"] = doi
    return states(
        title=text_of(data.get("title")),
        abstract=text_of(data.get("abstract")),
        authors=authors_of(data.get("authors")),
        identifiers=identifiers,
        listings=(Listing(source, day),) if day else (),
        published=published,
        categories=tuple(text_of(item) for item in list_of(data.get("categories"))),
        venue=None if status in _REFUSED else text_of(data.get("venue")) or None,
        status="withdrawn" if status in _WITHDRAWN else status if status in STATUSES else None,
        comment=text_of(data.get("comment")) or None,
        journal_ref=text_of(data.get("journal_ref")) or None,
        organization=text_of(mapping_of(hf.get("organization")).get("fullname"))
        or text_of(hf.get("organization"))
        or None,
        submitted_by=text_of(hf.get("submitter")) or None,
        upvotes=count_of(hf.get("upvotes")),
        comments=count_of(hf.get("num_comments")),
        links=links_of(
            ("paper", data.get("url")),
            ("pdf", data.get("pdf_url")),
            ("code", data.get("code_url")),
            ("project", hf.get("project_page")),
        ),
    )


def _published(data: Mapping[str, Any]) -> tuple[str | None, date | None]:
    """When the paper was published, and the day it was listed if the line knows only that."""
    published = text_of(data.get("published")).strip() or None
    precision = text_of(data.get("published_precision"))
    if found := _LISTED.search(precision):
        return published, day_of(found[1])
    if "listing" in precision:
        return None, day_of(published)
    return published, None


def _source(stated: object, reading: Reading) -> str:
    """The source that the line names, unless `--source` named another."""
    if reading.source != SOURCE.source:
        return reading.source
    return _SLUG.sub("-", text_of(stated).lower())[:40].strip("-.") or reading.source


SOURCE = Source(
    format="jsonl",
    summary="JSON lines: Paperfeed's interchange, or flat records",
    source="jsonl",
    detect=detect,
    read=read,
)

"""Notes of OpenReview's API, version 1 and 2: its answers, lists and lines of notes.

Source: https://docs.openreview.net/reference/api-v2/entities/note,
https://docs.openreview.net/how-to-guides/data-retrieval-and-modification/how-to-get-all-submissions
and a recorded list of notes of version 1, grouped by venue. Of version 2 (`{"value": …}` around
each value, `invitations` for `invitation`) there is no recorded sample: it is read as documented.

A paper is a note that replies to none. Reviews, comments and decisions are counted and left out;
what a decision says counts for its paper. `venue` is a venue's name only once the paper is
accepted: before, it says `Submitted to …`, and `venueid` ends in `/Rejected_Submission` or the
like. Times are milliseconds; those of notes imported from DBLP know the year alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.json_records import Found, is_mapping, record_groups
from generator.parsing.outline import outline
from generator.parsing.shapes import links_of, list_of, mapping_of, text_of

_SITE = "https://openreview.net"
_PLACES = ("", "[].", "notes[].", "[].submissions[].", "submissions[].")
_NOTE_ONLY = ("forum", "invitation", "invitations[]", "signatures[]", "replyto", "cdate")
_LISTS = ("notes", "submissions")
#: In these a note keeps its replies: where the API puts them, and where the recorded list does.
_REPLIES = ("replies", "directReplies")
_REFUSED = re.compile(r"reject|not accept|declin|withdr[ae]w", re.IGNORECASE)
_NO_VENUE = re.compile(
    r"submitted to|submission|under review|pending|withdrawn|reject|retracted", re.IGNORECASE
)
_ACCEPTED = re.compile(r"accepted (?:by|at|to|for) ", re.IGNORECASE)
_YEAR_ONLY = "dblp.org/"
#: The year 2100; a greater number of milliseconds is no time of a paper.
_LAST = 4_102_444_800_000


def detect(head: bytes) -> bool:
    """Whether the first value is a note or holds notes."""
    paths = outline(head)
    if {"notes[].id", "notes[].content"} <= paths:
        return True
    return any(
        {f"{place}id", f"{place}content"} <= paths
        and any(f"{place}{key}" in paths for key in _NOTE_ONLY)
        and any(path.startswith(f"{place}content.") for path in paths)
        for place in _PLACES
    )


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers among the notes; how many others there were is told in a note."""
    others = papers = 0
    for group in record_groups(stream, _unwrap):
        if isinstance(group, Rejected):
            papers += 1
            yield group
            continue
        replies = [reply for found in group for reply in _replies(found.value)]
        others += len(replies)
        decisions = _decisions([found.value for found in group] + replies)
        for found in group:
            if _is_reply(mapping_of(found.value)):
                others += 1
                continue
            papers += 1
            yield _record(found, decisions)
    if others:
        yield Note(f"{others} reviews, comments and decisions are no papers; left out")
    if not papers:
        raise InputError("holds no papers, only replies to some; ask for the submissions")


def _unwrap(value: Any) -> list[Any] | None:
    answer = mapping_of(value)
    if "content" in answer:
        return None
    key = next((key for key in _LISTS if key in answer), None)
    return list_of(answer[key]) if key else None


def _replies(value: object) -> list[Any]:
    note = mapping_of(value)
    details = mapping_of(note.get("details"))
    kept = next((list_of(details[key]) for key in _REPLIES if details.get(key)), [])
    return kept or list_of(note.get("notes"))


def _is_reply(note: Mapping[str, Any]) -> bool:
    """Whether the note answers another one or is an earlier version of one."""
    own = note.get("id")
    return any(text_of(note.get(key)) and note.get(key) != own for key in ("replyto", "forum"))


def _decisions(notes: list[Any]) -> dict[str, str]:
    """What was decided on each forum."""
    decided = ((mapping_of(n).get("forum"), _text(mapping_of(n), "decision")) for n in notes)
    return {forum: decision for forum, decision in decided if isinstance(forum, str) and decision}


def _record(found: Found, decisions: Mapping[str, str]) -> Incoming | Rejected:
    if wrong := is_mapping(found):
        return wrong
    note = found.value
    forum = text_of(note.get("forum")) or text_of(note.get("id"))
    named = f" (note {forum[:40]})" if forum else ""
    title = _text(note, "title")
    if not title.strip():
        return Rejected(found.where, f"has no title{named}", found.original)
    if note.get("ddate"):
        return Rejected(found.where, f"was deleted on OpenReview{named}", found.original)
    raw = _raw(note, title, forum, decisions.get(forum, ""))
    return Incoming(found.where, raw, original=found.original)


def _raw(note: Mapping[str, Any], title: str, forum: str, decision: str) -> Paper:
    invitations = [note.get("invitation"), *list_of(note.get("invitations"))]
    invited = [text for one in invitations if (text := text_of(one))]
    year_only = any(text.startswith(_YEAR_ONLY) for text in invited)
    dates = (_day(note.get(key)) for key in ("pdate", "odate", "cdate", "tcdate"))
    published = next((day for day in dates if day), None)
    if published and year_only and published.endswith("-01-01"):
        published = published[:4]
    withdrawn = _withdrawn(note, invited)
    return states(
        title=title,
        abstract=_text(note, "abstract"),
        authors=_authors(_value(note, "authors")),
        identifiers={"openreview": forum} if forum else {},
        published=published,
        updated=_day(note.get("mdate")) or _day(note.get("tmdate")),
        venue=None if withdrawn else _venue(note, invited, decision),
        license=text_of(note.get("license")) or _text(note, "license") or None,
        status="withdrawn" if withdrawn else None,
        links=links_of(
            ("paper", f"{_SITE}/forum?id={forum}" if forum else ""),
            ("paper", _address(note, "html")),
            ("pdf", _address(note, "pdf")),
            ("code", _address(note, "code")),
            ("project", _address(note, "project_page")),
            ("video", _address(note, "video")),
            ("slides", _address(note, "slides")),
            ("poster", _address(note, "poster")),
        ),
    )


def _value(note: Mapping[str, Any], key: str) -> Any:
    """A value of the content; version 2 wraps each in an object."""
    value = mapping_of(note.get("content")).get(key)
    return value.get("value") if isinstance(value, dict) else value


def _text(note: Mapping[str, Any], key: str) -> str:
    return text_of(_value(note, key)).strip()


def _address(note: Mapping[str, Any], key: str) -> str:
    """An address, if the value is one: OpenReview's own are written without its host."""
    text = _text(note, key)
    if text.startswith("/"):
        return f"{_SITE}{text}"
    return text if text.lower().startswith(("https://", "http://")) else ""


def _authors(value: object) -> tuple[Author, ...]:
    """The names, of strings or of objects; those whom the venue still hides are no names."""
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    names = (text_of(item) or text_of(mapping_of(item).get("fullname")) for item in list_of(value))
    stripped = (name.strip() for name in names)
    return tuple(Author(n) for n in stripped if n and not n.lower().startswith("anonymous"))


def _withdrawn(note: Mapping[str, Any], invitations: list[str]) -> bool:
    places = [*(text.rpartition("/")[2] for text in invitations), _text(note, "venueid")]
    return (
        any(place.endswith("Withdrawn_Submission") for place in places)
        or "withdrawn" in _text(note, "venue").lower()
        or _text(note, "withdrawal").lower().startswith("confirm")
    )


def _venue(note: Mapping[str, Any], invitations: list[str], decision: str) -> str | None:
    """Where the paper appeared: the venue's own words, or whose invitation it answered."""
    decided = decision or _text(note, "decision")
    groups = [_text(note, "venueid"), *(text.partition("/-/")[0] for text in invitations)]
    group = next((text for text in groups if text), "")
    named = _text(note, "venue")
    if _REFUSED.search(decided) or _NO_VENUE.search(f"{named} {group}"):
        return None
    if not named and decided.lower().startswith("accept"):
        host, *rest = group.split("/")
        named = " ".join((host.rpartition(".")[0] or host, *rest))
    return _ACCEPTED.sub("", named, count=1) or None


def _day(milliseconds: object) -> str | None:
    """The day (UTC) of a time since 1970."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 0 < milliseconds < _LAST:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()


SOURCE = Source(
    format="openreview",
    summary="JSON notes of the OpenReview API",
    source="openreview",
    detect=detect,
    read=read,
)

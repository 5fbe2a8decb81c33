"""The JSON of Hugging Face's Daily Papers API, also where an archiver misshaped it.

Source: https://huggingface.co/docs/hub/api (`/api/daily_papers`) and recorded answers of it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from generator.identifiers import parse_arxiv
from generator.incoming import (
    EmptyInputError,
    Incoming,
    InputError,
    Note,
    Reading,
    Rejected,
    Source,
    states,
)
from generator.model import Author, Listing, Paper
from generator.parsing.shapes import (
    authors_of,
    count_of,
    day_of,
    json_document,
    links_of,
    list_of,
    mapping_of,
    original_json,
    text_of,
)

_ITEM = re.compile(
    rb"\s*(?:\{[^\[]{0,2000}\"(?:data|papers)\"\s*:\s*)?\[\s*\"?\{\s*\\?[\"']paper\\?[\"']\s*:"
)
_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9])")
#: A Python literal longer than this is not looked at: parsing one takes memory out of proportion.
_LITERAL_CHARACTERS = 1_000_000


def detect(head: bytes) -> bool:
    """Whether the JSON begins as a list of `{"paper": ...}`, wrapped or written as strings."""
    return bool(_ITEM.match(head.removeprefix(b"\xef\xbb\xbf")))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the list; an item that cannot be read is rejected with its index."""
    data = json_document(stream)
    wrapper = mapping_of(data)
    items = data if isinstance(data, list) else wrapper.get("data", wrapper.get("papers"))
    if not isinstance(items, list):
        raise InputError("holds no list of papers; the API answers with a list")
    if not items:
        raise EmptyInputError("holds no papers; the API's list for that day is empty")
    day = day_of(wrapper.get("date")) or day_in(reading.name)
    for index, item in enumerate(items):
        yield paper_of(f"item {index}", item, day, reading)


def day_in(name: str) -> date | None:
    """The day that a file's name or an address holds."""
    named = _DAY_IN_NAME.search(name)
    return day_of(named[1]) if named else None


def paper_of(where: str, item: object, day: date | None, reading: Reading) -> Incoming | Rejected:
    """The paper of an item of the API's list; `day` is when it was listed if it does not say."""
    made = _item(item, day, reading)
    original = original_json(item)
    if isinstance(made, str):
        return Rejected(where, made, original)
    return Incoming(where, made, original=original)


def _item(item: object, day: date | None, reading: Reading) -> Paper | str:
    """What the item states, or why it cannot be read."""
    if isinstance(item, str):
        unpacked = _literal(item)
        if unpacked is None:
            return "a string in place of an object, and not one written as text"
        item = unpacked
    outer = mapping_of(item)
    paper = mapping_of(outer.get("paper"))
    if not paper:
        return "has no `paper` object"
    title = text_of(paper.get("title")) or text_of(outer.get("title"))
    if not title.strip():
        return "has no title"
    arxiv = parse_arxiv(text_of(paper.get("id")))
    if arxiv is None:
        return f"`{str(paper.get('id'))[:40]}` is not an arXiv identifier"
    return _raw(outer, paper, title, arxiv, day, reading)


def _raw(
    outer: Mapping[str, Any],
    paper: Mapping[str, Any],
    title: str,
    arxiv: tuple[str, int | None],
    list_day: date | None,
    reading: Reading,
) -> Paper:
    day = day_of(paper.get("submittedOnDailyAt")) or list_day
    published = day_of(paper.get("publishedAt"))
    media = [*list_of(outer.get("mediaUrls")), *list_of(paper.get("mediaUrls"))]
    return states(
        title=title,
        abstract=text_of(paper.get("summary")) or text_of(outer.get("summary")),
        authors=_authors(paper.get("authors")),
        identifiers={"arxiv": arxiv[0]},
        version=arxiv[1],
        listings=(Listing(reading.source, day),) if day else (),
        published=published.isoformat() if published else None,
        upvotes=count_of(paper.get("upvotes")),
        comments=count_of(outer.get("numComments")),
        submitted_by=_name(paper.get("submittedOnDailyBy")) or _name(outer.get("submittedBy")),
        organization=_name(paper.get("organization")) or _name(outer.get("organization")),
        media=tuple(dict.fromkeys(url for url in media if isinstance(url, str))),
        links=links_of(("code", paper.get("githubRepo")), ("project", paper.get("projectPage"))),
    )


def _authors(value: object) -> tuple[Author, ...]:
    shown = [item for item in list_of(value) if not mapping_of(item).get("hidden")]
    return authors_of(shown)


def _name(value: object) -> str | None:
    person = mapping_of(value)
    return text_of(person.get("fullname")) or text_of(person.get("name")) or None


def _literal(text: str) -> object | None:
    """A mapping that an archiver wrote as text, in JSON or as Python prints it."""
    try:
        return mapping_of(json.loads(text)) or None
    except (ValueError, RecursionError):
        pass
    if len(text) > _LITERAL_CHARACTERS:
        return None
    try:
        return mapping_of(ast.literal_eval(text)) or None
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


SOURCE = Source(
    format="hf-daily-json",
    summary="JSON of the Hugging Face Daily Papers API",
    source="hf-daily",
    detect=detect,
    read=read,
)

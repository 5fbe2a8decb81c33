"""What each value of a record may be: reading one checks it and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar, cast

from generator.days import YEARS, how_to_write, is_day
from generator.faults import Flaw, found, found_character, step_name
from generator.identifiers import KINDS, is_id, normal_identifier
from generator.model import Author, Link, Listing, Provenance
from generator.text import unclean

#: What a link of a paper may be.
LINK_RELS = ("paper", "pdf", "code", "project", "data", "video", "slides", "poster", "related")
STATUSES = ("withdrawn", "retracted")
#: The keys of a record in the order in which they are written; `abstract` is the file's body.
KEYS = (
    "id aliases title authors listed listings published updated version identifiers categories "
    "venue comment journal_ref license language organization submitted_by links media upvotes "
    "comments status topics pinned provenance"
).split()
#: Never a person's to pin: they say what the file is and where it came from.
_UNPINNABLE = ("id", "aliases", "listed", "listings", "pinned", "provenance")

_SOURCE = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,38}[a-z0-9])?")
_PUBLISHED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_WEB = re.compile(
    r"https?://[^\s<>\"\\^`{}|\x00-\x20\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0000-\U000e007f]+"
)
#: Python refuses to write numbers of more digits.
_MOST = 10**4000
#: Characters of a title, a name or another line, and of an abstract; what is longer is not one.
LONGEST_LINE, LONGEST_ABSTRACT = 2_000, 200_000
_Day = TypeVar("_Day", bound=date)
_FIELD = re.compile(r"[a-z_]{1,20}")
_HASH = re.compile(r"[0-9a-f]{6}")
_TOPIC = re.compile(r"[+-]?[a-z0-9]+(?:-[a-z0-9]+)*")


class WrongValueError(Exception):
    """What is wrong with a value; each message begins with `: ` or with a path: `[2].name: `."""

    def __init__(self, *flaws: Flaw | str) -> None:
        self.flaws = tuple(Flaw(flaw) if isinstance(flaw, str) else flaw for flaw in flaws)
        super().__init__(self.flaws[0].message)

    def within(self, step: object) -> list[Flaw]:
        """The flaws as those of what has this value under a key, or as an item of this number."""
        said = f"[{step}]" if type(step) is int else f".{step_name(step)}"
        return [Flaw(f"{said}{flaw.message}", (step, *flaw.path)) for flaw in self.flaws]

    def of_key(self, key: str) -> list[Flaw]:
        """The flaws as those of a record that has this value under a key."""
        return [Flaw(f"{key}{flaw.message}", (key, *flaw.path)) for flaw in self.flaws]


def _text(value: object) -> str:
    if isinstance(value, str):
        if wrong := unclean(value):
            raise WrongValueError(f": found {found_character(wrong[0])}; remove it")
        return value
    raise WrongValueError(f": found {found(value)}; put it in quotes")


def _abstract(value: object) -> str:
    text = _text(value)
    if len(text) > LONGEST_ABSTRACT:
        raise WrongValueError(
            f": found {len(text):,} characters; write at most {LONGEST_ABSTRACT:,}"
        )
    return text


def _one_line(value: object) -> str:
    text = _text(value)
    if "\n" in text or text != text.strip() or not text:
        raise WrongValueError(": found several lines, blanks around it or nothing; write one line")
    if len(text) > LONGEST_LINE:
        raise WrongValueError(f": found {len(text):,} characters; write at most {LONGEST_LINE:,}")
    return text


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
        return value
    raise WrongValueError(f": found {found(value)}; write a whole number")


def _day(value: object) -> date:
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str):
        with suppress(ValueError):
            day = date.fromisoformat(value)
    if day is None:
        raise WrongValueError(f": found {found(value)}; {how_to_write(value)}")
    return _within(day)


def _within(day: _Day) -> _Day:
    if not is_day(day):
        raise WrongValueError(f": found {day}; write one of the years {YEARS[0]} to {YEARS[1]}")
    return day


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = str(value)
    if not isinstance(value, datetime):
        raise WrongValueError(f": found {found(value)}; write a time as 2025-03-11T06:00:00Z")
    try:
        return _within((value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC))
    except OverflowError:
        raise WrongValueError(f": found the date {value}; write a time that there is") from None


def _published(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _within(value).isoformat()
    match = _PUBLISHED.fullmatch(value) if isinstance(value, str) else None
    try:
        if match:
            _within(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
            return match[0]
    except ValueError:
        pass
    quotes = "put it in quotes" if isinstance(value, int) else "write '2019', '2019-06' or a day"
    raise WrongValueError(f": found {found(value)}; {how_to_write(value, quotes)}")


def _web(value: object) -> str:
    text = _text(value)
    if not _WEB.fullmatch(text) or len(text) > 2000:
        raise WrongValueError(f": found {found(text)}; write an address that begins with https://")
    return text


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value in choices:
            return str(value)
        raise WrongValueError(f": found {found(value)}; write one of {', '.join(choices)}")

    return read


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if pattern.fullmatch(text := _text(value)):
            return text
        raise WrongValueError(f": found {found(value)}; write {what}")

    return read


def _paper_id(value: object) -> str:
    if is_id(text := _text(value)):
        return text
    raise WrongValueError(
        f": found {found(value)}; ids are lower-case ASCII letters, digits and . - _"
    )


def _each(read: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise WrongValueError(f": found {found(value)}; write a list")
        try:
            return tuple([read(item) for item in value])
        except WrongValueError:
            raise WrongValueError(*_flaws(lambda _: read, enumerate(value))) from None

    return read_all


def _object(
    make: Callable[..., Any], need: Mapping[str, Any], may: Mapping[str, Any]
) -> Callable[[object], Any]:
    readers = {**need, **may}

    def reader_of(key: object) -> Callable[[object], Any]:
        if key not in readers:
            raise WrongValueError(f": unknown key; known are {', '.join(readers)}")
        return cast("Callable[[object], Any]", readers[key])

    def read(value: object) -> Any:
        if not isinstance(value, dict):
            raise WrongValueError(
                f": found {found(value)}; write {{{', '.join(f'{k}: …' for k in need)}}}"
            )
        try:
            if need.keys() <= value.keys():
                return make(**{key: readers[key](part) for key, part in value.items()})
        except (KeyError, WrongValueError):
            pass  # what is wrong is among all that is
        missing = [Flaw(f".{key}: missing; add it", (key,)) for key in need if key not in value]
        raise WrongValueError(*_flaws(reader_of, value.items()), *missing)

    return read


def _flaws(
    reader_of: Callable[[object], Callable[[object], Any]], parts: Iterable[tuple[object, object]]
) -> Iterator[Flaw]:
    """What is wrong with each of these values, by their keys or numbers."""
    for step, part in parts:
        try:
            reader_of(step)(part)
        except WrongValueError as wrong:
            yield from wrong.within(step)


def _identifiers(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongValueError(f": found {found(value)}; write {{arxiv: '2503.01234'}}")
    try:
        normals = {kind: _identifier(kind, text) for kind, text in value.items()}
    except WrongValueError:
        parts = value.items()
        raise WrongValueError(*_flaws(lambda kind: partial(_identifier, kind), parts)) from None
    return {kind: normals[kind] for kind in KINDS if kind in normals}


def _identifier(kind: object, value: object) -> str:
    if kind not in KINDS:
        raise WrongValueError(f": unknown key; known are {', '.join(KINDS)}")
    if not isinstance(value, str):
        raise WrongValueError(f": found {found(value)}; put it in quotes")
    if normal := normal_identifier(str(kind), value):
        return normal
    raise WrongValueError(f": found {found(value)}; that is not such an identifier")


def _hashes(value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(
        isinstance(key, str) and _FIELD.fullmatch(key) and isinstance(v, str) and _HASH.fullmatch(v)
        for key, v in value.items()
    ):
        return dict(value)
    raise WrongValueError(f": found {found(value)}; write {{title: '3f9a1c'}}")


def is_source(text: str) -> bool:
    """Whether `text` can be a source's name; other folders of `content/intake/` are none."""
    return bool(_SOURCE.fullmatch(text)) and text not in ("rejected", "removed", "mirrors")


_source = _matching(_SOURCE, "a source's name (lower-case letters, digits, - and .)")
READERS: Mapping[str, Callable[[object], Any]] = {
    "id": _paper_id,
    "aliases": _each(_paper_id),
    "title": _one_line,
    "abstract": _abstract,
    "authors": _each(
        _object(
            Author,
            {"name": _one_line},
            {"orcid": _matching(ORCID, "an ORCID such as 0000-0002-1825-0097")},
        )
    ),
    "listed": _day,
    "listings": _each(_object(Listing, {"source": _source, "day": _day}, {})),
    "published": _published,
    "updated": _published,
    "version": _count,
    "identifiers": _identifiers,
    "categories": _each(_one_line),
    "venue": _one_line,
    "comment": _one_line,
    "journal_ref": _one_line,
    "license": _one_line,
    "language": _one_line,
    "organization": _one_line,
    "submitted_by": _one_line,
    "links": _each(_object(Link, {"rel": _one_of(LINK_RELS), "url": _web}, {})),
    "media": _each(_web),
    "upvotes": _count,
    "comments": _count,
    "status": _one_of(STATUSES),
    "topics": _each(_matching(_TOPIC, "a topic's slug, with + or - before it to add or remove")),
    "pinned": _each(_one_of(tuple(k for k in (*KEYS, "abstract") if k not in _UNPINNABLE))),
    "provenance": _each(
        _object(
            Provenance,
            {"source": _source, "retrieved": _moment, "fields": _hashes},
            {"version": _count, "updated": _published},
        )
    ),
}

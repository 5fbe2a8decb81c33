"""The manifest of another site, its `api/index.json`, read as a stranger's word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated

import msgspec

from generator.api import VERSION
from generator.faults import found
from generator.identifiers import is_id
from generator.permalinks import ManifestError
from generator.text import clean_line

_HASH = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Characters of a name, a licence or an address of a site; what is longer is not shown whole.
_MOST = 300


class _Index(msgspec.Struct):
    api: int
    papers: dict[str, str]
    months: dict[str, str]
    days: dict[str, Annotated[int, msgspec.Meta(ge=0)]]
    name: str = ""
    licence: str = ""
    contact: str = ""
    aliases: dict[str, str] = {}
    removed: dict[str, str] = {}
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as a manifest has it; `month` (`2025-03`) is that of the file that holds it."""

    id: str
    hash: str
    month: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a site says that it has, as far as it can be meant; `flaws` say what cannot.

    `papers` are newest first. `months` are the hashes of the months' files, `lines` how many
    records each of them holds. `aliases` are by the id of their paper, `removed` the days by name.
    """

    name: str
    licence: str
    contact: str
    papers: tuple[Listed, ...]
    months: Mapping[str, str]
    lines: Mapping[str, int]
    aliases: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, str]
    samples: frozenset[str]
    flaws: tuple[str, ...] = ()


def manifest_of(data: bytes) -> Manifest:
    """The manifest in these bytes. Raises ManifestError if they are none, or nothing it says holds.

    An id or hash that is none takes that paper out, and no other.
    """
    try:
        read = msgspec.json.decode(data, type=_Index)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"is no manifest of a site: {error}") from None
    if read.api != VERSION:
        raise ManifestError(
            f"has the form {found(read.api)}, and {VERSION} is known here; take a newer Paperfeed"
        )
    flaws: list[str] = []
    days = {day: number for day, number in read.days.items() if _is_day(day)}
    if len(days) < len(read.days) or sum(days.values()) != len(read.papers):
        raise ManifestError(
            f"has {len(read.papers):,} papers and days that do not add up to them; "
            "it does not say which month each is in"
        )
    lines: dict[str, int] = {}
    for day, number in days.items():
        lines[day[:7]] = lines.get(day[:7], 0) + number
    aliases: dict[str, list[str]] = {}
    for alias, paper in read.aliases.items():
        aliases.setdefault(paper, []).append(alias)
    return Manifest(
        name=_line(read.name),
        licence=_line(read.licence),
        contact=_line(read.contact),
        papers=tuple(_papers(read, days, flaws)),
        months={month: digest for month, digest in read.months.items() if month in lines},
        lines=lines,
        aliases={paper: tuple(names) for paper, names in aliases.items()},
        removed={name: day for name, day in read.removed.items() if is_id(name) and _is_day(day)},
        samples=frozenset(read.samples),
        flaws=tuple(flaws),
    )


def _papers(read: _Index, days: Mapping[str, int], flaws: list[str]) -> Iterator[Listed]:
    """The papers, each with the month of its day: they stand in the order of the days."""
    rest = iter(read.papers.items())
    for day, number in days.items():
        for paper, digest in islice(rest, number):
            if not is_id(paper):
                flaws.append(f"{day}: {found(paper)} is no id; left out")
            elif not _HASH.fullmatch(digest):
                flaws.append(f"{day}: `{paper}`: {found(digest)} is no hash; left out")
            elif paper in read.removed:
                flaws.append(f"{day}: `{paper}` is listed and removed; left out")
            else:
                yield Listed(paper, digest, day[:7])


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _line(text: str) -> str:
    return clean_line(text[: 2 * _MOST])[:_MOST].strip()

"""The text of a Hugging Face Papers page as one copies it out of a browser.

The page has neither year nor authors nor identifiers: lines of chrome, a day such as `Mar 11`,
then a title line and an abstract line in turn. There is no specification; the form was read off a
real page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

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

_DAY = re.compile(
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? ([0-3]?[0-9])"
)
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*(?:\s|$)")
#: The page lost the backslash of `\times` between a number and what follows.
_LOST_TIMES = re.compile(r"(?<=[0-9])times(?![a-z])")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def detect(head: bytes) -> bool:
    """Whether a day stands on a line of its own and an abstract somewhere below it."""
    lines = [line.strip() for line in head.decode("utf-8", "replace").splitlines()]
    days = [index for index, line in enumerate(lines) if _DAY.fullmatch(line)]
    if not days or lines[0].startswith(("{", "[", "<")):
        return False
    return any(_is_abstract(line) for line in lines[days[0] + 1 :])


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the page, each line that pairs with nothing, and what was assumed."""
    text = stream.read().decode("utf-8-sig", "replace")
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    first_day = next((i for i, (_, line) in enumerate(lines) if _DAY.fullmatch(line)), None)
    day = reading.day
    if first_day is None:
        first_day = -1
        if day is None:
            yield Note("the text names no day; --date says on which day it was listed")
    chrome = [number for number, _ in lines[: first_day + 1]]
    title: tuple[int, str] | None = None
    unpaired: list[tuple[int, str]] = []
    records = 0
    for number, line in lines[first_day:] if first_day >= 0 else lines:
        if found := _DAY.fullmatch(line):
            chrome += [n for n, _ in unpaired]
            if title:
                chrome.append(title[0])
            title, unpaired = None, []
            day, note = _dated(found, reading)
            if note:
                yield Note(f"line {number}: {note}")
        elif _is_abstract(line):
            if title is None:
                records += 1
                reason = "an abstract without a title line above it"
                yield Rejected(f"line {number}", reason, _original(line))
                continue
            yield from _unpaired(unpaired)
            records += 1 + len(unpaired)
            unpaired = []
            original = _original(title[1], line)
            raw = _paper(title[1], line, day, reading)
            yield Incoming(f"line {title[0]}", raw, original=original)
            title = None
        else:
            if title is not None:
                unpaired.append(title)
            title = (number, line)
    if title is not None:
        unpaired.append(title)
    yield from _unpaired(unpaired)
    if chrome:
        shown = ", ".join(str(number) for number in sorted(set(chrome)))
        yield Note(f"left out as the page's own words, not papers: lines {shown}")
    if not records + len(unpaired):
        raise InputError("holds no papers; each is a line with its title and one with its abstract")


def _unpaired(lines: list[tuple[int, str]]) -> Iterator[Rejected]:
    for number, line in lines:
        reason = f"`{line[:60]}` has no abstract line below it"
        yield Rejected(f"line {number}", reason, _original(line))


def _original(*lines: str) -> Original:
    return lambda: "\n".join(lines).encode("utf-8", "replace")


def _is_abstract(line: str) -> bool:
    """Abstracts are several sentences, or one long one; titles and chrome are neither."""
    return len(line) >= 400 or (len(line) >= 100 and len(_SENTENCE_END.findall(line)) >= 2)


def _paper(title: str, abstract: str, day: date | None, reading: Reading) -> Paper:
    return states(
        title=_LOST_TIMES.sub("\N{MULTIPLICATION SIGN}", title),
        abstract=_LOST_TIMES.sub("\N{MULTIPLICATION SIGN}", abstract),
        listings=(Listing(reading.source, day),) if day else (),
    )


def _dated(found: re.Match[str], reading: Reading) -> tuple[date | None, str]:
    """The day that the page means, and what has to be said of it.

    With `--date`, the year that brings it nearest to that day; else the latest such day that is
    not in the future.
    """
    month, day = _MONTHS.index(found[1][:3]) + 1, int(found[2])
    years = range(reading.today.year - 8, reading.today.year + 2)
    if reading.day:
        years = range(reading.day.year - 1, reading.day.year + 2)
    days = [d for year in years if (d := _valid(year, month, day))]
    if reading.day:
        wanted = reading.day
        nearest = min(days, key=lambda d: abs(d - wanted), default=None)
        if nearest is None:
            return wanted, f"`{found[0]}` is no day; listed on {wanted}, as --date says"
        differs = f"`{found[0]}` differs from --date {wanted}; listed on {nearest}"
        return nearest, "" if nearest == wanted else differs
    past = [d for d in days if d <= reading.today]
    if not past:
        return None, f"`{found[0]}` is no day; give --date"
    return past[-1], f"`{found[0]}` has no year; took {past[-1]} (--date says another)"


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


SOURCE = Source(
    format="hf-page-text",
    summary="text copied from a Hugging Face Papers page",
    source="hf-page",
    detect=detect,
    read=read,
)

"""What a source yields, and the plug-in form that every source has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from generator.model import Paper

#: Makes the bytes of a record as it stood in the input; called only if the record is rejected.
Original = Callable[[], bytes]


class InputError(Exception):
    """An input that cannot be read on: it is not there, cut short, or not what it should be.

    The message says what was found and what to do, not which input; records that came before it
    are taken in.
    """


class EmptyInputError(InputError):
    """An input that is what it should be and holds no record: there was nothing to say."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A paper as a source gave it, before anything was cleaned or checked.

    `raw` holds what the source states and nothing else: an empty `id` and the first day of all as
    `listed` mean that it states none. `where` is the place in the input: `line 12`, `item 3`.
    `source` names the source that the record itself states, if it does.
    """

    where: str
    raw: Paper
    source: str | None = None
    original: Original = field(default=bytes, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record, or a line that should have been part of one, that cannot become a paper.

    `raw` is what it states, if it was read.
    """

    where: str
    reason: str
    original: Original = field(default=bytes, compare=False)
    raw: Paper | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the person who ingests should know; no record was lost by it.

    `more` marks that the source has more to give than this input: whoever fetches it asks for that
    anyway.
    """

    text: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an input besides its bytes.

    `source` is the name under which its papers are listed, `day` what `--date` said, `today` the
    machine's day in UTC: the only clock that a source sees.
    """

    name: str
    source: str
    day: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Source:
    """A format that Paperfeed reads.

    `detect` sees the first bytes of an input, `read` the whole of it; neither opens anything.
    `read` raises InputError where it cannot go on. `source` is the name that papers of this format
    are listed under unless `--source` says other.
    """

    format: str
    summary: str
    source: str
    detect: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Reading], Iterator[Incoming | Rejected | Note]]


#: What a record states that states nothing.
_NOTHING = {"id": "", "title": "", "listed": date.min}


def states(**fields: object) -> Paper:
    """A raw paper with these fields, for sources to put into `Incoming`."""
    return Paper(**{**_NOTHING, **fields})  # type: ignore[arg-type]

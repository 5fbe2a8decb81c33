"""The plug-in form of a way to ask a source, and what it is told of the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.incoming import Source
from generator.model import Paper


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """A source as `mkdocs.yml` names it.

    `name` is what its papers are listed under; `kind` how it is asked; `closed` are days without
    papers, `12-25` in each year or `2026-11-26` in one.
    """

    name: str
    kind: str
    categories: tuple[str, ...] = ()
    url: str | None = None
    closed: frozenset[str] = frozenset()
    pause: float | None = None


#: Looks at a body and says why it should be asked for again, or None.
Check = Callable[[bytes], str | None]
#: Asks for an address; the check says why a body should be asked for again. Raises FetchError.
Ask = Callable[[str, Check], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to ask.

    `pages` yields the bodies that hold a day's papers, one after another as they come; it raises
    FetchError where it cannot go on. A kind with `by_day` false shows what is new, whatever the
    day: it is asked once, conditionally; one with `daily` false need not have papers on most days.
    `settles` is how many days later a day no longer changes. `day_of` is the day to which a paper
    counts, None for the day that was asked for. `pause` is the seconds between two requests to
    `host` and its subdomains; `url` is where it is by default, `needs` what has to be configured.
    `doubts` says of a source, as it was configured, what may be a slip.
    """

    name: str
    summary: str
    source: str
    format: Source | None
    pages: Callable[[FetchedSource, date, Ask], Iterator[bytes]]
    day_of: Callable[[Paper], date | None]
    url: str | None = None
    by_day: bool = True
    daily: bool = True
    settles: int = 1
    host: str = ""
    pause: float = 1.0
    needs: tuple[str, ...] = ()
    doubts: Callable[[FetchedSource], Sequence[str]] = lambda _: ()


def unchecked(body: bytes) -> None:
    """A check that finds every body good."""


def listed_by_itself(paper: Paper) -> date | None:
    """The day on which the record says that its source showed the paper."""
    return paper.listings[0].day if paper.listings else None


def stated_day(text: str | None) -> date | None:
    """A day of a record, if it is known to the day."""
    return date.fromisoformat(text) if text and len(text) == 10 else None

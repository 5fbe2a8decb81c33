"""Any address that shows what is new: a feed, or another format that is known by its content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.fetching.asking import Ask, FetchedSource, Kind, unchecked
from generator.model import Paper


def pages(source: FetchedSource, day: date, ask: Ask) -> Iterator[bytes]:
    """The feed."""
    yield ask(source.url or "", unchecked)


def _listed(paper: Paper) -> date | None:
    return paper.listed


KIND = Kind(
    name="feed",
    summary="any RSS or Atom feed, or a file in a format that Paperfeed reads",
    source="feed",
    format=None,
    pages=pages,
    day_of=_listed,
    by_day=False,
    daily=False,
    needs=("url",),
)

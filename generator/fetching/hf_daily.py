"""Hugging Face's Daily Papers, a day at a time.

Source: https://huggingface.co/docs/hub/api (`/api/daily_papers`: `date`, `limit` up to 100, `p`
from 0). Without `limit` the answer ends at 50; a page may hold fewer papers than it could.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from generator.fetching.asking import Ask, FetchedSource, Kind, listed_by_itself, unchecked
from generator.fetching.errors import FetchError
from generator.parsing.shapes import mapping_of
from generator.sources import hf_daily_json

_LIMIT = 100
_MOST_PAGES = 20


def pages(source: FetchedSource, day: date, ask: Ask) -> Iterator[bytes]:
    """The answer's pages, up to one that is empty; one that repeats another is an error."""
    seen: set[str] = set()
    for page in range(_MOST_PAGES):
        url = f"{source.url or KIND.url}?date={day.isoformat()}&limit={_LIMIT}&p={page}"
        body = ask(url, unchecked)
        ids = _ids(body)
        if page == 0 or ids is None:
            yield body  # what is wrong with it is the format's to say
        if not ids:
            return
        if page > 0:
            if ids <= seen:
                raise FetchError(f"page {page} repeats what came before; the rest is missing")
            yield body
        seen |= ids
    raise FetchError(f"the list does not end after {_MOST_PAGES} pages; the rest is missing")


def _ids(body: bytes) -> set[str] | None:
    """The papers of a page by their ids; None if it is no list."""
    try:
        items = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(items, list):
        return None
    return {json.dumps(mapping_of(mapping_of(item).get("paper")).get("id")) for item in items}


KIND = Kind(
    name="hf-daily",
    summary="Daily Papers of Hugging Face",
    source="hf-daily",
    format=hf_daily_json.SOURCE,
    pages=pages,
    day_of=listed_by_itself,
    url="https://huggingface.co/api/daily_papers",
)

"""arXiv by category through its search API: the papers submitted on a day.

Source: https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/api/tou.html
(one connection, one request in three seconds). The API shows a paper when it is announced, up to
four days after it was submitted, so a day settles late. It sometimes answers with a page without
entries though there are some; such a page is asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from generator.fetching.arxiv_categories import doubts, has_subjects
from generator.fetching.asking import Ask, FetchedSource, Kind, stated_day
from generator.fetching.errors import FetchError
from generator.model import Paper
from generator.sources import arxiv_atom

_SIZE = 200
_MOST_PAGES = 100
_TOTAL = re.compile(rb"totalResults[^>]{0,200}>\s*([0-9]{1,9})\s*<")
_ENTRY = re.compile(rb"<entry[\s>]")
_ID = re.compile(rb"<id>\s*([^<]{1,200}?)\s*</id>")


def pages(source: FetchedSource, day: date, ask: Ask) -> Iterator[bytes]:
    """The pages of the search, until all that it found has come; one that repeats is an error."""
    categories = " OR ".join(f"cat:{name}" for name in _matched(source.categories))
    span = f"{day:%Y%m%d}0000 TO {day:%Y%m%d}2359"
    query = {
        "search_query": f"({categories}) AND submittedDate:[{span}]",
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
    }
    seen: set[bytes] = set()
    for page in range(_MOST_PAGES):
        start = page * _SIZE
        asked = urlencode(query | {"start": str(start), "max_results": str(_SIZE)})

        def check(body: bytes, start: int = start) -> str | None:
            missing = _total(body) > start and not _ENTRY.search(body)
            return "it answered with an empty page in the middle of the list" if missing else None

        body = ask(f"{source.url or KIND.url}?{asked}", check)
        ids = set(_ID.findall(body)[1:])  # the first is the feed's own
        if page > 0 and ids <= seen:
            raise FetchError(f"page {page + 1} repeats what came before; the rest is missing")
        yield body
        seen |= ids
        if _total(body) <= start + _SIZE:
            return
    raise FetchError(f"the list does not end after {_MOST_PAGES} pages; the rest is missing")


def _matched(categories: Iterable[str]) -> Iterator[str]:
    """What matches them: the search takes a category as a whole, and an archive is none any more.

    Old papers have the archive alone, others a subject of it.
    """
    for name in categories:
        yield name
        if has_subjects(name):
            yield f"{name}.*"


def _total(body: bytes) -> int:
    found = _TOTAL.search(body[:20_000])
    return int(found[1]) if found else 0


def _submitted(paper: Paper) -> date | None:
    return stated_day(paper.published)


KIND = Kind(
    name="arxiv-api",
    summary="arXiv by category, through its search API",
    source="arxiv",
    format=arxiv_atom.SOURCE,
    pages=pages,
    day_of=_submitted,
    url="https://export.arxiv.org/api/query",
    settles=5,
    host="arxiv.org",
    pause=3.0,
    needs=("categories",),
    doubts=doubts,
)

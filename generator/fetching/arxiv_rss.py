"""arXiv by category through its announcements: what is new today, and only that.

Source: https://info.arxiv.org/help/rss.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.fetching.arxiv_categories import doubts
from generator.fetching.asking import Ask, FetchedSource, Kind, listed_by_itself, unchecked
from generator.sources import arxiv_rss


def pages(source: FetchedSource, day: date, ask: Ask) -> Iterator[bytes]:
    """The announcement of all the categories together."""
    yield ask(f"{source.url or KIND.url}/{'+'.join(source.categories)}", unchecked)


KIND = Kind(
    name="arxiv-rss",
    summary="arXiv by category, as announced; days that were missed do not come back",
    source="arxiv",
    format=arxiv_rss.SOURCE,
    pages=pages,
    day_of=listed_by_itself,
    url="https://rss.arxiv.org/rss",
    by_day=False,
    host="arxiv.org",
    pause=3.0,
    needs=("categories",),
    doubts=doubts,
)

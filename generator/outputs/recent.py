"""The newest papers as one small JSON file: the library in the browser looks in it for what its
reader follows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from generator.addresses import RECENT
from generator.feed import Feed
from generator.markup import plain
from generator.model import OutputFile, Paper
from generator.site import Site

#: How far back it goes: whichever ends first.
DAYS = 30
PAPERS = 300
#: Names of one paper; of a crowd only the first can be followed here.
AUTHORS = 100


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one file: the papers of the latest listing days, newest first."""
    latest = frozenset(feed.days[-DAYS:])
    newest = (paper for paper in feed.papers if paper.listed in latest)
    recent = {"papers": [_entry(feed, paper, site) for paper in islice(newest, PAPERS)]}
    data = json.dumps(recent, ensure_ascii=False, separators=(",", ":"))
    yield OutputFile(RECENT, data.encode())


def _entry(feed: Feed, paper: Paper, site: Site) -> dict[str, Any]:
    names = tuple(author.name for author in paper.authors)
    said = {"status": paper.status} if paper.status else {}
    return said | {
        "id": paper.id,
        "title": plain(paper.title),
        "byline": site.words.byline(names),
        "authors": names[:AUTHORS],
        "others": len(names) > AUTHORS,
        "day": paper.listed.isoformat(),
        "year": (paper.published or str(paper.listed.year))[:4],
        "doi": paper.identifiers.get("doi", ""),
        "topics": [topic.slug for topic in feed.topics_of(paper)],
    }

"""The kinds of page; a new one is a module here, a fragment of its name, and a line in `KINDS`.

Each module has `pages(feed, site)`, which yields its pages in any order, and `markdown(page,
words)`, which writes a page's body as plain Markdown. The fragment `overrides/feed/<kind>.html`
shows the same view in the project's own build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import ModuleType

import yaml

from generator.feed import Feed
from generator.interface import Words
from generator.markup import escaped
from generator.model import Draft, Page
from generator.pages import (
    archive,
    authors,
    day,
    home,
    library,
    month,
    paper,
    removed,
    search,
    stats,
    subscribe,
    topic,
    topics,
    trending,
    venue,
    venues,
    week,
    year,
)
from generator.site import Site

KINDS: Mapping[str, ModuleType] = {
    "home": home,
    "archive": archive,
    "year": year,
    "month": month,
    "week": week,
    "day": day,
    "topics": topics,
    "topic": topic,
    "trending": trending,
    "venues": venues,
    "venue": venue,
    "paper": paper,
    "removed": removed,
    "stats": stats,
    "authors": authors,
    "search": search,
    "library": library,
    "subscribe": subscribe,
}


#: The kinds of which a feed has many pages, and which therefore do not pass through MkDocs one by
#: one. Each also has `uris(feed)`, the files of its pages in their order.
MANY = ("year", "month", "week", "day", "topic", "venue", "paper")


#: All other kinds.
FEW = tuple(kind for kind in KINDS if kind not in MANY)


def pages_of(kinds: Iterable[str], feed: Feed, site: Site) -> Iterator[Page]:
    """The pages of these kinds."""
    for kind in kinds:
        yield from KINDS[kind].pages(feed, site)


def drafts_of(kinds: Iterable[str], feed: Feed, site: Site) -> Iterator[Draft]:
    """The pages of these kinds as drafts; of most kinds the page itself is what it tells."""
    for kind in kinds:
        module = KINDS[kind]
        if hasattr(module, "drafts"):
            yield from module.drafts(feed, site)
            continue
        for page in module.pages(feed, site):
            described = bool(page.description)
            yield Draft(page.uri, kind, page, partial(_same, page), page.indexed, described)


def _same(page: Page) -> Page:
    return page


def uris_of_many(feed: Feed) -> Iterator[str]:
    """The file of each page of the kinds in `MANY`, without making the page."""
    for kind in MANY:
        yield from KINDS[kind].uris(feed)


def all_pages(feed: Feed, site: Site) -> Iterator[Page]:
    """Every generated page of the site."""
    yield from pages_of((*FEW, *MANY), feed, site)


def markdown_file(page: Page, words: Words) -> str:
    """The page as a Markdown file with front matter, for any builder.

    Values in front matter are HTML-escaped, for Material prints them as they are.
    """
    front: dict[str, object] = {
        "title": escaped(page.title),
        "description": escaped(page.description),
    }
    if page.date:
        front["date"] = page.date
    if page.tags:
        front["tags"] = [escaped(tag) for tag in page.tags]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(front, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return f"---\n{text}---\n\n{KINDS[page.kind].markdown(page, words)}"

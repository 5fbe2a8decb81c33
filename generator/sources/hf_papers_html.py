"""A page of Hugging Face Papers as HTML: the list of a day, week or month, or one paper's page.

The server puts the data of each Svelte component into its `data-props`: `DailyPapers` has
`dailyPapers`, the items of the Daily Papers API, `PaperContent` one `paper` of the same form. Only
where there is no such data is the markup read. A paper that does not say when it was on the daily
list was on it on the page's day; a page of a week, of a month, of what is trending or of a single
paper tells no such day.

Source: pages of https://huggingface.co/papers as saved in 2026; there is no specification.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from lxml import etree

from generator.identifiers import parse_arxiv
from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source
from generator.parsing.shapes import day_of, mapping_of, text_of
from generator.sources import hf_papers_markup as markup
from generator.sources.hf_daily_json import day_in, paper_of

#: What only a page of Hugging Face Papers has: its components, its titles or its own address.
_MARK = re.compile(
    rb"data-target=[\"'](?:DailyPapers|PaperContent)[\"']"
    rb"|(?:&quot;|\")dailyPapers(?:&quot;|\")\s{0,9}:"
    rb"|<title>\s{0,99}(?:(?:Daily|Weekly|Monthly|Trending) Papers - Hugging Face|Paper page - )"
    rb"|<meta property=\"og:url\" content=\"https://huggingface\.co/papers[/?\"]"
    rb"|<!-- saved from url=\([0-9]{1,9}\)https://huggingface\.co/papers[/?\s]",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!-- saved from url=\([0-9]{1,9}\)(https://huggingface\.co/papers\S*)")
_LONGER_THAN_A_DAY = re.compile(r"huggingface\.co/papers/(?:week|month|trending)\b")


@dataclass(slots=True)
class _Page:
    """What the data of a page's components holds.

    `items` are items of the API, `day` the page's own day; `of_a_day` is false where the papers
    of the page are not those of one day.
    """

    url: str = ""
    items: list[Any] = field(default_factory=list)
    day: date | None = None
    of_a_day: bool = True
    unreadable: bool = False


def detect(head: bytes) -> bool:
    """Whether it is HTML with something in it that only Hugging Face's pages of papers have."""
    return _is_markup(head) and bool(_MARK.search(head))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the page: those of its data, else those of its markup."""
    data = stream.read()
    if not _is_markup(data):
        raise InputError("no HTML; save the page of Hugging Face Papers again")
    text = data.decode("utf-8-sig", "replace")
    page = _page(text)
    if page.items:
        day = _day(page, reading, lambda: markup.day_shown(markup.list_parts(text)))
        for index, item in enumerate(page.items):
            yield paper_of(f"item {index}", item, day, reading)
        return
    parts = markup.list_parts(text)
    if parse_arxiv(page.url) or markup.is_single(parts):
        yield markup.single_paper(text, page.url)
        return
    if not markup.names_a_paper(parts):
        raise InputError(_without_papers(page, data))
    yield from markup.listed_papers(
        parts, _day(page, reading, lambda: markup.day_shown(parts)), reading
    )
    yield Note("the page lacks its data; its markup has neither abstracts nor authors")


def _without_papers(page: _Page, data: bytes) -> str:
    if not _MARK.search(data):
        return "an HTML page, and not one of Hugging Face Papers; get one of those"
    why = "its data cannot be read" if page.unreadable else "there are none on it"
    return f"a page of Hugging Face Papers without papers: {why}; get it again, or another day's"


def _is_markup(data: bytes) -> bool:
    return data[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _page(text: str) -> _Page:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    saved = _SAVED_FROM.search(text[:4_000])
    page = _Page(url=saved[1] if saved else "")
    for element in () if root is None else root.iter("*"):
        if not page.url and "og:url" in (element.get("property"), element.get("name")):
            page.url = element.get("content", "").strip()
        if (props := element.get("data-props")) and ("dailyPapers" in props or "paper" in props):
            _component(page, props)
    return page


def _component(page: _Page, props: str) -> None:
    """Add what the data of one component says."""
    try:
        data = mapping_of(json.loads(props))
    except (ValueError, RecursionError):
        page.unreadable = True
        return
    if isinstance(items := data.get("dailyPapers"), list):
        page.items += items
        page.of_a_day = page.of_a_day and data.get("periodType") in (None, "day")
        page.day = page.day or day_of(text_of(data.get("dateString"))[:10])
    elif not page.items and mapping_of(data.get("paper")).get("title"):
        page.items.append(data)
        page.of_a_day = False


def _day(page: _Page, reading: Reading, shown: Callable[[], date | None]) -> date | None:
    """The day whose papers these are, from wherever the page says it, else from the file's name."""
    if not page.of_a_day or _LONGER_THAN_A_DAY.search(page.url):
        return None
    return page.day or day_in(page.url) or shown() or day_in(reading.name)


SOURCE = Source(
    format="hf-papers-html",
    summary="HTML of a Hugging Face Papers page",
    source="hf-daily",
    detect=detect,
    read=read,
)

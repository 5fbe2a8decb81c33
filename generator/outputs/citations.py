"""Citations for reference managers: a day's, a month's and a topic's as files, without abstracts.

`paperfeed export` gives those of any papers, in more formats and with abstracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from generator.addresses import citations_file, day_uri, month_uri, topic_uri
from generator.exports import bibtex, csl_json, ris
from generator.exports.cited import Cited, cited, with_keys
from generator.feed import Feed
from generator.model import OutputDraft, Paper
from generator.site import Site

#: By the ending of a file how a citation is written in its format, and what stands around all.
KINDS: Mapping[str, tuple[Callable[[Cited], str], str, str, str]] = {
    "bib": (lambda each: bibtex.entry(each.data, each.key), "", "\n", ""),
    "ris": (lambda each: ris.record(each.data), "", "", ""),
    "csl.json": (csl_json.line, "[\n", ",\n", "\n]\n"),
}
#: Of a day and a topic there is one only: a paper's citation stands in each of several lists.
ONE_KIND = ("bib",)


def files(feed: Feed, site: Site) -> Iterator[OutputDraft]:
    """Three files a month, one a day and a topic with papers."""
    citations = _Citations(feed, site.url)
    for uri, kinds, papers in _lists(feed):
        for kind in kinds:
            make = partial(citations.file, papers, kind)
            yield OutputDraft(citations_file(uri, kind), papers, make)


class _Citations:
    """Makes files of citations; each paper's are written once, however many files have them."""

    def __init__(self, feed: Feed, url: str) -> None:
        self._feed = feed
        self._url = url
        self._known: dict[str, Cited] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def file(self, papers: tuple[Paper, ...], kind: str) -> bytes:
        """The file of these papers."""
        lacking = [replace(each, abstract="") for each in papers if each.id not in self._known]
        for each in cited(lacking, self._feed, self._url):
            self._known[each.paper.id] = replace(each, key=each.plain_key)
        _, before, between, after = KINDS[kind]
        every = with_keys(self._known[each.id] for each in papers)
        text = between.join(self._text(each, kind) for each in every)
        return f"{before}{text}{after}".encode(errors="replace")

    def _text(self, each: Cited, kind: str) -> str:
        write = KINDS[kind][0]
        if each.key != each.plain_key:
            return write(each)
        at = kind, each.paper.id
        if at not in self._texts:
            self._texts[at] = write(each)
        return self._texts[at]


def _lists(feed: Feed) -> Iterator[tuple[str, tuple[str, ...], tuple[Paper, ...]]]:
    for day, papers in feed.by_day.items():
        yield day_uri(day), ONE_KIND, papers
    for (year, month), days in feed.by_month.items():
        listed = tuple(paper for day in reversed(days) for paper in feed.by_day[day])
        yield month_uri(year, month), tuple(KINDS), listed
    for slug, papers in feed.by_topic.items():
        if papers:
            yield topic_uri(slug), ONE_KIND, papers

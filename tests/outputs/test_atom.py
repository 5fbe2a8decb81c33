"""The Atom feed, as feed readers see it."""

from __future__ import annotations

import html
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from generator.feed import Feed
from generator.markup import plain
from generator.outputs.atom import files, latest
from generator.site import Site
from tests.toy import HOSTILE, MARKUP, SITE, feed_of, live, paper

ATOM = "{http://www.w3.org/2005/Atom}"


def data_of(feed: Feed, site: Site = SITE) -> bytes:
    (output,) = files(feed, site)
    assert output.path == "feed.xml"
    return output.data


def read(feed: Feed) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own
        found = feedparser.parse(data_of(feed), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_golden(toy_feed: Feed, golden: Callable[[str, str], None]) -> None:
    few = feed_of(
        *(p for p in toy_feed.papers if len(p.authors) < 9), topics=toy_feed.topics.values()
    )
    golden("feed.xml", data_of(few).decode())


def test_a_reader_finds_every_paper(toy_feed: Feed) -> None:
    found = read(toy_feed)
    assert found.feed.title == "Toy feed"
    assert found.feed.subtitle == "Shores & trees, <daily>."
    assert found.feed.id == "https://toy.example/mirror/feed.xml"
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {"self": f"{SITE.url}feed.xml", "alternate": SITE.url}
    assert [e.title for e in found.entries] == [plain(p.title) for p in toy_feed.papers]
    first = found.entries[0]
    assert first.link == f"{SITE.url}papers/{toy_feed.papers[0].id}/"


def test_ids_are_whole_addresses_and_each_is_there_once(toy_feed: Feed) -> None:
    ids = [entry.id for entry in read(toy_feed).entries]
    assert len(set(ids)) == len(ids) == len(toy_feed.papers)
    assert all(found.startswith(f"{SITE.url}papers/") for found in ids)


def test_updated_is_the_newest_papers_day(toy_feed: Feed) -> None:
    found = read(toy_feed)
    assert found.feed.updated == "2024-03-05T00:00:00Z"
    for entry, of in zip(found.entries, toy_feed.papers, strict=True):
        assert entry.updated == entry.published == f"{of.listed}T00:00:00Z"


def test_abstracts_are_whole(toy_feed: Feed) -> None:
    for entry, of in zip(read(toy_feed).entries, toy_feed.papers, strict=True):
        content = lxml_html.fragment_fromstring(entry.content[0].value, create_parent=True)
        assert entry.content[0].type == "text/html"
        assert live(content) == [], of.id
        if of.abstract and of.id not in (HOSTILE, MARKUP):
            said = content.text_content()
            assert of.abstract.split()[-1] in said
            assert said.count(".") >= of.abstract.count(".") - 3
    long = paper(1, abstract="\n\n".join(f"Sentence number {n} of many." for n in range(400)))
    assert read(feed_of(long)).entries[0].content[0].value.count("<p>") == 400


def test_hostile_texts_are_text(toy_feed: Feed) -> None:
    index = [p.id for p in toy_feed.papers].index(HOSTILE)
    found = toy_feed.papers[index]
    entry = read(toy_feed).entries[index]
    assert entry.title == found.title
    assert entry.title_detail.type == "text/plain"
    assert [a.name for a in entry.authors] == [a.name for a in found.authors]
    assert "&lt;script&gt;alert(4)&lt;/script&gt; stands first" in entry.content[0].value
    assert "<script" not in entry.content[0].value
    elements = {e.tag for e in etree.fromstring(data_of(toy_feed)).iter()}
    assert all(str(tag).startswith(ATOM) for tag in elements)


def test_authors_topics_and_links(toy_feed: Feed) -> None:
    entries = {entry.id.split("/")[-2]: entry for entry in read(toy_feed).entries}
    assert len(entries["2401.00042"].authors) == 3000
    assert "authors" not in entries["2312.00012"]  # the feed's own author stands in
    (tag,) = entries["2401.00041"].tags
    assert (tag.term, tag.label) == ("birds", "Birds & <i>gulls</i>")
    assert tag.scheme == f"{SITE.url}topics/birds/"
    related = [link.href for link in entries["2401.00041"].links if link.rel == "related"]
    assert "https://github.com/wing/gulls" in related
    assert "https://gitlab.example/wing/gulls" in related


def test_what_a_page_warns_of_the_feed_warns_of(toy_feed: Feed) -> None:
    entries = {entry.id.split("/")[-2]: entry for entry in read(toy_feed).entries}
    shown = {id_: html.unescape(entry.content[0].value) for id_, entry in entries.items()}
    assert "This paper has been withdrawn." in shown["2401.00031"]
    assert "This paper has been retracted." in shown["10.1234-shore.7"]
    assert "not the authors' abstract" in shown["1706.00099"]
    assert sum("not the authors' abstract" in text for text in shown.values()) == 1
    assert "A dataset of tides" in shown["2312.00012"]  # an entry has to have some content


@pytest.mark.parametrize(
    ("days", "a_day", "entries"),
    [
        (20, 2, 40),  # few: all of them
        (60, 2, 100),  # the last hundred, for the last 14 days have only 28
        (30, 10, 140),  # the last 14 days
        (1, 250, 250),
    ],
)
def test_a_hundred_papers_or_fourteen_days(days: int, a_day: int, entries: int) -> None:
    first = date(2024, 1, 1)
    papers = [
        paper(d * 1000 + n, (first + timedelta(d)).isoformat())
        for d in range(days)
        for n in range(a_day)
    ]
    feed = feed_of(*papers)
    shown = latest(feed)
    assert len(shown) == entries
    assert shown == feed.papers[:entries]
    assert data_of(feed).count(b"<entry>") == entries


def test_no_papers_make_a_feed_that_is_empty() -> None:
    found = read(feed_of())
    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00Z"


def test_the_feed_is_the_same_each_time(toy_feed: Feed) -> None:
    assert data_of(toy_feed) == data_of(toy_feed)

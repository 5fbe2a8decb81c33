"""What readers subscribe to, as feed readers and parsers of others see it."""

from __future__ import annotations

import html
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from generator.addresses import area_folder
from generator.channels.channel import latest
from generator.channels.query import Query
from generator.feed import Feed
from generator.markup import plain
from generator.model import Author
from generator.outputs.channels import files
from generator.site import Site
from tests.accepted import accepted
from tests.toy import HOSTILE, MARKUP, SITE, feed_of, live, paper, topic

ATOM = "{http://www.w3.org/2005/Atom}"


GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def outputs_of(feed: Feed, site: Site = SITE) -> dict[str, bytes]:
    found = {output.path: output.data for output in files(feed, site)}
    for path, data in found.items():
        if path.endswith(".xml"):
            GRAMMAR.assertValid(etree.fromstring(data))
    return found


def data_of(feed: Feed, site: Site = SITE) -> bytes:
    return outputs_of(feed, site)["feed.xml"]


def read(feed: Feed, path: str = "feed.xml", site: Site = SITE) -> Any:
    data = outputs_of(feed, site)[path]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own
        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    accepted("feedparser", feeds=1, entries=len(found.entries))
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


def test_updated_is_the_newest_paper_s_day_or_statement(toy_feed: Feed) -> None:
    found = read(toy_feed)
    stated = "2024-03-06T06:00:00Z"
    assert found.feed.updated == stated  # when the withdrawn one was said to be so
    for entry, of in zip(found.entries, toy_feed.papers, strict=True):
        assert entry.published == f"{of.listed}T00:00:00Z"
        assert entry.updated == (stated if of.status else entry.published)


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


def test_an_entry_is_updated_when_its_paper_is_withdrawn() -> None:
    entries = read(feed_of(paper(1, status="withdrawn"), paper(2))).entries
    assert {each.updated for each in entries if "00001" in each.id} == {"2024-03-06T00:00:00Z"}
    assert {each.updated for each in entries if "00002" in each.id} == {"2024-01-03T00:00:00Z"}
    assert {each.published for each in entries} == {"2024-01-03T00:00:00Z"}


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
    shown = latest(feed.papers, feed)
    assert len(shown) == entries
    assert shown == feed.papers[:entries]
    assert data_of(feed).count(b"<entry>") == entries


def test_no_papers_make_a_feed_that_is_empty() -> None:
    found = read(feed_of())
    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00Z"


def test_the_feed_is_the_same_each_time(toy_feed: Feed) -> None:
    assert data_of(toy_feed) == data_of(toy_feed)


def test_every_channel_is_there_in_both_formats(toy_feed: Feed) -> None:
    found = outputs_of(toy_feed)
    areas = {topic.area for topic in toy_feed.topics.values()}
    folders = ["", *(f"topics/{slug}/" for slug in toy_feed.topics)]
    named = {f"{folder}feed.{kind}" for folder in folders for kind in ("xml", "json")}
    assert named | {"daily.xml", "daily.json", "feeds.opml"} <= set(found)
    assert len(found) == len(named) + 2 * len(areas) + 3


def test_a_topic_has_its_papers_and_an_area_those_of_its_topics() -> None:
    made = [paper(1, title="A gull"), paper(2, title="A crab"), paper(3, title="A stone")]
    made += [paper(4, "2024-01-04", title="A gull and a crab")]
    topics = [
        topic("birds", "gull", area="Sea & shore"),
        topic("crabs", "crab", area="Sea & shore"),
    ]
    feed = feed_of(*made, topics=[*topics, topic("stones", "stone", area="Земля")])
    birds = read(feed, "topics/birds/feed.xml")
    assert [entry.title for entry in birds.entries] == ["A gull and a crab", "A gull"]
    assert birds.feed.title == "Toy feed: Birds"
    assert birds.feed.link == f"{SITE.url}topics/birds/"
    (of_sea,) = [path for path in outputs_of(feed) if re.fullmatch(r"areas/sea-.*/feed.xml", path)]
    area = read(feed, of_sea)
    assert [entry.title for entry in area.entries] == ["A gull and a crab", "A gull", "A crab"]
    (other,) = [path for path in outputs_of(feed) if path.startswith("areas/") and "sea" not in path
                and path.endswith(".xml")]  # fmt: skip
    assert [entry.title for entry in read(feed, other).entries] == ["A stone"]


def test_areas_that_look_alike_do_not_clash_and_plain_ones_are_plain() -> None:
    names = ["Sea & shore", "Sea, shore", "Sea shore", "sea shore", "Земля", "Воздух"]
    folders = [area_folder(name) for name in names]
    assert len(set(folders)) == len(names)
    assert folders[2] == "areas/sea-shore/"
    assert all(re.fullmatch(r"areas/[a-z0-9-]+/", folder) for folder in folders)


def test_an_old_topic_keeps_its_last_papers() -> None:
    made = [paper(n, title=f"Gull {n}") for n in range(120)]
    made += [paper(1000 + n, "2025-01-01", title=f"Crab {n}") for n in range(150)]
    feed = feed_of(*made, topics=[topic("birds", "gull"), topic("crabs", "crab")])
    assert len(read(feed, "topics/birds/feed.xml").entries) == 100
    assert len(read(feed, "topics/crabs/feed.xml").entries) == 150


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"words": ("sea gull",)}, {"A sea-gull"}),
        ({"words": ("SEA", "crab")}, {"A crab at sea"}),
        ({"words": ("gul",)}, set()),
        ({"topics": ("birds",)}, {"A sea-gull", "Gull"}),
        ({"authors": ("ada  ebb", "nobody")}, {"Gull"}),
        ({"categories": ("q-bio.PE",)}, {"A crab at sea", "Gull"}),
        ({"categories": ("q-bio.PE",), "topics": ("birds",)}, {"Gull"}),
        ({"words": ("c++", "(sea)")}, set()),
    ],
)
def test_a_saved_query_has_what_it_finds(
    query: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    made = [
        paper(1, title="A sea-gull"),
        paper(2, title="A crab at sea", categories=("cs.LG", "q-bio.PE")),
        paper(3, title="Gull", authors=(Author("Ada Ebb"),), categories=("q-bio.PE",)),
    ]
    feed = feed_of(*made, topics=[topic("birds", "gull")])
    site = replace(SITE, queries=(Query("mine", "Mine & <yours>", **query),))
    found = read(feed, "queries/mine/feed.xml", site)
    assert {entry.title for entry in found.entries} == expected
    assert found.feed.title == "Toy feed: Mine & <yours>"


def test_json_feed_keeps_the_rules_of_its_specification(toy_feed: Feed) -> None:
    """https://www.jsonfeed.org/version/1.1/: what has to be there, and of which type it is."""
    whole = 0
    for path, data in outputs_of(toy_feed).items():
        if not path.endswith(".json"):
            continue
        found = json.loads(data)
        assert found["version"] == "https://jsonfeed.org/version/1.1"
        assert found["feed_url"] == f"{SITE.url}{path}"
        assert found["home_page_url"].startswith(SITE.url)
        assert found["title"]
        assert len({item["id"] for item in found["items"]}) == len(found["items"])
        for item in found["items"]:
            assert item["id"] == item["url"]
            assert item["content_html"]
            assert datetime.fromisoformat(item["date_published"]).tzinfo == UTC
            assert all(set(author) == {"name"} for author in item.get("authors", []))
            assert all(isinstance(tag, str) for tag in item.get("tags", []))
            whole += 1
    assert whole > 2 * len(toy_feed.papers)


def test_both_formats_say_the_same(toy_feed: Feed) -> None:
    found = outputs_of(toy_feed)
    items = json.loads(found["feed.json"])["items"]
    entries = read(toy_feed).entries
    assert [item["id"] for item in items] == [entry.id for entry in entries]
    for item, entry in zip(items, entries, strict=True):
        assert item["title"] == entry.title
        assert item["content_html"] == entry.content[0].value
        assert item.get("tags", []) == [tag.label for tag in entry.get("tags", [])]
        assert [a["name"] for a in item.get("authors", [])] == [
            a.name for a in entry.get("authors", [])
        ]


def test_a_day_is_one_entry_that_changes_when_papers_come() -> None:
    made = [paper(1, title="One <b>"), paper(2, title="Two $x^2$"), paper(3, "2024-01-05")]
    found = read(feed_of(*made), "daily.xml")
    late, early = found.entries
    assert (late.title, early.title) == ("5 January 2024: 1 paper", "3 January 2024: 2 papers")
    assert early.id == f"{SITE.url}archive/2024/01/03/"
    assert early.published == "2024-01-03T00:00:00Z"
    assert early.updated == "2024-03-06T00:00:00Z"  # when its papers were taken in
    content = lxml_html.fragment_fromstring(early.content[0].value, create_parent=True)
    assert live(content) == []
    assert [a.get("href") for a in content.iter("a")] == [
        f"{SITE.url}papers/2401.0000{n}/" for n in (1, 2)
    ]
    assert "One <b>" in content.text_content()


def test_the_list_of_all_is_read_as_opml(toy_feed: Feed) -> None:
    root = etree.fromstring(outputs_of(toy_feed)["feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    found = outputs_of(toy_feed)
    for outline in root.iter("outline"):
        assert outline.get("type") == "rss"
        assert outline.get("text")
        address = outline.get("xmlUrl")
        assert address is not None
        assert address.removeprefix(SITE.url) in found
    assert len(list(root.iter("outline"))) == sum(path.endswith("feed.xml") for path in found)


def test_nothing_breaks_xml() -> None:
    odd = "a\x00b\x0bc\ufffed\ud800e ]]> &amp; <x>"
    made = replace(paper(1), title=odd, abstract=odd, authors=(Author(odd), Author("Tab\tbed")))
    feed = feed_of(made)
    site = replace(SITE, name=f"{odd} site", description=odd)
    found = outputs_of(feed, site)  # which holds them against the grammar
    (item,) = json.loads(found["feed.json"])["items"]
    assert item["title"].startswith("a\x00b")
    assert item["authors"][1] == {"name": "Tab\tbed"}

"""Names as they are looked up, and the files in which their papers stand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.authors import author_key, by_author, shard_of, shards_for
from generator.feed import Feed
from generator.model import Author, Paper
from generator.outputs import authors
from tests.toy import CROWD, SITE, feed_of, paper


def named(number: int, day: str, *names: str) -> Paper:
    return paper(number, day, authors=tuple(Author(name) for name in names))


def lookup(feed: Feed, name: str) -> tuple[str, list[str]] | None:
    """What the page finds for a name: the name and the papers' ids."""
    wanted = f"api/authors/{shard_of(author_key(name), shards_for(feed))}.json"
    (file,) = (file for file in authors.files(feed, SITE) if file.path == wanted)
    data = json.loads(file.data)
    if author_key(name) not in data["names"]:
        return None
    shown, places = data["names"][author_key(name)]
    return shown, [data["papers"][place][0] for place in places]


@pytest.mark.parametrize(("text", "value"), [("", 0), ("123456789", 0xCBF43926)])
def test_the_hash_is_the_usual_crc_32(text: str, value: int) -> None:
    # Its check value, as every catalogue of CRCs has it.
    assert shard_of(text, 1 << 32) == value
    assert shard_of(text, 512) == value % 512


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ada  Lovelace ", "ada lovelace"),
        ("ADA LOVELACE", "ada lovelace"),
        ("Ａｄａ\u00a0Lovelace", "ada lovelace"),
        ("Jose\u0301 Ñ", "josé ñ"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("__proto__", "__proto__"),
        ("", ""),
    ],
)
def test_spellings_of_a_name_have_one_key(name: str, key: str) -> None:
    assert author_key(name) == key


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_key_is_its_own_key_as_far_as_blanks_and_capitals_go(name: str) -> None:
    key = author_key(name)
    assert "  " not in key
    assert key == key.strip(" ")


def test_a_names_papers_are_newest_first_and_a_paper_counts_once() -> None:
    feed = feed_of(
        named(1, "2024-01-03", "Ada Ebb", "ada ebb"),
        named(2, "2024-01-05", "ADA EBB", "Grace"),
        named(3, "2024-01-04", "Grace"),
    )
    found = by_author(feed.papers)
    assert [p.id for p in found["ada ebb"].papers] == ["2401.00002", "2401.00001"]
    assert found["ada ebb"].name == "ADA EBB"
    assert lookup(feed, "Ada Ebb") == ("ADA EBB", ["2401.00002", "2401.00001"])
    assert lookup(feed, "grace") == ("Grace", ["2401.00002", "2401.00003"])
    assert lookup(feed, "Nobody") is None


def test_names_that_mean_something_elsewhere_are_names() -> None:
    names = ("__proto__", "constructor", '"}]', "</script>", "\u2028", "a\\b")
    feed = feed_of(named(1, "2024-01-03", *names))
    for name in names:
        assert lookup(feed, name) == (name, ["2401.00001"])


def test_every_file_is_there_and_reads_as_json(toy_feed: Feed) -> None:
    files = list(authors.files(toy_feed, SITE))
    assert len({file.path for file in files}) == shards_for(toy_feed) == 16
    listed: dict[str, set[str]] = {}
    for file in files:
        data = json.loads(file.data)
        for key, (name, places) in data["names"].items():
            assert author_key(name) == key
            assert file.path == f"api/authors/{shard_of(key, 16)}.json"
            listed[key] = {data["papers"][place][0] for place in places}
    assert len(listed) > 3_000
    for each in toy_feed.papers:
        for author in each.authors:
            assert each.id in listed[author_key(author.name)]


def test_a_crowds_paper_stands_once_in_a_file(toy_feed: Feed) -> None:
    for file in authors.files(toy_feed, SITE):
        ids = [row[0] for row in json.loads(file.data)["papers"]]
        assert ids.count(CROWD) <= 1
        assert len(file.data) < 30_000


def test_a_file_stays_small_however_large_the_feed() -> None:
    crowd = tuple(Author(f"Crowd {number}") for number in range(3_303))
    title = "A title that is as long as the titles of papers are, about the number"
    papers = [
        named(n, "2024-01-03", *(f"Person {(n * 7 + k * 907) % 2_000}" for k in range(6)))
        for n in range(1_000)
    ]
    feed = feed_of(
        *(replace(each, title=f"{title} {n}") for n, each in enumerate(papers)),
        paper(1_000, authors=crowd),
        paper(1_001, authors=crowd),
    )
    shards = shards_for(feed)
    large = shards_for(replace(feed, papers=feed.papers * 100))
    assert shards_for(replace(feed, papers=feed.papers[:-1])) <= shards
    assert large in (64 * shards, 128 * shards)
    files = [len(file.data) for file in authors.files(feed, SITE)]
    assert max(files) < 100_000

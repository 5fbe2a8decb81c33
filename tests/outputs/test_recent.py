"""The newest papers for the library in the browser: which, how many, and what it says of each."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from generator.feed import Feed
from generator.model import Author, Paper
from generator.outputs import recent
from tests.toy import CROWD, HOSTILE, SITE, feed_of, paper, topic


def read(feed: Feed) -> list[dict[str, Any]]:
    (file,) = recent.files(feed, SITE)
    assert file.path == "api/recent.json"
    found: dict[str, list[dict[str, Any]]] = json.loads(file.data)
    assert list(found) == ["papers"]
    return found["papers"]


def on(number: int, offset: int) -> Paper:
    return paper(number, (date(2024, 6, 1) - timedelta(offset)).isoformat())


def test_a_paper_as_the_library_keeps_it() -> None:
    one = paper(
        7,
        "2024-01-09",
        "Seals under $\\alpha$",
        authors=(Author("Ada Ebb"), Author("Grace Flood")),
        published="2023-12",
        identifiers={"arxiv": "2401.00007", "doi": "10.1234/seal"},
    )
    feed = feed_of(one, topics=[topic("seals", "seals"), topic("trees", "tree")])
    assert read(feed) == [
        {
            "id": "2401.00007",
            "title": "Seals under α",
            "byline": "Ada Ebb, Grace Flood",
            "authors": ["Ada Ebb", "Grace Flood"],
            "others": False,
            "day": "2024-01-09",
            "year": "2023",
            "doi": "10.1234/seal",
            "topics": ["seals"],
        }
    ]


def test_thirty_listing_days_and_no_more() -> None:
    papers = [on(number, 2 * number) for number in range(40)]
    found = read(feed_of(*papers))
    assert [each["id"] for each in found] == [each.id for each in papers[:30]]


def test_three_hundred_papers_and_no_more_the_newest_first() -> None:
    found = read(feed_of(*(on(number, number % 4) for number in range(400))))
    assert len(found) == 300
    days = [each["day"] for each in found]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2024-06-01"


def test_a_crowd_is_cut_and_said_to_be(toy_feed: Feed) -> None:
    crowd = next(each for each in read(toy_feed) if each["id"] == CROWD)
    assert (len(crowd["authors"]), crowd["others"]) == (100, True)
    assert crowd["byline"] == "Author 0001, Author 0002, Author 0003 and 2,997 more"


def test_what_is_hostile_is_text_in_it(toy_feed: Feed) -> None:
    hostile = next(each for each in read(toy_feed) if each["id"] == HOSTILE)
    assert "<script>" in hostile["title"]


def test_an_empty_feed_has_an_empty_list() -> None:
    assert read(feed_of()) == []

"""What machines are told of how the site stands."""

from __future__ import annotations

import json
from datetime import date

from generator.feed import Feed, build_feed
from generator.model import IntakeDay
from generator.outputs import status
from tests.toy import SITE, feed_of


def read(feed: Feed) -> dict[str, object]:
    (file,) = status.files(feed, SITE)
    assert file.path == "status.json"
    found: dict[str, object] = json.loads(file.data)
    return found


def test_every_day_of_every_source_is_told(toy_feed: Feed) -> None:
    found = read(toy_feed)
    assert (found["site"], found["papers"], found["latest"]) == (SITE.url, 13, "2024-03-05")
    assert (found["updated"], found["stale_after"]) == ("2024-03-06", 0)
    assert found["sources"] == {
        "gulls": [
            {"day": "2024-03-05", "state": "complete", "records": 1, "rejected": 0, "reason": None}
        ],
        "hf-daily": [
            {"day": "2024-01-03", "state": "complete", "records": 4, "rejected": 1, "reason": None},
            {
                "day": "2024-01-05",
                "state": "failed",
                "records": 0,
                "rejected": 0,
                "reason": "it answered 503 <b>\\{{ now }}</b> (asked 6 times)",
            },
            {
                "day": "2024-01-06",
                "state": "closed",
                "records": 0,
                "rejected": 0,
                "reason": "closed for the weekend",
            },
            {
                "day": "2024-03-05",
                "state": "partial",
                "records": 2,
                "rejected": 0,
                "reason": "the day was not over",
            },
            {
                "day": "2024-03-06",
                "state": "failed",
                "records": 0,
                "rejected": 0,
                "reason": "no papers, though 2024-02-28 had 3",
            },
        ],
    }


def test_an_empty_site_says_so() -> None:
    assert read(feed_of()) == {
        "api": 1,
        "site": SITE.url,
        "papers": 0,
        "days": 0,
        "updated": None,
        "stale_after": 0,
        "latest": None,
        "sources": {},
    }


def test_the_order_of_the_days_does_not_matter() -> None:
    days = [IntakeDay(source, date(2024, 1, n), "complete", n) for source in "ab" for n in (1, 2)]
    assert read(build_feed([], [], days)) == read(build_feed([], [], days[::-1]))

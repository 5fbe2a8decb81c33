"""Weeks, venues, topics side by side: what papers have in common."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.groups import by_week, months_of, venue_key, venues_of
from tests.toy import feed_of, paper, topic

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:--[0-9a-f]{10})?")


def slug_of(venue: str) -> str:
    (slug,) = venues_of([paper(venue=venue)])
    return slug


def test_weeks_are_those_of_iso() -> None:
    days = [date(2024, 12, 29), date(2024, 12, 30), date(2025, 1, 1), date(2025, 1, 5)]
    assert by_week(days) == {(2024, 52): (days[0],), (2025, 1): tuple(days[1:])}
    assert by_week([date(2021, 1, 3)]) == {(2020, 53): (date(2021, 1, 3),)}


@given(st.dates(date(1, 1, 8), date(9998, 1, 1)))
def test_a_week_begins_on_monday(day: date) -> None:
    monday = day - timedelta(day.weekday())
    assert len(by_week(monday + timedelta(n) for n in range(7))) == 1
    assert len(by_week([monday, monday - timedelta(1)])) == 2


def test_spellings_of_a_venue_are_one_with_the_usual_name() -> None:
    venues = venues_of(
        [
            paper(1, venue="acl  2022"), paper(2, venue="ACL 2022"), paper(3, venue="A.C.L. 2022"),
            paper(4, venue="ACL 2022"), paper(5, venue="ＡＣＬ 2022"), paper(6), paper(7, venue="Nature"),
        ]
    )  # fmt: skip
    found = [(v.slug, v.label, len(v.papers)) for v in venues.values()]
    assert found == [
        ("acl-2022", "ACL 2022", 4),
        ("a-c-l-2022", "A.C.L. 2022", 1),
        ("nature", "Nature", 1),
    ]
    assert [p.id for p in venues["acl-2022"].papers] == [f"2401.0000{n}" for n in (1, 2, 4, 5)]


@pytest.mark.parametrize(
    ("venue", "pattern"),
    [
        ("ICLR 2015", "iclr-2015"),
        ("Zürich Workshop", "zurich-workshop"),
        ("Proc. of <b>Things</b> & Co/../x", "proc-of-b-things-b-co-x"),
        ("会議 2024", "2024--[0-9a-f]{10}"),
        ("会議", "venue--[0-9a-f]{10}"),
        ("???", "venue--[0-9a-f]{10}"),
        ("--", "venue--[0-9a-f]{10}"),
        ("con", "con--[0-9a-f]{10}"),
        ("Index", "index--[0-9a-f]{10}"),
        ("v" * 300, "v{60}--[0-9a-f]{10}"),
        ("2", "2"),
    ],
)
def test_a_slug_is_ascii_and_says_what_it_can(venue: str, pattern: str) -> None:
    assert re.fullmatch(pattern, slug_of(venue))


@given(st.lists(st.text(min_size=1), max_size=8))
def test_slugs_are_safe_and_of_two_venues_never_one(names: list[str]) -> None:
    papers = [paper(number, venue=name) for number, name in enumerate(names)]
    venues = venues_of(papers)
    assert all(SLUG.fullmatch(slug) and len(slug) <= 80 for slug in venues)
    listed = [each.id for venue in venues.values() for each in venue.papers]
    assert sorted(listed) == [each.id for each in papers if each.venue and venue_key(each.venue)]


def test_the_usual_spelling_is_the_name_and_of_equals_that_with_capitals() -> None:
    for names, label in (
        (["nips 2018", "NIPS 2018", "nips 2018"], "nips 2018"),
        (["nips 2018", "NIPS 2018"], "NIPS 2018"),
    ):
        venues = venues_of(paper(number, venue=name) for number, name in enumerate(names))
        assert [venue.label for venue in venues.values()] == [label]


def test_a_venues_slug_does_not_depend_on_the_others() -> None:
    names = ["会議", "Ghost", "会 議", "???", "ghost!"]
    together = venues_of(paper(number, venue=name) for number, name in enumerate(names))
    assert {slug_of(name) for name in names} == set(together)


def test_months_count_papers() -> None:
    papers = [paper(n, day) for n, day in enumerate(["2024-01-03", "2024-01-09", "2024-03-05"])]
    assert months_of(papers) == {(2024, 1): 2, (2024, 3): 1}


def test_topics_side_by_side_count_the_papers_they_share() -> None:
    topics = [topic("trees", "tree"), topic("waves", "wave"), topic("fish", "fish")]
    feed = feed_of(
        paper(1, title="A tree and a wave"), paper(2, title="A wave and a tree"),
        paper(3, title="A tree and a fish"), paper(4, title="A fish"), topics=topics,
    )  # fmt: skip
    assert feed.near_topics["trees"] == (("waves", 2), ("fish", 1))
    assert feed.near_topics["waves"] == (("trees", 2),)
    assert feed.near_topics["fish"] == (("trees", 1),)

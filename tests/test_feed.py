"""The feed in memory: its order, its indexes, the days between days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.feed import Feed, build_feed, quiet_days
from generator.topics import Evidence, TopicMatch
from tests.toy import feed_of, paper, topic


def test_nothing_makes_an_empty_feed() -> None:
    feed = feed_of(topics=[topic("trees", "tree")])
    assert not any((feed.papers, feed.days, feed.years, feed.months, quiet_days(feed)))
    assert feed.by_topic == {"trees": ()}
    assert feed.neighbours(date(2024, 1, 1)) == (None, None)


def test_the_newest_day_is_first_and_in_a_day_the_most_upvoted() -> None:
    old = paper(1, "2024-01-03", upvotes=99)
    none, few, many = (paper(n, "2024-01-08", upvotes=u) for n, u in ((2, None), (3, 1), (4, 30)))
    feed = feed_of(old, none, few, many)
    assert feed.papers == (many, few, none, old)
    assert feed.by_day[date(2024, 1, 8)] == (many, few, none)
    assert feed.days == (date(2024, 1, 3), date(2024, 1, 8))


def test_equals_are_ordered_by_id_whatever_order_they_come_in() -> None:
    papers = [paper(number, upvotes=upvotes) for number, upvotes in ((3, 0), (1, None), (2, 0))]
    assert [p.id for p in feed_of(*papers).papers] == ["2401.00001", "2401.00002", "2401.00003"]
    assert feed_of(*papers) == feed_of(*reversed(papers))


def test_months_and_years_are_those_with_papers() -> None:
    feed = feed_of(*(paper(n, d) for n, d in enumerate(["2024-03-05", "2022-12-31", "2024-03-01"])))
    assert feed.months == ((2022, 12), (2024, 3))
    assert feed.years == (2022, 2024)
    assert feed.by_month[2024, 3] == (date(2024, 3, 1), date(2024, 3, 5))


def test_neighbours_reach_over_gaps() -> None:
    feed = feed_of(paper(1, "2023-12-29"), paper(2, "2024-01-03"), paper(3, "2024-03-05"))
    first, second, last = feed.days
    assert feed.neighbours(first) == (None, second)
    assert feed.neighbours(second) == (first, last)
    assert feed.neighbours(last) == (second, None)
    assert feed.neighbours(date(2024, 1, 1)) == (first, second)
    assert feed.neighbours(date(2024, 2, 10)) == (second, last)
    assert feed.neighbours(date(2023, 12, 28)) == (None, None)
    assert feed.neighbours(date(2024, 3, 6)) == (None, None)


def test_quiet_days_lie_between_papers_in_months_with_papers() -> None:
    feed = feed_of(paper(1, "2023-12-29"), paper(2, "2024-01-03"), paper(3, "2024-03-05"))
    quiet = quiet_days(feed)
    assert {(day.year, day.month) for day in quiet} == set(feed.months)
    assert len(quiet) == 2 + 30 + 4
    assert min(quiet) == date(2023, 12, 30)
    assert max(quiet) == date(2024, 3, 4)


@given(st.sets(st.integers(0, 900), min_size=1, max_size=12))
def test_every_day_of_a_month_with_papers_has_its_nearest_neighbours(offsets: set[int]) -> None:
    days = sorted(date(2023, 1, 1) + timedelta(offset) for offset in offsets)
    feed = feed_of(*(paper(n, day.isoformat()) for n, day in enumerate(days)))
    for day in (*days, *quiet_days(feed)):
        before, after = feed.neighbours(day)
        assert before == max((d for d in days if d < day), default=None)
        assert after == min((d for d in days if d > day), default=None)
    pages = set(days) | set(quiet_days(feed))
    day = days[0]
    while day <= days[-1]:
        assert (day in pages) == ((day.year, day.month) in feed.by_month)
        day += timedelta(1)


def test_topics_by_rule_and_by_hand() -> None:
    topics = [topic("trees", "tree"), topic("tides", "tide"), topic("stones", "granite")]
    ruled = paper(1, title="A tree at the tide", upvotes=5)
    removed = paper(2, title="A tree at the tide", topics=("-tides",))
    added = paper(3, title="Nothing", topics=("+stones",))
    feed = feed_of(ruled, removed, added, topics=topics)
    assert [t.slug for t in feed.topics_of(ruled)] == ["trees", "tides"]
    assert feed.topics_of(removed) == (feed.topics["trees"],)
    assert feed.matches[added.id] == (TopicMatch("stones", 0, (), by_hand=True),)
    assert feed.by_topic == {"trees": (ruled, removed), "tides": (ruled,), "stones": (added,)}


def test_a_paper_s_category_counts_as_evidence() -> None:
    trees = replace(topic("trees", "tree"), categories=(("q-bio.PE", 2.0),))
    filed, plain = paper(1, title="Leaves", categories=("q-bio.PE",)), paper(2, title="Leaves")
    feed = feed_of(filed, plain, topics=[trees])
    assert feed.by_topic == {"trees": (filed,)}
    assert feed.matches[filed.id][0].evidence == (Evidence("q-bio.PE", "category", 1),)


def test_the_toy_feed_is_what_its_tests_take_it_for(toy_feed: Feed) -> None:
    assert len(toy_feed.papers) == 13
    assert [day.isoformat() for day in toy_feed.days] == [
        "2023-12-29", "2024-01-03", "2024-01-08", "2024-01-09", "2024-03-05",
    ]  # fmt: skip
    by_id = {found.id: found for found in toy_feed.papers}
    assert [found.id for found in toy_feed.papers if not found.authors] == ["2312.00012"]
    assert sum(not toy_feed.topics_of(found) for found in toy_feed.papers) >= 2
    assert len(by_id["2401.00042"].authors) == 3000
    assert {found.status for found in toy_feed.papers} == {None, "withdrawn", "retracted"}
    assert not toy_feed.by_topic["stones"]


def test_a_feed_says_the_same_of_the_same_papers(toy_feed: Feed) -> None:
    intake = [each for day in toy_feed.intake.values() for each in day]
    again = build_feed(
        reversed(toy_feed.papers),
        toy_feed.topics.values(),
        reversed(intake),
        toy_feed.removed,
        updated=toy_feed.updated,
    )
    assert again == toy_feed

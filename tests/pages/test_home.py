"""The home page: the latest day whole, the days before in short."""

from __future__ import annotations

from datetime import date

from generator.feed import build_feed
from generator.model import IntakeDay
from generator.pages import home
from tests.toy import SITE, WORDS, feed_of, paper, topic


def view_of(*days: tuple[str, int]) -> home.HomeView:
    papers = [
        paper(index * 100 + n, day, upvotes=n)
        for index, (day, size) in enumerate(days)
        for n in range(size)
    ]
    (page,) = home.pages(feed_of(*papers), SITE)
    view: home.HomeView = page.view
    return view


def test_the_latest_day_is_whole_with_the_most_upvoted_first() -> None:
    view = view_of(("2024-01-03", 2), ("2024-03-05", 7))
    assert view.day == date(2024, 3, 5)
    assert view.title == "Tuesday, 5 March 2024"
    assert (view.count, view.url, view.papers) == ("7 papers", "archive/2024/03/05/", 9)
    assert [card.paper.upvotes for card in view.cards] == [6, 5, 4, 3, 2, 1, 0]


def test_the_days_before_name_four_papers_and_count_the_rest() -> None:
    view = view_of(("2024-01-01", 1), ("2024-01-03", 6), ("2024-01-04", 4), ("2024-03-05", 1))
    assert [before.day.day for before in view.days_before] == [4, 3, 1]
    assert [before.more for before in view.days_before] == [0, 2, 0]
    assert [card.paper.upvotes for card in view.days_before[1].cards] == [5, 4, 3, 2]
    assert view.days_before[1].count == "6 papers"
    (page,) = home.pages(
        feed_of(*(paper(n, "2024-01-03") for n in range(6)), paper(9, "2024-01-04")), SITE
    )
    assert "- and 2 more" in home.markdown(page, WORDS)


def test_fourteen_days_before_and_no_more() -> None:
    view = view_of(*((f"2024-01-{n:02d}", 1) for n in range(1, 31)))
    assert [before.day.day for before in view.days_before] == list(range(29, 15, -1))
    assert len(view_of(*((f"2024-01-{n:02d}", 1) for n in range(1, 16))).days_before) == 14


def test_one_day_has_no_days_before() -> None:
    assert view_of(("2024-01-03", 1)).days_before == ()


def test_no_papers_at_all() -> None:
    (page,) = home.pages(feed_of(), SITE)
    assert page.view.day is None
    assert page.title == SITE.name
    assert home.markdown(page, WORDS) == "# Toy feed\n\nThere are no papers here yet.\n"


def test_home_says_what_is_missing_of_the_latest_day_and_what_came_of_days_since() -> None:
    papers = [paper(1, "2024-03-04"), paper(2, "2024-03-05")]
    intake = [
        IntakeDay("gulls", date(2024, 3, 4), "failed", reason="before"),
        IntakeDay("gulls", date(2024, 3, 5), "complete", 1),
        IntakeDay("terns", date(2024, 3, 5), "partial", 1, reason="page 2: it answered 503"),
        IntakeDay("terns", date(2024, 3, 6), "closed", reason="closed for the weekend"),
    ]
    (page,) = home.pages(build_feed(papers, [], intake), SITE)
    assert page.view.intake == (
        "terns: 1 paper so far: page 2: it answered 503",
        "Wednesday, 6 March 2024: terns: closed for the weekend",
    )
    (empty,) = home.pages(build_feed([], [], intake[-1:]), SITE)
    assert "terns: closed for the weekend" in home.markdown(empty, WORDS)


def test_the_topics_of_the_latest_day_are_counted() -> None:
    topics = [topic("trees", "tree"), topic("fish", "fish"), topic("waves", "wave")]
    feed = feed_of(
        paper(1, "2024-03-05", "A fish"), paper(2, "2024-03-05", "A fish in a tree"),
        paper(3, "2024-03-04", "A wave"), paper(4, "2024-03-05", "Nothing"), topics=topics,
    )  # fmt: skip
    (page,) = home.pages(feed, SITE)
    found = [(item.topic.slug, item.url, item.papers) for item in page.view.topics]
    assert found == [("fish", "topics/fish/", 2), ("trees", "topics/trees/", 1)]
    assert "Topics: [Fish](topics/fish/index.md) (2) · [Trees]" in home.markdown(page, WORDS)


def test_of_many_topics_of_the_day_the_first_are_named() -> None:
    topics = [topic(f"t{n:02d}", f"word{n}") for n in range(30)]
    papers = [paper(n, title=f"word{n * 2} and word{n * 2 + 1}") for n in range(15)]
    (page,) = home.pages(feed_of(*papers, topics=topics), SITE)
    assert [item.topic.slug for item in page.view.topics] == [f"t{n:02d}" for n in range(16)]

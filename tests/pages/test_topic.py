"""A topic's pages: fifty papers each, and the numbers that lead on."""

from __future__ import annotations

import pytest

from generator.pages import topic
from tests.toy import SITE, WORDS, by_uri, feed_of, paper
from tests.toy import topic as make_topic

TREES = make_topic("trees", "tree")


def pages_of(size: int) -> dict[str, topic.TopicView]:
    papers = (
        paper(n, f"2024-01-{n % 28 + 1:02d}", title=f"Tree {n}", upvotes=n) for n in range(size)
    )
    found = by_uri(topic.pages(feed_of(*papers, topics=[TREES]), SITE))
    return {uri: page.view for uri, page in found.items()}


def test_120_papers_make_three_pages() -> None:
    views = pages_of(120)
    assert list(views) == [f"topics/trees/{name}.md" for name in ("index", "2", "3")]
    assert [len(view.cards) for view in views.values()] == [50, 50, 20]
    shown = [card.paper for view in views.values() for card in view.cards]
    assert len({found.id for found in shown}) == 120
    assert shown == sorted(shown, key=lambda p: (p.listed, p.upvotes), reverse=True)
    for number, view in enumerate(views.values(), 1):
        assert (view.paging.number, view.paging.last, view.count) == (number, 3, "120 papers")
        assert view.paging.urls == ("topics/trees/", "topics/trees/2/", "topics/trees/3/")


@pytest.mark.parametrize(("size", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_no_page_is_empty_but_the_only_one(size: int, pages: int) -> None:
    views = list(pages_of(size).values())
    assert len(views) == pages
    assert all(view.cards for view in views) == bool(size)


def test_titles_tell_pages_apart() -> None:
    papers = (paper(n, title=f"Tree {n}") for n in range(60))
    first, second = topic.pages(feed_of(*papers, topics=[TREES]), SITE)
    assert (first.title, second.title) == ("Trees", "Trees (page 2 of 2)")
    assert "[2](2.md)" in topic.markdown(first, WORDS)
    assert "[1](index.md)" in topic.markdown(second, WORDS)
    assert "[2]" not in topic.markdown(second, WORDS)


def test_a_topic_without_papers_says_so_and_is_not_indexed() -> None:
    (page,) = topic.pages(feed_of(topics=[TREES]), SITE)
    assert not page.indexed
    assert "No paper has this topic yet." in topic.markdown(page, WORDS)


@pytest.mark.parametrize(
    ("number", "last", "numbers"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 9, (1, 2, None, 8, 9)),
        (5, 9, (1, 2, None, 4, 5, 6, None, 8, 9)),
        (4, 9, (1, 2, 3, 4, 5, None, 8, 9)),
        (9, 9, (1, 2, None, 8, 9)),
    ],
)
def test_numbers_of_near_pages_with_gaps(
    number: int, last: int, numbers: tuple[int | None, ...]
) -> None:
    views = list(pages_of(50 * last).values())
    assert views[number - 1].paging.numbers == numbers


def test_the_first_page_has_the_trend_and_the_topics_near() -> None:
    fish = make_topic("fish", "fish")
    papers = [
        paper(n, f"2024-{n % 3 + 1:02d}-01", title=f"Tree {n}" + " and a fish" * (n < 9))
        for n in range(60)
    ]
    first, second = topic.pages(feed_of(*papers, topics=[TREES]), SITE)
    assert first.view.near == ()
    assert first.view.trend.description.endswith("most in January 2024, 20 papers.")
    assert second.view.trend is None
    first, second, last = topic.pages(feed_of(*papers, topics=[TREES, fish]), SITE)
    assert [(near.topic.slug, near.papers) for near in first.view.near] == [("fish", 9)]
    assert (second.view.near, second.view.paging.number) == ((), 2)
    assert "Often together with: [Fish](../fish/index.md) (9)" in topic.markdown(first, WORDS)
    assert [(near.url, near.papers) for near in last.view.near] == [("topics/trees/", 9)]

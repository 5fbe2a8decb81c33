"""The index of topics."""

from __future__ import annotations

import pytest

from generator.pages import topics
from generator.topics import Topic
from tests.toy import SITE, WORDS, feed_of, paper, topic


def test_topics_stand_under_their_area_in_the_order_of_the_file() -> None:
    found = [
        topic("waves", "wave", area="Sea"),
        topic("trees", "tree", area="Land"),
        topic("fish", "fish", area="Sea"),
        topic("stones", "granite", area="Land"),
        topic("sand", "sand", area="Desert"),
    ]
    titles = ("A tree", "Two trees", "A wave", "Fish")
    feed = feed_of(*(paper(n, title=title) for n, title in enumerate(titles)), topics=found)
    (page,) = topics.pages(feed, SITE)
    view: topics.TopicsView = page.view
    assert [(area, [row.topic.slug for row in rows]) for area, rows in view.areas] == [
        ("Sea", ["waves", "fish"]),
        ("Land", ["trees"]),
    ]
    assert [(row.url, row.papers) for _, rows in view.areas for row in rows] == [
        ("topics/waves/", 1),
        ("topics/fish/", 1),
        ("topics/trees/", 2),
    ]
    assert "- [Trees](trees/index.md)\n  2 papers: about trees" in topics.markdown(page, WORDS)
    assert page.description == "The 3 topics of Toy feed and what they mean."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "Toy feed sorts its papers into no topics."),
        ([topic("waves", "wave")], "No paper has a topic yet."),
    ],
)
def test_where_no_topic_has_papers_it_says_so(found: list[Topic], said: str) -> None:
    (page,) = topics.pages(feed_of(paper(1), topics=found), SITE)
    assert (page.description, page.view) == (said, topics.TopicsView(said, ()))
    assert topics.markdown(page, WORDS) == f"# Topics\n\n{said}\n"

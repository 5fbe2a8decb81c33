"""The index of topics."""

from __future__ import annotations

from generator.pages import topics
from tests.toy import SITE, WORDS, feed_of, paper, topic


def test_topics_stand_under_their_area_in_the_order_of_the_file() -> None:
    found = [
        topic("waves", "wave", area="Sea"),
        topic("trees", "tree", area="Land"),
        topic("fish", "fish", area="Sea"),
    ]
    feed = feed_of(paper(1, title="A tree"), paper(2, title="Two trees"), topics=found)
    (page,) = topics.pages(feed, SITE)
    view: topics.TopicsView = page.view
    assert [(area, [row.topic.slug for row in rows]) for area, rows in view.areas] == [
        ("Sea", ["waves", "fish"]),
        ("Land", ["trees"]),
    ]
    assert [(row.url, row.papers) for _, rows in view.areas for row in rows] == [
        ("topics/waves/", 0),
        ("topics/fish/", 0),
        ("topics/trees/", 2),
    ]
    assert "- [Trees](trees/index.md)\n  2 papers: about trees" in topics.markdown(page, WORDS)
    assert page.description == "The 3 topics of Toy feed and what they mean."

"""The search page and the page on subscribing."""

from __future__ import annotations

from generator.pages import search, subscribe
from generator.site import Site
from tests.toy import SITE, WORDS, feed_of, paper, topic


def test_search_is_narrowed_to_what_there_is() -> None:
    topics = [topic("trees", "tree"), topic("stones", "granite")]
    feed = feed_of(paper(1, "2022-01-01", title="A tree"), paper(2, "2024-01-01"), topics=topics)
    (page,) = search.pages(feed, SITE)
    assert [found.slug for found in page.view.topics] == ["trees"]
    assert page.view.years == (2024, 2022)
    assert page.view.papers == 2
    assert "[archive](archive/index.md)" in search.markdown(page, WORDS)


def test_the_feeds_address_is_whole() -> None:
    (page,) = subscribe.pages(feed_of(), Site("N", "D", "https://a.example/b/"))
    assert page.view.feed_url == "https://a.example/b/feed.xml"
    assert "<https://a.example/b/feed.xml>" in subscribe.markdown(page, WORDS)


def test_only_parts_that_have_papers_are_offered() -> None:
    topics = [topic("trees", "tree"), topic("stones", "granite"), topic("sand", "sand", area="B")]
    (page,) = subscribe.pages(feed_of(paper(1, title="A tree"), topics=topics), SITE)
    ((area, offered),) = page.view.areas
    assert (area.label, [each.label for each in offered]) == ("Area", ["Trees"])
    (page,) = subscribe.pages(feed_of(paper(1), topics=topics), SITE)
    assert page.view.areas == ()
    assert "Only a part of it" not in subscribe.markdown(page, WORDS)

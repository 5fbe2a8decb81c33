"""The library page, which the browser fills."""

from __future__ import annotations

from generator.pages import library
from tests.toy import SITE, WORDS, feed_of, paper, topic


def test_the_page_offers_topics_with_papers_and_is_not_for_search_engines() -> None:
    feed = feed_of(
        paper(1, title="A tree"), topics=[topic("trees", "tree"), topic("stones", "granite")]
    )
    (page,) = library.pages(feed, SITE)
    assert [each.slug for each in page.view.topics] == ["trees"]
    assert (page.uri, page.indexed, page.view.recent) == ("library.md", False, "api/recent.json")


def test_other_builders_say_what_to_do_instead() -> None:
    (page,) = library.pages(feed_of(), SITE)
    assert "[archive](archive/index.md)" in library.markdown(page, WORDS)
    assert "[subscribe](subscribe.md)" in library.markdown(page, WORDS)

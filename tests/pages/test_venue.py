"""Venues: their index, and the pages of each."""

from __future__ import annotations

from generator.pages import venue, venues
from tests.toy import SITE, WORDS, by_uri, feed_of, paper


def test_the_index_has_the_venues_with_most_papers_first() -> None:
    feed = feed_of(
        paper(1, venue="ACL 2022"), paper(2, venue="Nature"), paper(3, venue="acl 2022"), paper(4)
    )
    (page,) = venues.pages(feed, SITE)
    assert [(row.label, row.url, row.papers) for row in page.view.rows] == [
        ("ACL 2022", "venues/acl-2022/", 2),
        ("Nature", "venues/nature/", 1),
    ]
    assert "3 papers at 2 venues" in venues.markdown(page, WORDS)
    assert "- [ACL 2022](acl-2022/index.md), 2 papers" in venues.markdown(page, WORDS)


def test_without_venues_the_index_says_so() -> None:
    (page,) = venues.pages(feed_of(paper()), SITE)
    assert "No record of this feed names a venue." in venues.markdown(page, WORDS)
    assert not page.indexed
    assert list(venue.pages(feed_of(paper()), SITE)) == []


def test_fifty_papers_a_page_newest_first() -> None:
    feed = feed_of(*(paper(n, f"2024-01-{n % 28 + 1:02d}", venue="ACL 2022") for n in range(101)))
    pages = by_uri(venue.pages(feed, SITE))
    assert list(pages) == [f"venues/acl-2022/{name}.md" for name in ("index", "2", "3")]
    assert [len(page.view.cards) for page in pages.values()] == [50, 50, 1]
    shown = [card.paper for page in pages.values() for card in page.view.cards]
    assert shown == list(feed.papers)
    second = pages["venues/acl-2022/2.md"]
    assert second.title == "ACL 2022 (page 2 of 3)"
    assert "Pages: [1](index.md) [3](3.md)" in venue.markdown(second, WORDS)
    assert "Listed 28 January 2024" in venue.markdown(pages["venues/acl-2022/index.md"], WORDS)


def test_a_name_that_goes_on_for_pages_is_cut_in_its_title() -> None:
    (page,) = venue.pages(feed_of(paper(venue="Very Long Name " * 500)), SITE)
    assert len(page.title) <= 200
    assert len(page.uri) < 100

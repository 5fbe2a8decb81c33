"""The most upvoted papers of the latest day, week and month."""

from __future__ import annotations

from generator.model import Page
from generator.pages import trending
from tests.toy import SITE, WORDS, by_uri, feed_of, paper

DAY, WEEK, MONTH = "trending/index.md", "trending/week.md", "trending/month.md"


def pages_of(*days: tuple[str, int | None]) -> dict[str, Page]:
    papers = (paper(n, day, upvotes=upvotes) for n, (day, upvotes) in enumerate(days))
    return by_uri(trending.pages(feed_of(*papers), SITE))


def shown(page: Page) -> list[tuple[int | None, str]]:
    return [(card.paper.upvotes, card.day) for card in page.view.cards]


def test_each_page_has_the_papers_of_its_days_the_most_upvoted_first() -> None:
    pages = pages_of(
        ("2025-03-11", 3), ("2025-03-11", 9), ("2025-03-11", None), ("2025-03-05", 20),
        ("2025-03-04", 70), ("2025-02-10", 30), ("2025-02-09", 99), ("2025-03-06", 3),
    )  # fmt: skip
    day, week, month = (pages[uri] for uri in (DAY, WEEK, MONTH))
    assert shown(day) == [(9, "11 March 2025"), (3, "11 March 2025")]
    assert [votes for votes, _ in shown(week)] == [20, 9, 3, 3]
    assert shown(week)[2:] == [(3, "11 March 2025"), (3, "6 March 2025")]
    assert [votes for votes, _ in shown(month)] == [70, 30, 20, 9, 3, 3]
    assert (day.view.span, week.view.span) == ("11 March 2025", "5 March 2025 to 11 March 2025")
    assert month.view.span == "10 February 2025 to 11 March 2025"
    assert "5 March 2025 to 11 March 2025: 4 papers with upvotes" in trending.markdown(week, WORDS)
    assert "[Day](index.md) · [Month](month.md)" in trending.markdown(week, WORDS)


def test_fifty_at_most_and_it_says_that_there_are_more() -> None:
    few = pages_of(*[("2025-03-11", n + 1) for n in range(50)])[DAY].view
    assert (len(few.cards), few.lead) == (50, "50 papers with upvotes")
    many = pages_of(*[("2025-03-11", n + 1) for n in range(51)])[DAY].view
    assert (len(many.cards), many.lead) == (50, "the 50 most upvoted papers")
    assert many.cards[-1].paper.upvotes == 2


def test_days_without_upvotes_in_a_feed_that_has_some() -> None:
    pages = pages_of(("2025-03-11", None), ("2025-03-09", 4), ("2025-03-11", 0))
    assert pages[DAY].view.nothing == "No paper of 11 March 2025 has upvotes yet."
    assert [page.indexed for page in pages.values()] == [False, True, True]
    assert "No paper of 11 March 2025 has upvotes yet." in trending.markdown(pages[DAY], WORDS)


def test_a_feed_without_upvotes_says_why_nothing_trends() -> None:
    for pages in (pages_of(("2025-03-11", None)), pages_of()):
        for page in pages.values():
            assert not page.indexed
            assert "give no upvotes" in page.view.nothing
            assert "give no upvotes" in trending.markdown(page, WORDS)

"""The pages of days: neighbours across gaps, quiet days, order."""

from __future__ import annotations

from datetime import date

from generator.addresses import url_of
from generator.feed import build_feed
from generator.model import IntakeDay, Page
from generator.pages import day
from tests.toy import SITE, WORDS, by_uri, feed_of, paper, topic

FEED = feed_of(
    paper(1, "2023-12-29", upvotes=1),
    paper(2, "2023-12-29", upvotes=5),
    paper(3, "2024-01-03"),
    paper(4, "2024-03-05"),
)
PAGES = by_uri(day.pages(FEED, SITE))


def neighbours(page: Page) -> tuple[str | None, str | None]:
    view: day.DayView = page.view
    return view.before.url if view.before else None, view.after.url if view.after else None


def test_the_days_next_to_a_day_are_the_nearest_with_papers() -> None:
    assert neighbours(PAGES["archive/2023/12/29.md"]) == (None, "archive/2024/01/03/")
    assert neighbours(PAGES["archive/2024/01/03.md"]) == (
        "archive/2023/12/29/",
        "archive/2024/03/05/",
    )
    assert neighbours(PAGES["archive/2024/03/05.md"]) == ("archive/2024/01/03/", None)


def test_a_quiet_day_leads_on_and_is_not_indexed() -> None:
    page = PAGES["archive/2024/01/02.md"]
    assert neighbours(page) == ("archive/2023/12/29/", "archive/2024/01/03/")
    assert page.view.cards == ()
    assert not page.indexed
    assert "No papers were listed on this day." in day.markdown(page, WORDS)
    assert PAGES["archive/2024/01/03.md"].indexed


def test_no_link_of_a_day_leads_nowhere() -> None:
    there = {url_of(uri) for uri in PAGES}
    for page in PAGES.values():
        assert {url for url in neighbours(page) if url} <= there


def test_quiet_days_are_only_in_months_with_papers_and_between_papers() -> None:
    assert len(PAGES) == 3 + 2 + 30 + 4
    assert "archive/2023/12/28.md" not in PAGES
    assert "archive/2024/02/10.md" not in PAGES
    assert "archive/2024/03/06.md" not in PAGES
    assert "archive/2024/01/31.md" in PAGES


def test_the_most_upvoted_paper_is_first() -> None:
    page = PAGES["archive/2023/12/29.md"]
    assert [card.paper.upvotes for card in page.view.cards] == [5, 1]
    text = day.markdown(page, WORDS)
    assert text.index("Paper number 2") < text.index("Paper number 1")
    assert "5 upvotes" in text
    assert page.view.count == "2 papers"
    assert page.title == "29 December 2023"


def test_a_day_says_how_each_source_went(toy_pages: dict[str, Page]) -> None:
    assert toy_pages["archive/2024/03/05.md"].view.intake == (
        "gulls: complete, 1 paper",
        "Hugging Face Daily Papers: 2 papers so far: the day was not over",
    )
    closed = toy_pages["archive/2024/01/06.md"]
    assert closed.view.intake == ("Hugging Face Daily Papers: closed for the weekend",)
    assert not closed.indexed


def test_a_day_that_a_source_explains_has_a_page_beyond_the_last_papers(
    toy_pages: dict[str, Page],
) -> None:
    page = toy_pages["archive/2024/03/06.md"]
    assert neighbours(page) == ("archive/2024/03/05/", None)
    assert page.view.intake[0].endswith("could not be fetched: no papers, though 2024-02-28 had 3")
    april = IntakeDay("gulls", date(2024, 4, 1), "failed")
    pages = by_uri(day.pages(build_feed([paper(1, "2024-03-05")], [], [april]), SITE))
    assert [*pages] == ["archive/2024/03/05.md"]  # a month without papers has no page to lead to


def test_the_topics_of_a_day_with_many_papers_are_named() -> None:
    topics = [topic("trees", "tree"), topic("fish", "fish")]
    papers = [paper(n, "2024-03-05", f"A fish {n}") for n in range(1, day.MANY)]
    few = by_uri(day.pages(feed_of(*papers, topics=topics), SITE))["archive/2024/03/05.md"]
    assert few.view.topics == ()
    papers.append(paper(99, "2024-03-05", "A tree"))
    many = by_uri(day.pages(feed_of(*papers, topics=topics), SITE))["archive/2024/03/05.md"]
    assert [(each.topic.slug, each.papers) for each in many.view.topics] == [
        ("fish", day.MANY - 1),
        ("trees", 1),
    ]
    assert "Topics: [Fish](../../../topics/fish/index.md) (9)" in day.markdown(many, WORDS)

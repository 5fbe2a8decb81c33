"""Weeks: which there are, how they follow each other, and the ways to them."""

from __future__ import annotations

from generator.feed import build_feed
from generator.model import IntakeDay
from generator.pages import day, month, week
from tests.toy import SITE, WORDS, by_uri, feed_of, paper

FEED = feed_of(
    paper(1, "2024-12-29"), paper(2, "2024-12-30"), paper(3, "2025-01-05", upvotes=2),
    paper(4, "2025-01-05", upvotes=5), paper(5, "2025-03-11"),
)  # fmt: skip


def test_a_week_belongs_to_its_iso_year_and_has_its_latest_day_first() -> None:
    pages = by_uri(week.pages(FEED, SITE))
    assert list(pages) == ["archive/2024/W52.md", "archive/2025/W01.md", "archive/2025/W11.md"]
    view: week.WeekView = pages["archive/2025/W01.md"].view
    assert (view.name, view.count) == ("Week 1 of 2025", "3 papers")
    assert view.span == "30 December 2024 to 5 January 2025"
    assert [found.title for found in view.days] == [
        "Sunday, 5 January 2025",
        "Monday, 30 December 2024",
    ]
    assert [card.paper.id for card in view.days[0].cards] == ["2401.00004", "2401.00003"]
    assert [found.name for found in view.months] == ["December 2024", "January 2025"]


def test_weeks_follow_over_weeks_without_papers() -> None:
    pages = by_uri(week.pages(FEED, SITE))
    first, middle, last = (page.view for page in pages.values())
    assert (first.before, first.after.name) == (None, "Week 1 of 2025")
    assert (middle.before.url, middle.after.url) == ("archive/2024/W52/", "archive/2025/W11/")
    assert last.after is None
    assert "Before: [Week 1 of 2025](W01.md)" in week.markdown(pages["archive/2025/W11.md"], WORDS)


def test_days_and_months_lead_to_their_weeks() -> None:
    days, months = by_uri(day.pages(FEED, SITE)), by_uri(month.pages(FEED, SITE))
    page = days["archive/2024/12/30.md"]
    assert page.view.week.url == "archive/2025/W01/"
    assert "Week: [Week 1 of 2025](../../2025/W01.md)" in day.markdown(page, WORDS)
    spans = months["archive/2024/12/index.md"].view.grid.week_spans
    assert [span and span.name for span in spans] == [
        None, None, None, None, "Week 52 of 2024", "Week 1 of 2025",
    ]  # fmt: skip
    assert "Weeks: [Week 52 of 2024](../W52.md) · [Week 1 of 2025](../../2025/W01.md)" in (
        month.markdown(months["archive/2024/12/index.md"], WORDS)
    )


def test_a_quiet_week_has_no_page_and_its_days_do_not_lead_to_one() -> None:
    papers = [paper(1, "2025-03-03"), paper(2, "2025-03-17")]
    closed = IntakeDay("gulls", papers[0].listed.replace(day=12), "closed")
    feed = build_feed(papers, [], [closed])
    assert list(by_uri(week.pages(feed, SITE))) == ["archive/2025/W10.md", "archive/2025/W12.md"]
    assert by_uri(day.pages(feed, SITE))["archive/2025/03/12.md"].view.week is None

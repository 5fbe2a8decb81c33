"""Archive, years and months: which there are, and how they follow each other."""

from __future__ import annotations

from generator.pages import archive, month, year
from tests.toy import SITE, by_uri, feed_of, paper

FEED = feed_of(
    paper(1, "2021-05-01"), paper(2, "2023-12-29"), paper(3, "2024-01-03"), paper(4, "2024-03-05"),
    paper(5, "2024-03-05", upvotes=3), paper(6, "2024-03-01"),
)  # fmt: skip


def test_the_archive_has_the_latest_year_and_month_first() -> None:
    (page,) = archive.pages(FEED, SITE)
    view: archive.ArchiveView = page.view
    assert view.count == "6 papers on 5 days"
    assert [found.year for found in view.years] == [2024, 2023, 2021]
    assert [grid.name for grid in view.years[0].months] == ["March 2024", "January 2024"]


def test_years_follow_over_years_without_papers() -> None:
    pages = by_uri(year.pages(FEED, SITE))
    assert list(pages) == [f"archive/{number}/index.md" for number in (2021, 2023, 2024)]
    view: year.YearView = pages["archive/2023/index.md"].view
    assert (view.before, view.before_url) == (2021, "archive/2021/")
    assert (view.after, view.after_url) == (2024, "archive/2024/")
    assert pages["archive/2021/index.md"].view.before is None
    assert pages["archive/2024/index.md"].view.after is None
    assert pages["archive/2024/index.md"].view.count == "4 papers"


def test_months_follow_over_months_without_papers() -> None:
    pages = by_uri(month.pages(FEED, SITE))
    assert len(pages) == 4
    view: month.MonthView = pages["archive/2024/01/index.md"].view
    assert view.before
    assert view.after
    assert (view.before.name, view.before.url) == ("December 2023", "archive/2023/12/")
    assert (view.after.name, view.after.url) == ("March 2024", "archive/2024/03/")
    assert pages["archive/2021/05/index.md"].view.before is None
    assert pages["archive/2024/03/index.md"].view.after is None


def test_a_month_has_its_latest_day_first_and_each_days_best_paper_first() -> None:
    page = by_uri(month.pages(FEED, SITE))["archive/2024/03/index.md"]
    view: month.MonthView = page.view
    assert [found.day.day for found in view.days] == [5, 1]
    assert [card.paper.id for card in view.days[0].cards] == ["2401.00005", "2401.00004"]
    assert (view.count, view.days[0].count) == ("3 papers", "2 papers")
    assert (view.year, view.year_url) == ("2024", "archive/2024/")

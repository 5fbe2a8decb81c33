"""Months as grids."""

from __future__ import annotations

import calendar
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from generator.pages.calendar import Cell, MonthGrid, markdown_month, month_grid
from tests.toy import WORDS, feed_of, paper


def cells(grid: MonthGrid) -> list[Cell]:
    return [cell for week in grid.weeks for cell in week if cell]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_each_day_of_the_month_stands_once_under_its_weekday(day: date) -> None:
    grid = month_grid(feed_of(paper(1, day.isoformat())), day.year, day.month, WORDS)
    length = calendar.monthrange(day.year, day.month)[1]
    assert [cell.day for cell in cells(grid)] == [
        date(day.year, day.month, number) for number in range(1, length + 1)
    ]
    for week in grid.weeks:
        assert len(week) == 7
        assert any(week)
        for weekday, cell in enumerate(week):
            assert cell is None or cell.day.weekday() == weekday


def test_a_day_with_papers_is_a_link_and_says_how_many() -> None:
    feed = feed_of(paper(1, "2024-03-05"), paper(2, "2024-03-05"), paper(3, "2024-03-07"))
    grid = month_grid(feed, 2024, 3, WORDS)
    found = {cell.day.day: cell for cell in cells(grid)}
    assert found[5].url == "archive/2024/03/05/"
    assert found[5].label == "5 March 2024: 2 papers"
    assert found[7].label == "7 March 2024: 1 paper"
    assert (found[6].url, found[6].papers, found[6].level) == ("", 0, 0)
    assert (grid.papers, grid.name, grid.short) == (3, "March 2024", "March")
    assert grid.url == "archive/2024/03/"


def test_a_busy_day_is_darker_than_a_usual_one() -> None:
    sizes = {1: 1, 2: 10, 3: 10, 4: 13, 5: 30}
    papers = [
        paper(d * 100 + n, f"2024-03-{d:02d}") for d, size in sizes.items() for n in range(size)
    ]
    grid = month_grid(feed_of(*papers), 2024, 3, WORDS)
    assert [cell.level for cell in cells(grid)[:6]] == [1, 2, 2, 3, 4, 0]


def test_in_markdown_the_days_with_papers_are_links() -> None:
    feed = feed_of(paper(1, "2024-03-05"), paper(2, "2024-03-07"))
    assert markdown_month(month_grid(feed, 2024, 3, WORDS), "archive/2024/index.md", WORDS) == (
        "- [March 2024](03/index.md), 2 papers: [5](03/05.md) [7](03/07.md)"
    )

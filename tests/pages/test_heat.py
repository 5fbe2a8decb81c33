"""The archive's drawings of half a year: a square a day, a column a week."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.pages.heat import LEFT, PITCH, TOP, heat_maps
from tests.toy import WORDS, feed_of, paper


def test_each_day_has_a_square_a_column_a_week_and_monday_on_top() -> None:
    # 1 January 2024 is a Monday.
    days = ["2024-01-01", "2024-01-07", "2024-01-08", "2024-06-30"]
    (half,) = heat_maps(feed_of(*(paper(n, day) for n, day in enumerate(days))), 2024, WORDS)
    assert half.name == "January 2024 to June 2024, by day"
    places = [((c.x - LEFT) // PITCH, (c.y - TOP) // PITCH) for c in half.cells]
    assert places == [(0, 0), (0, 6), (1, 0), (25, 6)]
    assert half.empty.count("M") == 182 - 4  # 2024 is a leap year.
    assert (half.width, half.height) == (LEFT + 26 * PITCH, TOP + 7 * PITCH)
    squares = re.findall(r"M(\d+) (\d+)", half.empty) + [
        (str(cell.x), str(cell.y)) for cell in half.cells
    ]
    assert len(set(squares)) == 182


def test_a_half_that_begins_in_midweek_begins_further_down() -> None:
    # 1 January 2025 is a Wednesday.
    (half,) = heat_maps(feed_of(paper(1, "2025-01-01"), paper(2, "2025-01-06")), 2025, WORDS)
    places = [((c.x - LEFT) // PITCH, (c.y - TOP) // PITCH) for c in half.cells]
    assert places == [(0, 2), (1, 0)]


def test_no_day_before_the_first_or_after_the_last_is_drawn() -> None:
    (half,) = heat_maps(feed_of(paper(1, "2024-01-10"), paper(2, "2024-01-16")), 2024, WORDS)
    assert half.name == "January 2024, by day"
    assert half.empty.count("M") == 5
    assert half.width == LEFT + 3 * PITCH
    assert [name for _, name in half.months] == ["Jan"]


def test_a_half_without_papers_is_not_drawn_and_the_later_is_first() -> None:
    feed = feed_of(paper(1, "2023-07-01"), paper(2, "2024-01-01"), paper(3, "2024-12-31"))
    assert [half.name for half in heat_maps(feed, 2023, WORDS)] == [
        "July 2023 to December 2023, by day"
    ]
    assert [half.name for half in heat_maps(feed, 2024, WORDS)] == [
        "July 2024 to December 2024, by day",
        "January 2024 to June 2024, by day",
    ]


def test_every_half_fits_and_names_its_months_apart() -> None:
    for year in range(2000, 2029):
        feed = feed_of(paper(1, f"{year}-12-31"), paper(2, f"{year}-01-01"))
        for half in heat_maps(feed, year, WORDS):
            assert half.width <= LEFT + 28 * PITCH
            at = [x for x, _ in half.months]
            assert len(at) == 6
            assert all(after - before >= 3 * PITCH for before, after in pairwise(at))


def test_a_day_says_what_it_has_and_in_five_levels_how_much() -> None:
    sizes = {"2024-01-02": 1, "2024-01-03": 4, "2024-01-04": 5, "2024-01-05": 20, "2024-01-08": 4}
    papers = [
        paper(index * 100 + n, day)
        for index, (day, size) in enumerate(sizes.items())
        for n in range(size)
    ]
    (half,) = heat_maps(feed_of(*papers), 2024, WORDS)
    assert [cell.cell.level for cell in half.cells] == [1, 2, 3, 4, 2]
    assert half.cells[0].cell.label == "2 January 2024: 1 paper"
    assert half.cells[0].cell.url == "archive/2024/01/02/"

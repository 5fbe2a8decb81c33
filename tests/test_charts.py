"""Lines and bars: where they are, and what is said of them."""

from __future__ import annotations

from itertools import pairwise

from generator.charts import columns, months_between, trend
from tests.toy import WORDS


def test_every_month_is_there_and_of_many_the_last() -> None:
    assert months_between((2023, 11), (2024, 2)) == ((2023, 11), (2023, 12), (2024, 1), (2024, 2))
    assert months_between((2024, 2), (2024, 2)) == ((2024, 2),)
    long = months_between((1, 1), (2024, 2), 36)
    assert (len(long), long[0], long[-1]) == (36, (2021, 3), (2024, 2))


def test_a_line_has_a_point_a_month_within_its_frame() -> None:
    months = months_between((2023, 12), (2024, 2))
    line = trend({(2023, 12): 2, (2024, 2): 4}, months, WORDS, 100, 20)
    assert line
    assert line.line == "0.0,10.0 50.0,18.0 100.0,2.0"
    assert line.area == "0,20 0.0,10.0 50.0,18.0 100.0,2.0 100,20"
    assert line.description == (
        "Papers a month, December 2023 to February 2024: most in February 2024, 4 papers."
    )


def test_of_two_months_or_no_papers_there_is_no_line() -> None:
    assert trend({(2024, 1): 2}, months_between((2024, 1), (2024, 2)), WORDS) is None
    assert trend({}, months_between((2024, 1), (2024, 9)), WORDS) is None


def test_columns_stand_on_one_line_and_the_highest_fills_the_drawing() -> None:
    months = months_between((2023, 12), (2024, 3))
    chart = columns({(2023, 12): 1, (2024, 2): 4}, months, WORDS)
    assert chart
    floor = chart.height - chart.below
    assert [bar.y + bar.height for bar in chart.bars] == [floor] * 4
    assert [bar.height for bar in chart.bars] == [floor / 4, 0, floor, 0]
    assert all(bar.x + bar.width <= chart.width for bar in chart.bars)
    assert all(one.x + one.width < other.x for one, other in pairwise(chart.bars))
    assert chart.description == "December 2023 to March 2024: at most 4 papers a month."
    assert columns({}, months, WORDS) is None
    assert columns({}, (), WORDS) is None


def test_years_below_columns_do_not_run_into_each_other() -> None:
    for months in (months_between((2015, 12), (2025, 11)), months_between((2024, 5), (2026, 8))):
        chart = columns({months[-1]: 3}, months, WORDS)
        assert chart
        at = [x for x, _ in chart.marks]
        assert all(after - before >= 70 for before, after in pairwise(at))
        assert chart.marks[-1][1] == str(months[-1][0])

"""Lines and bars: where they are, and what is said of them."""

from __future__ import annotations

from generator.charts import months_between, trend


def test_every_month_is_there_and_of_many_the_last() -> None:
    assert months_between((2023, 11), (2024, 2)) == ((2023, 11), (2023, 12), (2024, 1), (2024, 2))
    assert months_between((2024, 2), (2024, 2)) == ((2024, 2),)
    long = months_between((1, 1), (2024, 2), 36)
    assert (len(long), long[0], long[-1]) == (36, (2021, 3), (2024, 2))


def test_a_line_has_a_point_a_month_within_its_frame() -> None:
    months = months_between((2023, 12), (2024, 2))
    line = trend({(2023, 12): 2, (2024, 2): 4}, months, 100, 20)
    assert line
    assert line.line == "0.0,10.0 50.0,18.0 100.0,2.0"
    assert line.area == "0,20 0.0,10.0 50.0,18.0 100.0,2.0 100,20"
    assert line.description == (
        "Papers a month, December 2023 to February 2024: most in February 2024, 4 papers."
    )


def test_of_two_months_or_no_papers_there_is_no_line() -> None:
    assert trend({(2024, 1): 2}, months_between((2024, 1), (2024, 2))) is None
    assert trend({}, months_between((2024, 1), (2024, 9))) is None

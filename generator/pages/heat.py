"""Half a year of days as a drawing: a column a week, Monday on top, darker for more papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.feed import Feed
from generator.pages.calendar import Cell, day_cell, usual_day
from generator.words import MONTHS, month_name

#: From square to square, and the side of one: 24 pixels are what a finger or a tremor needs.
PITCH, SIDE = 24, 22
#: Room for the names of weekdays at the left and of months at the top.
LEFT, TOP = 34, 18


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A day with papers and the place of its square."""

    cell: Cell
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The days from January to June or from July to December, as far as the archive goes."""

    name: str
    width: int
    height: int
    cells: tuple[HeatCell, ...]
    #: The squares of the other days between the archive's first and last, as one path.
    empty: str
    months: tuple[tuple[int, str], ...]
    weekdays: tuple[tuple[int, str], ...]


def heat_maps(feed: Feed, year: int) -> Iterator[HeatMap]:
    """The halves of the year that have papers, the later first."""
    usual = usual_day(feed)
    for first_month in (7, 1):
        first = date(year, first_month, 1)
        last = date(year, first_month + 5, 31 if first_month == 7 else 30)
        if any((year, month) in feed.by_month for month in range(first_month, first_month + 6)):
            yield _half(feed, first, last, usual)


def _half(feed: Feed, first: date, last: date, usual: float) -> HeatMap:
    cells: list[HeatCell] = []
    empty: list[str] = []
    months: list[tuple[int, str]] = []
    first, end = max(first, feed.days[0].replace(day=1)), min(last, feed.days[-1])
    for offset in range((end - first).days + 1):
        day = first + timedelta(offset)
        column, row = divmod(first.weekday() + offset, 7)
        x, y = LEFT + column * PITCH, TOP + row * PITCH
        if day.day == 1:
            # A month that begins in midweek has its name over its first whole week.
            months.append((x if row == 0 else x + PITCH, MONTHS[day.month - 1][:3]))
        if day in feed.by_day:
            cells.append(HeatCell(day_cell(feed, day, usual), x, y))
        elif feed.days[0] <= day <= feed.days[-1]:
            empty.append(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z")
    return HeatMap(
        name=f"{month_name(first.year, first.month)} to {month_name(end.year, end.month)}",
        width=LEFT + (column + 1) * PITCH,
        height=TOP + 7 * PITCH,
        cells=tuple(cells),
        empty="".join(empty),
        months=tuple(months),
        weekdays=tuple((TOP + row * PITCH + 15, name) for row, name in _WEEKDAYS),
    )


_WEEKDAYS = ((0, "Mon"), (2, "Wed"), (4, "Fri"))

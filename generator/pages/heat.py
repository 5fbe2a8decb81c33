"""Half a year of days as a drawing: a column a week, Monday on top, darker for more papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.feed import Feed
from generator.interface import Words
from generator.pages.calendar import Cell, day_cell, usual_day

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
    #: How much of the width the names of weekdays have: they stay where the rest is scrolled.
    left: int
    cells: tuple[HeatCell, ...]
    #: The squares of the other days between the archive's first and last, as one path.
    empty: str
    months: tuple[tuple[int, str], ...]
    weekdays: tuple[tuple[int, str], ...]


def heat_maps(feed: Feed, year: int, words: Words) -> Iterator[HeatMap]:
    """The halves of the year that have papers, the later first."""
    usual = usual_day(feed)
    for first_month in (7, 1):
        first = date(year, first_month, 1)
        last = date(year, first_month + 5, 31 if first_month == 7 else 30)
        if any((year, month) in feed.by_month for month in range(first_month, first_month + 6)):
            yield _half(feed, first, last, usual, words)


def _half(feed: Feed, first: date, last: date, usual: float, words: Words) -> HeatMap:
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
            months.append(
                (x if row == 0 else x + PITCH, words.month_alone(day.month, "abbreviated"))
            )
        if day in feed.by_day:
            cells.append(HeatCell(day_cell(feed, day, usual, words), x, y))
        elif feed.days[0] <= day <= feed.days[-1]:
            empty.append(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z")
    begins, ends = words.month(first.year, first.month), words.month(end.year, end.month)
    return HeatMap(
        name=words("archive.by_day", span=words.span(begins, ends)),
        width=LEFT + (column + 1) * PITCH,
        height=TOP + 7 * PITCH,
        left=LEFT,
        cells=tuple(cells),
        empty="".join(empty),
        months=tuple(months),
        weekdays=tuple((TOP + row * PITCH + 15, words.weekday(row)) for row in _WEEKDAYS),
    )


#: The weekdays that are named: Monday, Wednesday, Friday.
_WEEKDAYS = (0, 2, 4)

"""Numbers as drawings: where their lines and bars are, for the fragments to draw as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.interface import Words

#: Months that a drawing has at most: the last of them.
MONTHS_DRAWN = 120
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trend:
    """A line of papers a month: the points of the line, and of the area below it."""

    width: int
    height: int
    line: str
    area: str
    title: str
    description: str


def months_between(first: Month, last: Month, limit: int = MONTHS_DRAWN) -> tuple[Month, ...]:
    """Every month from the first to the last, and of these the last ones."""
    begin, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return tuple((n // 12, n % 12 + 1) for n in range(max(begin, end + 1 - limit), end + 1))


def trend(
    numbers: Mapping[Month, int],
    months: Sequence[Month],
    words: Words,
    width: int = 600,
    height: int = 60,
) -> Trend | None:
    """The line of these months; of fewer than three months there is none to draw."""
    if len(months) < 3 or not any(numbers.get(month) for month in months):
        return None
    values = [numbers.get(month, 0) for month in months]
    most = max(values)
    points = [
        f"{index * width / (len(values) - 1):.1f},{height - 2 - (height - 4) * value / most:.1f}"
        for index, value in enumerate(values)
    ]
    best = months[values.index(most)]
    span = words.span(words.month(*months[0]), words.month(*months[-1]))
    most_named = {"month": words.month(*best), "papers": words.count(most, "paper")}
    return Trend(
        width=width,
        height=height,
        line=" ".join(points),
        area=" ".join([f"0,{height}", *points, f"{width},{height}"]),
        title=words("charts.months"),
        description=words("charts.trend", span=span, **most_named),
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of a drawing and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of papers a month; `marks` name the years below."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, str], ...]
    title: str
    description: str
    #: Room for the years below the columns.
    below: int


#: That room, and how far apart two years are at least: on a phone their letters are large.
BELOW, APART = 30, 70


def columns(numbers: Mapping[Month, int], months: Sequence[Month], words: Words) -> Columns | None:
    """A column for each of these months, or None if there is nothing to draw."""
    most = max((numbers.get(month, 0) for month in months), default=0)
    if not most:
        return None
    width, height = 720, 220
    # A few months stand side by side at the left.
    pitch = min(width / len(months), 60)
    bars, marks = [], []
    for index, month in enumerate(months):
        papers = numbers.get(month, 0)
        tall = round((height - BELOW) * papers / most, 1)
        side = round(min(pitch * 0.8, 48), 2)
        label = f"{words.month(*month)}: {words.count(papers, 'paper')}"
        bars.append(Bar(round(index * pitch, 2), height - BELOW - tall, side, tall, label))
        if month[1] == 1 or index == 0:
            marks.append((round(index * pitch, 2), str(month[0])))
    return Columns(
        width=width,
        height=height,
        bars=tuple(bars),
        marks=tuple(_apart(marks)),
        title=words("charts.months"),
        description=words(
            "charts.columns",
            span=words.span(words.month(*months[0]), words.month(*months[-1])),
            papers=words.count(most, "paper"),
        ),
        below=BELOW,
    )


def _apart(marks: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Those of the names that do not run into the one before."""
    kept: list[tuple[float, str]] = []
    for x, name in marks:
        if not kept or x - kept[-1][0] >= APART:
            kept.append((x, name))
        elif len(kept) == 1:
            # The first year may have begun before the drawing does; the whole one after it counts.
            kept = [(x, name)]
    return kept

"""A month as a grid of weeks, Monday first."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.addresses import day_uri, link, month_uri, url_of
from generator.feed import Feed
from generator.interface import Words
from generator.pages.spans import Span, week_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid: its link, if it has papers, and in five levels how many."""

    day: date
    papers: int
    level: int
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month: its weeks of seven cells, None for days of other months."""

    name: str
    short: str
    url: str
    uri: str
    papers: int
    weeks: tuple[tuple[Cell | None, ...], ...]
    #: Beside each week of the grid the way to its page, if it has papers.
    week_spans: tuple[Span | None, ...]


def month_grid(feed: Feed, year: int, month: int, words: Words) -> MonthGrid:
    """The grid of a month that has papers."""
    usual = usual_day(feed)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return MonthGrid(
        name=words.month(year, month),
        short=words.month_alone(month),
        url=url_of(month_uri(year, month)),
        uri=month_uri(year, month),
        papers=sum(len(feed.by_day[day]) for day in feed.by_month[year, month]),
        weeks=tuple(
            tuple(day_cell(feed, day, usual, words) if day.month == month else None for day in week)
            for week in weeks
        ),
        week_spans=tuple(week_of(feed, week[0], words) for week in weeks),
    )


def markdown_month(grid: MonthGrid, uri: str, words: Words) -> str:
    """The month as an item of a Markdown list, with its days, in the file `uri`."""
    days = " ".join(
        f"[{cell.day.day}]({link(uri, day_uri(cell.day))})"
        for week in grid.weeks
        for cell in week
        if cell and cell.papers
    )
    return f"- [{grid.name}]({link(uri, grid.uri)}), {words.count(grid.papers, 'paper')}: {days}"


def usual_day(feed: Feed) -> float:
    """How many papers a listing day has: half of the days have more."""
    return median(len(papers) for papers in feed.by_day.values())


def day_cell(feed: Feed, day: date, usual: float, words: Words) -> Cell:
    """A day of a grid."""
    papers = len(feed.by_day.get(day, ()))
    return Cell(
        day=day,
        papers=papers,
        level=sum(papers > share * usual for share in (0, 0.5, 1.2, 2)),
        url=url_of(day_uri(day)) if papers else "",
        label=f"{words.day(day)}: {words.count(papers, 'paper')}",
    )

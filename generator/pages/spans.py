"""Days, weeks and months as the pages of the archive name them and lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.addresses import day_uri, month_uri, url_of, week_uri
from generator.feed import Feed
from generator.pages.cards import Card, cards
from generator.words import count, long_day, month_name, week_name


@dataclass(frozen=True, slots=True)
class Span:
    """A week or month with papers."""

    name: str
    url: str
    uri: str


@dataclass(frozen=True, slots=True)
class DayTitles:
    """A day and its papers."""

    day: date
    title: str
    url: str
    count: str
    cards: tuple[Card, ...]


def week_span(year: int, week: int) -> Span:
    """The way to a week."""
    uri = week_uri(year, week)
    return Span(week_name(year, week), url_of(uri), uri)


def month_span(year: int, month: int) -> Span:
    """The way to a month."""
    uri = month_uri(year, month)
    return Span(month_name(year, month), url_of(uri), uri)


def week_of(feed: Feed, day: date) -> Span | None:
    """The way to a day's week, if it has papers."""
    year, week, _ = day.isocalendar()
    return week_span(year, week) if (year, week) in feed.by_week else None


def day_titles(feed: Feed, day: date) -> DayTitles:
    """A listing day and its papers."""
    papers = feed.by_day[day]
    number = count(len(papers), "paper")
    return DayTitles(day, long_day(day), url_of(day_uri(day)), number, cards(feed, papers))

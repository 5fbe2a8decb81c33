"""Days, weeks and months as the pages of the archive name them and lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.addresses import day_uri, month_uri, url_of, week_uri
from generator.feed import Feed
from generator.interface import Words
from generator.pages.cards import Card, cards


@dataclass(frozen=True, slots=True)
class Span:
    """A week or month with papers; `number` is a week's in its year."""

    name: str
    url: str
    uri: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class DayTitles:
    """A day and its papers."""

    day: date
    title: str
    url: str
    count: str
    cards: tuple[Card, ...]


def week_span(year: int, week: int, words: Words) -> Span:
    """The way to a week."""
    uri = week_uri(year, week)
    return Span(words.week(year, week), url_of(uri), uri, str(week))


def month_span(year: int, month: int, words: Words) -> Span:
    """The way to a month."""
    uri = month_uri(year, month)
    return Span(words.month(year, month), url_of(uri), uri)


def markdown_way(key: str, name: str, target: str, words: Words) -> str:
    """A line of Markdown with the way to a page before, after or above."""
    return f"{words(f'around.{key}')}: [{name}]({target})\n"


def week_of(feed: Feed, day: date, words: Words) -> Span | None:
    """The way to a day's week, if it has papers."""
    year, week, _ = day.isocalendar()
    return week_span(year, week, words) if (year, week) in feed.by_week else None


def day_titles(feed: Feed, day: date, words: Words) -> DayTitles:
    """A listing day and its papers."""
    papers = feed.by_day[day]
    number = words.count(len(papers), "paper")
    title = words.weekday_and_day(day)
    return DayTitles(day, title, url_of(day_uri(day)), number, cards(feed, papers, words))

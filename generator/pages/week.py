"""A week's page: Monday to Sunday as ISO 8601 counts them, each day's papers by title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.addresses import ARCHIVE, day_uri, link, week_uri
from generator.feed import Feed
from generator.interface import Words
from generator.model import Page
from generator.pages.cards import markdown_title
from generator.pages.spans import DayTitles, Span, day_titles, markdown_way, month_span, week_span
from generator.site import Site


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week of the archive, its latest day first."""

    name: str
    span: str
    count: str
    days: tuple[DayTitles, ...]
    months: tuple[Span, ...]
    before: Span | None
    after: Span | None


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each week with papers."""
    words = site.words
    weeks = tuple(feed.by_week)
    for index, week in enumerate(weeks):
        days = feed.by_week[week]
        number = words.count(sum(len(feed.by_day[day]) for day in days), "paper")
        monday = days[0] - timedelta(days[0].weekday())
        span = words.span(words.day(monday), words.day(monday + timedelta(6)))
        yield Page(
            uri=week_uri(*week),
            kind="week",
            title=words.week(*week),
            description=words("week.description", papers=number, span=span, site=site.name),
            view=WeekView(
                name=words.week(*week),
                span=span,
                count=number,
                days=tuple(day_titles(feed, day, words) for day in reversed(days)),
                months=_months(days, words),
                before=week_span(*weeks[index - 1], words) if index else None,
                after=week_span(*weeks[index + 1], words) if index + 1 < len(weeks) else None,
            ),
        )


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    return (week_uri(*week) for week in feed.by_week)


def _months(days: tuple[date, ...], words: Words) -> tuple[Span, ...]:
    months = sorted({(day.year, day.month) for day in days})
    return tuple(month_span(*month, words) for month in months)


def markdown(page: Page, words: Words) -> str:
    """The week's page as Markdown."""
    view: WeekView = page.view
    parts = [f"# {view.name}\n", f"{view.span}: {view.count}\n"]
    for day in view.days:
        parts.append(f"## [{day.title}]({link(page.uri, day_uri(day.day))})\n")
        parts.append(f"{day.count}\n")
        parts += [markdown_title(card, page.uri) for card in day.cards]
        parts.append("")
    for key, other in (("before", view.before), ("after", view.after)):
        if other:
            target = link(page.uri, other.uri)
            parts.append(markdown_way(key, other.name, target, words))
    months = (f"[{month.name}]({link(page.uri, month.uri)})" for month in view.months)
    parts.append(f"{words('around.month')}: {' · '.join(months)}\n")
    parts.append(f"[{words('names.all_months')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

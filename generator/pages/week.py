"""A week's page: Monday to Sunday as ISO 8601 counts them, each day's papers by title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.addresses import ARCHIVE, day_uri, link, week_uri
from generator.feed import Feed
from generator.model import Page
from generator.pages.cards import markdown_title
from generator.pages.spans import DayTitles, Span, day_titles, month_span, week_span
from generator.site import Site
from generator.words import count, short_day, week_name


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
    weeks = tuple(feed.by_week)
    for index, week in enumerate(weeks):
        days = feed.by_week[week]
        number = count(sum(len(feed.by_day[day]) for day in days), "paper")
        monday = days[0] - timedelta(days[0].weekday())
        span = f"{short_day(monday)} to {short_day(monday + timedelta(6))}"
        yield Page(
            uri=week_uri(*week),
            kind="week",
            title=week_name(*week),
            description=f"{number} of {span} in {site.name}, day by day.",
            view=WeekView(
                name=week_name(*week),
                span=span,
                count=number,
                days=tuple(day_titles(feed, day) for day in reversed(days)),
                months=_months(days),
                before=week_span(*weeks[index - 1]) if index else None,
                after=week_span(*weeks[index + 1]) if index + 1 < len(weeks) else None,
            ),
        )


def _months(days: tuple[date, ...]) -> tuple[Span, ...]:
    return tuple(month_span(*month) for month in sorted({(day.year, day.month) for day in days}))


def markdown(page: Page) -> str:
    """The week's page as Markdown."""
    view: WeekView = page.view
    parts = [f"# {view.name}\n", f"{view.span}: {view.count}\n"]
    for day in view.days:
        parts.append(f"## [{day.title}]({link(page.uri, day_uri(day.day))})\n")
        parts.append(f"{day.count}\n")
        parts += [markdown_title(card, page.uri) for card in day.cards]
        parts.append("")
    for name, other in (("Before", view.before), ("After", view.after)):
        if other:
            parts.append(f"{name}: [{other.name}]({link(page.uri, other.uri)})\n")
    months = (f"[{month.name}]({link(page.uri, month.uri)})" for month in view.months)
    parts.append(f"Month: {' · '.join(months)}\n")
    parts.append(f"[All months]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

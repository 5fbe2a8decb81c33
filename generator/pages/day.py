"""A day's page: its papers, and the listing days before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, day_uri, link, month_uri, url_of
from generator.feed import Feed, quiet_days
from generator.markup import markdown_line
from generator.model import Page
from generator.notices import intake_line
from generator.pages.cards import Card, cards, markdown_card
from generator.pages.spans import Span, week_of
from generator.site import Site
from generator.words import count, long_day, month_name, short_day


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The listing day before or after."""

    day: date
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the archive; one without papers has no cards. `intake`: how each source's went."""

    day: date
    title: str
    count: str
    month: str
    month_url: str
    week: Span | None
    cards: tuple[Card, ...]
    before: Neighbour | None
    after: Neighbour | None
    intake: tuple[str, ...] = ()


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each listing day and each quiet day among them."""
    for day in feed.days:
        yield _page(feed, site, day)
    for day in quiet_days(feed):
        yield _page(feed, site, day)


def _page(feed: Feed, site: Site, day: date) -> Page:
    papers = feed.by_day.get(day, ())
    before, after = feed.neighbours(day)
    number = count(len(papers), "paper")
    return Page(
        uri=day_uri(day),
        kind="day",
        title=short_day(day),
        description=f"{number} listed on {long_day(day)} in {site.name}.",
        date=day,
        indexed=bool(papers),
        view=DayView(
            day=day,
            title=long_day(day),
            count=number,
            month=month_name(day.year, day.month),
            month_url=url_of(month_uri(day.year, day.month)),
            week=week_of(feed, day),
            cards=cards(feed, papers),
            before=_neighbour(before),
            after=_neighbour(after),
            intake=tuple(intake_line(each) for each in feed.intake.get(day, ())),
        ),
    )


def _neighbour(day: date | None) -> Neighbour | None:
    return Neighbour(day, short_day(day), url_of(day_uri(day))) if day else None


def markdown(page: Page) -> str:
    """The day's page as Markdown."""
    view: DayView = page.view
    parts = [f"# {view.title}\n"]
    parts.append(f"{view.count}\n" if view.cards else "No papers were listed on this day.\n")
    parts += [f"{markdown_line(line)}\n" for line in view.intake]
    parts += [markdown_card(card, page.uri) for card in view.cards]
    for name, other in (("Before", view.before), ("After", view.after)):
        if other:
            parts.append(f"{name}: [{other.title}]({link(page.uri, day_uri(other.day))})\n")
    month = link(page.uri, month_uri(view.day.year, view.day.month))
    parts.append(f"Month: [{view.month}]({month})\n")
    if view.week:
        parts.append(f"Week: [{view.week.name}]({link(page.uri, view.week.uri)})\n")
    parts.append(f"[All days]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

"""A day's page: its papers, and the listing days before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, day_uri, link, month_uri, url_of
from generator.feed import Feed, quiet_days
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.notices import intake_line
from generator.pages.cards import Card, cards, markdown_card
from generator.pages.citation_files import Files, citation_files, markdown_citation_files
from generator.pages.day_topics import DayTopic, day_topics, markdown_day_topics
from generator.pages.spans import Span, markdown_way, week_of
from generator.site import Site

#: From so many papers on a day's topics are named above them.
MANY = 10


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The listing day before or after."""

    day: date
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the archive; one without papers has no cards. `intake`: how each source's went.

    `topics` are those of a day with many papers.
    """

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
    citations: Files = ()
    topics: tuple[DayTopic, ...] = ()


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """A page for each listing day and each quiet day among them."""
    for day in feed.days:
        yield _page(feed, site, day)
    for day in quiet_days(feed):
        yield _page(feed, site, day)


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    return (day_uri(day) for day in (*feed.days, *quiet_days(feed)))


def _page(feed: Feed, site: Site, day: date) -> Page:
    papers = feed.by_day.get(day, ())
    before, after = feed.neighbours(day)
    words = site.words
    number = words.count(len(papers), "paper")
    title = words.weekday_and_day(day)
    return Page(
        uri=day_uri(day),
        kind="day",
        title=words.day(day),
        description=words("day.description", papers=number, day=title, site=site.name),
        date=day,
        indexed=bool(papers),
        view=DayView(
            day=day,
            title=title,
            count=number,
            month=words.month(day.year, day.month),
            month_url=url_of(month_uri(day.year, day.month)),
            week=week_of(feed, day, words),
            cards=cards(feed, papers, words),
            before=_neighbour(before, words),
            after=_neighbour(after, words),
            intake=tuple(intake_line(each, words) for each in feed.intake.get(day, ())),
            citations=citation_files(day_uri(day)) if papers else (),
            topics=day_topics(feed, papers) if len(papers) >= MANY else (),
        ),
    )


def _neighbour(day: date | None, words: Words) -> Neighbour | None:
    return Neighbour(day, words.day(day), url_of(day_uri(day))) if day else None


def markdown(page: Page, words: Words) -> str:
    """The day's page as Markdown."""
    view: DayView = page.view
    parts = [f"# {view.title}\n"]
    parts.append(f"{view.count if view.cards else words('day.none')}\n")
    parts += [f"{markdown_line(line)}\n" for line in view.intake]
    if view.topics:
        parts.append(markdown_day_topics(view.topics, page.uri, words))
    parts += [markdown_card(card, page.uri, words) for card in view.cards]
    if view.citations:
        parts.append(markdown_citation_files(view.citations, page.uri, words))
    for key, other in (("before", view.before), ("after", view.after)):
        if other:
            target = link(page.uri, day_uri(other.day))
            parts.append(markdown_way(key, other.title, target, words))
    month = link(page.uri, month_uri(view.day.year, view.day.month))
    parts.append(markdown_way("month", view.month, month, words))
    if view.week:
        parts.append(markdown_way("week", view.week.name, link(page.uri, view.week.uri), words))
    parts.append(f"[{words('names.all_days')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

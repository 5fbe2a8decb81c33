"""The home page: the latest listing day, then the days before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, HOME, day_uri, link, url_of
from generator.feed import Feed
from generator.markup import markdown_line
from generator.model import Page
from generator.pages.cards import Card, cards, markdown_card, markdown_title
from generator.site import Site
from generator.words import count, long_day

#: Days shown below the latest one, and papers named of each.
DAYS_BEFORE = 14
PAPERS_NAMED = 4


@dataclass(frozen=True, slots=True)
class DayBefore:
    """An earlier day: its first papers by name, and how many more it has."""

    day: date
    title: str
    url: str
    count: str
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The latest day with its papers, if there is any day, and the days before."""

    day: date | None
    title: str
    count: str
    url: str
    cards: tuple[Card, ...]
    days_before: tuple[DayBefore, ...]
    papers: int


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one home page."""
    latest = feed.days[-1] if feed.days else None
    papers = feed.by_day[latest] if latest else ()
    yield Page(
        uri=HOME,
        kind="home",
        title=site.name,
        description=site.description,
        view=HomeView(
            day=latest,
            title=long_day(latest) if latest else "",
            count=count(len(papers), "paper"),
            url=url_of(day_uri(latest)) if latest else "",
            cards=cards(feed, papers),
            days_before=tuple(
                _day_before(feed, day) for day in reversed(feed.days[-1 - DAYS_BEFORE : -1])
            ),
            papers=len(feed.papers),
        ),
    )


def _day_before(feed: Feed, day: date) -> DayBefore:
    papers = feed.by_day[day]
    return DayBefore(
        day=day,
        title=long_day(day),
        url=url_of(day_uri(day)),
        count=count(len(papers), "paper"),
        cards=cards(feed, papers[:PAPERS_NAMED]),
        more=max(0, len(papers) - PAPERS_NAMED),
    )


def markdown(page: Page) -> str:
    """The home page as Markdown."""
    view: HomeView = page.view
    if view.day is None:
        return f"# {markdown_line(page.title)}\n\nThere are no papers here yet.\n"
    parts = [f"# [{view.title}]({link(page.uri, day_uri(view.day))})\n", f"{view.count}\n"]
    parts += [markdown_card(card, page.uri) for card in view.cards]
    if view.days_before:
        parts.append("## Before\n")
        for before in view.days_before:
            parts.append(f"### [{before.title}]({link(page.uri, day_uri(before.day))})\n")
            parts.append(f"{before.count}\n")
            parts += [markdown_title(card, page.uri) for card in before.cards]
            parts.append(f"- and {before.more:,} more\n" if before.more else "")
    parts.append(f"[All days]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

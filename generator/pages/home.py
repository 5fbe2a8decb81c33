"""The home page: the latest listing day, then the days before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.addresses import ARCHIVE, HOME, day_uri, link, url_of
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.notices import intake_line
from generator.pages.cards import Card, cards, markdown_card, markdown_title
from generator.pages.day_topics import DayTopic, day_topics, markdown_day_topics
from generator.site import Site

#: Days shown below the latest one, and papers named of each.
DAYS_BEFORE = 14
PAPERS_NAMED = 4
#: Days of which the intake is looked at.
DAYS_EXPLAINED = 4


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
    #: The topics of the latest day, those with most of its papers first.
    topics: tuple[DayTopic, ...] = ()
    #: How the intake of the latest day went, and of days after it.
    intake: tuple[str, ...] = ()
    #: When the site was last updated, which its foot says.
    updated: date | None = None


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one home page."""
    words = site.words
    latest = feed.days[-1] if feed.days else None
    papers = feed.by_day[latest] if latest else ()
    yield Page(
        uri=HOME,
        kind="home",
        title=site.name,
        description=site.description,
        view=HomeView(
            day=latest,
            title=words.weekday_and_day(latest) if latest else "",
            count=words.count(len(papers), "paper"),
            url=url_of(day_uri(latest)) if latest else "",
            cards=cards(feed, papers, words),
            days_before=tuple(
                _day_before(feed, day, words) for day in reversed(feed.days[-1 - DAYS_BEFORE : -1])
            ),
            papers=len(feed.papers),
            topics=day_topics(feed, papers),
            intake=tuple(_intake(feed, latest, words)),
            updated=feed.updated,
        ),
    )


def _intake(feed: Feed, latest: date | None, words: Words) -> Iterator[str]:
    """What sources say of the latest day if it is not complete, and of days since."""
    for day in sorted(feed.intake)[-DAYS_EXPLAINED:]:
        if latest is None or day >= latest:
            for each in feed.intake[day]:
                line = intake_line(each, words)
                if day != latest:
                    yield words("notices.intake_of", day=words.weekday_and_day(day), line=line)
                elif each.state != "complete":
                    yield line


def _day_before(feed: Feed, day: date, words: Words) -> DayBefore:
    papers = feed.by_day[day]
    return DayBefore(
        day=day,
        title=words.weekday_and_day(day),
        url=url_of(day_uri(day)),
        count=words.count(len(papers), "paper"),
        cards=cards(feed, papers[:PAPERS_NAMED], words),
        more=max(0, len(papers) - PAPERS_NAMED),
    )


def markdown(page: Page, words: Words) -> str:
    """The home page as Markdown."""
    view: HomeView = page.view
    if view.day is None:
        empty = f"# {markdown_line(page.title)}\n\n{words('site.no_papers')}\n"
        return empty + "".join(f"\n{markdown_line(line)}\n" for line in view.intake)
    parts = [f"# [{view.title}]({link(page.uri, day_uri(view.day))})\n", f"{view.count}\n"]
    parts += [f"{markdown_line(line)}\n" for line in view.intake]
    if view.topics:
        parts.append(markdown_day_topics(view.topics, page.uri, words))
    parts += [markdown_card(card, page.uri, words) for card in view.cards]
    if view.days_before:
        parts.append(f"## {words('home.before')}\n")
        for before in view.days_before:
            parts.append(f"### [{before.title}]({link(page.uri, day_uri(before.day))})\n")
            parts.append(f"{before.count}\n")
            parts += [markdown_title(card, page.uri) for card in before.cards]
            parts.append(f"- {words('home.more', n=before.more)}\n" if before.more else "")
    parts.append(f"[{words('names.all_days')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

"""The most upvoted papers of the latest day, week and month, each at an address of its own.

Three addresses and not one page of three parts: each can be kept as a bookmark, and a month's
fifty papers do not weigh on who looks for the day's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from generator.addresses import ARCHIVE, HOME, link, trending_uri, url_of
from generator.feed import Feed
from generator.model import Page, Paper
from generator.pages.cards import Card, cards, markdown_card
from generator.site import Site
from generator.words import count, short_day

#: Papers that a page shows.
SHOWN = 50
#: By the last part of the address: what it is called, and how many days there are in it. A week
#: or month of the calendar that has just begun would be the day over again.
SPANS = {"": ("Day", 1), "week": ("Week", 7), "month": ("Month", 30)}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the three pages."""

    name: str
    url: str
    uri: str
    here: bool


@dataclass(frozen=True, slots=True)
class TrendingView:
    """The most upvoted papers of some days; `voted` are all of these with upvotes."""

    span: str
    voted: str
    more: bool
    cards: tuple[Card, ...]
    tabs: tuple[Tab, ...]
    #: Why there are no cards, if there are none.
    nothing: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The three pages, whether there are upvotes or not."""
    votes = any(paper.upvotes for paper in feed.papers)
    latest = feed.days[-1] if feed.days else None
    for part, (name, days) in SPANS.items():
        first = latest - timedelta(days - 1) if latest else None
        voted = _voted(feed, first)
        span = _span(first, latest)
        yield Page(
            uri=trending_uri(part),
            kind="trending",
            title=f"Trending: {name.lower()}" if part else "Trending",
            description=f"The most upvoted papers in {site.name}{f', {span}' if span else ''}.",
            indexed=bool(voted),
            view=TrendingView(
                span=span,
                voted=count(len(voted), "paper"),
                more=len(voted) > SHOWN,
                cards=cards(feed, voted[:SHOWN]),
                tabs=tuple(
                    Tab(other, url_of(trending_uri(end)), trending_uri(end), end == part)
                    for end, (other, _) in SPANS.items()
                ),
                nothing="" if voted else _nothing(votes, span),
            ),
        )


def _voted(feed: Feed, first: date | None) -> list[Paper]:
    """The papers with upvotes since that day, the most upvoted first, then the newest."""
    if first is None:
        return []
    recent = takewhile(lambda paper: paper.listed >= first, feed.papers)
    return sorted(
        (paper for paper in recent if paper.upvotes), key=lambda paper: -(paper.upvotes or 0)
    )


def _span(first: date | None, latest: date | None) -> str:
    if first is None or latest is None:
        return ""
    return short_day(latest) if first == latest else f"{short_day(first)} to {short_day(latest)}"


def _nothing(votes: bool, span: str) -> str:
    if votes:
        return f"No paper of {span} has upvotes yet."
    return (
        "The sources of this feed give no upvotes, so there is nothing to order papers by. "
        "When one of them does, its papers stand here."
    )


def markdown(page: Page) -> str:
    """The page as Markdown."""
    view: TrendingView = page.view
    parts = ["# Trending\n"]
    if view.cards:
        parts.append(f"{view.span}: {view.voted} with upvotes\n")
    else:
        parts.append(f"{view.nothing}\n")
    parts += [markdown_card(card, page.uri, dated=True) for card in view.cards]
    others = (f"[{tab.name}]({link(page.uri, tab.uri)})" for tab in view.tabs if not tab.here)
    parts.append(f"{' · '.join(others)}\n")
    parts.append(f"[Latest day]({link(page.uri, HOME)}) · [All days]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

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
from generator.interface import Words
from generator.model import Page, Paper
from generator.pages.cards import Card, cards, markdown_card
from generator.site import Site

#: Papers that a page shows.
SHOWN = 50
#: By the last part of the address: what it is called, and how many days there are in it. A week
#: or month of the calendar that has just begun would be the day over again.
SPANS = {"": ("day", 1), "week": ("week", 7), "month": ("month", 30)}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the three pages."""

    name: str
    url: str
    uri: str
    here: bool


@dataclass(frozen=True, slots=True)
class TrendingView:
    """The most upvoted papers of some days; `lead` says how many they are."""

    span: str
    lead: str
    cards: tuple[Card, ...]
    tabs: tuple[Tab, ...]
    #: Why there are no cards, if there are none.
    nothing: str


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The three pages, whether there are upvotes or not."""
    words = site.words
    votes = any(paper.upvotes for paper in feed.papers)
    latest = feed.days[-1] if feed.days else None
    for part, (name, days) in SPANS.items():
        first = latest - timedelta(days - 1) if latest else None
        voted = _voted(feed, first)
        span = words.span(words.day(first), words.day(latest)) if first and latest else ""
        days_named = words(f"trending.{name}")
        yield Page(
            uri=trending_uri(part),
            kind="trending",
            title=words("trending.title_of", days=days_named) if part else words("names.trending"),
            description=(
                words("trending.description_of", site=site.name, span=span)
                if span
                else words("trending.description", site=site.name)
            ),
            indexed=bool(voted),
            view=TrendingView(
                span=span,
                lead=_lead(len(voted), words),
                cards=cards(feed, voted[:SHOWN], words),
                tabs=tuple(
                    Tab(
                        words(f"trending.{other}"),
                        url_of(trending_uri(end)),
                        trending_uri(end),
                        end == part,
                    )
                    for end, (other, _) in SPANS.items()
                ),
                nothing="" if voted else _nothing(votes, span, words),
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


def _lead(voted: int, words: Words) -> str:
    return words("trending.most", n=SHOWN) if voted > SHOWN else words("trending.voted", n=voted)


def _nothing(votes: bool, span: str, words: Words) -> str:
    return words("trending.none_of", span=span) if votes else words("trending.none")


def markdown(page: Page, words: Words) -> str:
    """The page as Markdown."""
    view: TrendingView = page.view
    parts = [f"# {words('names.trending')}\n"]
    if view.cards:
        parts.append(f"{view.span}: {view.lead}\n")
    else:
        parts.append(f"{view.nothing}\n")
    parts += [markdown_card(card, page.uri, words, dated=True) for card in view.cards]
    others = (f"[{tab.name}]({link(page.uri, tab.uri)})" for tab in view.tabs if not tab.here)
    parts.append(f"{' · '.join(others)}\n")
    latest = f"[{words('names.latest_day')}]({link(page.uri, HOME)})"
    parts.append(f"{latest} · [{words('names.all_days')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)

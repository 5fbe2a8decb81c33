"""A card image for the site and for each listing day, and never one for a paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

from generator.addresses import CARD, day_card
from generator.card_image import Card, png
from generator.feed import Feed
from generator.model import OutputDraft
from generator.site import Site

#: Topics that a day's card names, the most frequent of the day.
_TOPICS = 3


def files(feed: Feed, site: Site) -> Iterator[OutputDraft]:
    """An image for the site, and one a day."""
    yield _drawn(CARD, Card(site.name, site.name, site.description))
    for day in feed.days:
        yield _drawn(day_card(day), _of_day(day, feed, site))


def _of_day(day: date, feed: Feed, site: Site) -> Card:
    papers = feed.by_day[day]
    counted = Counter(match.slug for paper in papers for match in feed.matches[paper.id])
    often = sorted(counted, key=lambda slug: (-counted[slug], slug))[:_TOPICS]
    return Card(
        name=site.name,
        heading=site.words.day(day),
        below=site.words.count(len(papers), "paper"),
        foot="  ·  ".join(feed.topics[slug].label for slug in often),
        otherwise=day.isoformat(),
    )


def _drawn(path: str, card: Card) -> OutputDraft:
    told = card.name, card.heading, card.below, card.foot, card.otherwise
    return OutputDraft(path, told, partial(png, card))

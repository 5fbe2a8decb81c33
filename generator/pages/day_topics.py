"""The topics of a day's papers, by which readers narrow them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.addresses import link, topic_uri, url_of
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Paper
from generator.topics import Topic

#: Topics of a day that are named above its papers.
TOPICS_SHOWN = 16


@dataclass(frozen=True, slots=True)
class DayTopic:
    """A topic of the day and how many of the day's papers have it."""

    topic: Topic
    url: str
    papers: int


def day_topics(feed: Feed, papers: Sequence[Paper]) -> tuple[DayTopic, ...]:
    """The topics of a day, those with most of its papers first."""
    numbers = Counter(match.slug for paper in papers for match in feed.matches[paper.id])
    # Equals stay in the order of `topics.yml`.
    slugs = sorted((slug for slug in feed.topics if numbers[slug]), key=lambda slug: -numbers[slug])
    return tuple(
        DayTopic(feed.topics[slug], url_of(topic_uri(slug)), numbers[slug])
        for slug in slugs[:TOPICS_SHOWN]
    )


def markdown_day_topics(topics: Iterable[DayTopic], uri: str, words: Words) -> str:
    """The same in a line of Markdown, in the file `uri`."""
    named = (
        f"[{markdown_line(item.topic.label)}]({link(uri, topic_uri(item.topic.slug))}) "
        f"({words.number(item.papers)})"
        for item in topics
    )
    return f"{words('names.topics')}: {' · '.join(named)}\n"

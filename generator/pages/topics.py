"""The index of topics, by area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import TOPICS, link, topic_uri, url_of
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.site import Site
from generator.topics import Topic


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic and how many papers have it."""

    topic: Topic
    url: str
    papers: int


@dataclass(frozen=True, slots=True)
class TopicsView:
    """The areas in the order of `topics.yml`, each with its topics that papers have.

    `lead` says what they are, or why there are none.
    """

    lead: str
    areas: tuple[tuple[str, tuple[TopicRow, ...]], ...]


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one index of topics."""
    areas: dict[str, list[TopicRow]] = {}
    used = [slug for slug in feed.topics if feed.by_topic[slug]]
    for slug in used:
        topic = feed.topics[slug]
        row = TopicRow(topic, url_of(topic_uri(slug)), len(feed.by_topic[slug]))
        areas.setdefault(topic.area, []).append(row)
    words = site.words
    none = words("topics.unused") if feed.topics else words("topics.none", site=site.name)
    yield Page(
        uri=TOPICS,
        kind="topics",
        title=words("names.topics"),
        description=words("topics.description", n=len(used), site=site.name) if used else none,
        view=TopicsView(
            lead=words("topics.lead") if used else none,
            areas=tuple((area, tuple(rows)) for area, rows in areas.items()),
        ),
    )


def markdown(page: Page, words: Words) -> str:
    """The index of topics as Markdown."""
    view: TopicsView = page.view
    parts = [f"# {page.title}\n", *([] if view.areas else [f"{markdown_line(view.lead)}\n"])]
    for area, rows in view.areas:
        parts.append(f"## {markdown_line(area)}\n")
        for row in rows:
            target = link(page.uri, topic_uri(row.topic.slug))
            parts.append(f"- [{markdown_line(row.topic.label)}]({target})")
            parts.append(
                f"  {words.count(row.papers, 'paper')}: {markdown_line(row.topic.meaning)}"
            )
        parts.append("")
    return "\n".join(parts)

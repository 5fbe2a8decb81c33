"""A topic's pages: its papers, newest first, fifty a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import TOPICS, link, topic_uri, url_of
from generator.feed import Feed
from generator.markup import markdown_line
from generator.model import Page
from generator.pages.cards import Card, cards, markdown_card
from generator.site import Site
from generator.topics import Topic
from generator.words import count

PAPERS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TopicView:
    """One page of a topic's papers; `numbers` are the pages to link to, None for a gap."""

    topic: Topic
    count: str
    cards: tuple[Card, ...]
    number: int
    last: int
    numbers: tuple[int | None, ...]
    urls: tuple[str, ...]


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The pages of each topic; a topic without papers has one that says so."""
    for slug, topic in feed.topics.items():
        papers = feed.by_topic[slug]
        last = max(1, -(-len(papers) // PAPERS_A_PAGE))
        urls = tuple(url_of(topic_uri(slug, number)) for number in range(1, last + 1))
        number_of = count(len(papers), "paper")
        for number in range(1, last + 1):
            shown = papers[(number - 1) * PAPERS_A_PAGE : number * PAPERS_A_PAGE]
            suffix = f" (page {number} of {last})" if number > 1 else ""
            yield Page(
                uri=topic_uri(slug, number),
                kind="topic",
                title=f"{topic.label}{suffix}",
                description=f"{number_of} about {topic.label}: {topic.meaning}.",
                indexed=bool(papers),
                view=TopicView(
                    topic=topic,
                    count=number_of,
                    cards=cards(feed, shown),
                    number=number,
                    last=last,
                    numbers=_numbers(number, last),
                    urls=urls,
                ),
            )


def _numbers(number: int, last: int) -> tuple[int | None, ...]:
    """The first, the last and the next pages, None where some are left out."""
    near = sorted({1, 2, number - 1, number, number + 1, last - 1, last} & set(range(1, last + 1)))
    found: list[int | None] = []
    for before, after in zip([0, *near], near, strict=False):
        if after - before > 1:
            found.append(None)
        found.append(after)
    return tuple(found)


def markdown(page: Page) -> str:
    """The topic's page as Markdown."""
    view: TopicView = page.view
    parts = [f"# {markdown_line(page.title)}\n", f"{markdown_line(view.topic.meaning)}\n"]
    parts.append(f"{view.count}\n" if view.cards else "No paper has this topic yet.\n")
    parts += [markdown_card(card, page.uri) for card in view.cards]
    others = [
        f"[{number}]({link(page.uri, topic_uri(view.topic.slug, number))})"
        for number in view.numbers
        if number and number != view.number
    ]
    if others:
        parts.append(f"Pages: {' '.join(others)}\n")
    parts.append(f"[All topics]({link(page.uri, TOPICS)})\n")
    return "\n".join(parts)

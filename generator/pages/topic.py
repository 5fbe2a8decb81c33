"""A topic's pages: its papers, newest first, fifty a page; how many a month; what is near it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from generator.addresses import ATOM, TOPICS, link, topic_uri, url_of
from generator.charts import Trend, months_between, trend
from generator.feed import Feed
from generator.groups import months_of
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.pages.cards import Card, cards, markdown_card
from generator.pages.citation_files import Files, citation_files, markdown_citation_files
from generator.pages.paging import Paging, markdown_paging, paged, paged_uris
from generator.site import Site
from generator.terms import singular
from generator.topics import Topic

#: Topics named beside a topic.
NEAR = 8


@dataclass(frozen=True, slots=True)
class NearTopic:
    """A topic that shares papers with this one."""

    topic: Topic
    url: str
    papers: int


@dataclass(frozen=True, slots=True)
class TypicalTerm:
    """A term that is typical of the topic's papers, and the search for it."""

    term: str
    url: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """One page of a topic's papers; the first has the trend, typical terms, and topics near it."""

    topic: Topic
    count: str
    cards: tuple[Card, ...]
    paging: Paging
    trend: Trend | None
    typical: tuple[TypicalTerm, ...]
    near: tuple[NearTopic, ...]
    citations: Files


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The pages of each topic; a topic without papers has one that says so."""
    words = site.words
    months = months_between(feed.months[0], feed.months[-1]) if feed.months else ()
    for slug, topic in feed.topics.items():
        papers = feed.by_topic[slug]
        line = trend(months_of(papers), months, words)
        near = tuple(_near(feed, slug))
        typical = tuple(_typical(feed, topic))
        number_of = words.count(len(papers), "paper")
        for paging, shown in paged(papers, partial(topic_uri, slug)):
            yield Page(
                uri=topic_uri(slug, paging.number),
                kind="topic",
                title=paging.title(topic.label, words),
                description=words(
                    "topic.description",
                    papers=number_of,
                    topic=topic.label,
                    meaning=topic.meaning,
                ),
                indexed=bool(papers),
                view=TopicView(
                    topic=topic,
                    count=number_of,
                    cards=cards(feed, shown, words),
                    paging=paging,
                    trend=line if paging.number == 1 else None,
                    typical=typical if paging.number == 1 else (),
                    near=near if paging.number == 1 else (),
                    citations=citation_files(topic_uri(slug)) if papers else (),
                ),
            )


def uris(feed: Feed) -> Iterator[str]:
    """The file of each page, in the order of `pages`."""
    for slug in feed.topics:
        yield from paged_uris(feed.by_topic[slug], partial(topic_uri, slug))


def _near(feed: Feed, slug: str) -> Iterator[NearTopic]:
    for other, papers in feed.near_topics.get(slug, ())[:NEAR]:
        yield NearTopic(feed.topics[other], url_of(topic_uri(other)), papers)


def _typical(feed: Feed, topic: Topic) -> Iterator[TypicalTerm]:
    """The terms of the topic's papers, without the topic's own name."""
    for term in feed.related.typical.get(topic.slug, ()):
        if singular(term) != singular(topic.label):
            yield TypicalTerm(term, f"search/?{urlencode({'q': term, 'topic': topic.slug})}")


def markdown(page: Page, words: Words) -> str:
    """The topic's page as Markdown."""
    view: TopicView = page.view
    parts = [f"# {markdown_line(page.title)}\n", f"{markdown_line(view.topic.meaning)}\n"]
    feed = link(page.uri, f"{url_of(topic_uri(view.topic.slug))}{ATOM}")
    said = f"{view.count} · [{words('topic.feed')}]({feed})" if view.cards else words("topic.none")
    parts.append(f"{said}\n")
    if view.citations:
        parts.append(markdown_citation_files(view.citations, page.uri, words))
    if view.trend:
        parts.append(f"{view.trend.description}\n")
    if view.typical:
        terms = (markdown_line(each.term) for each in view.typical)
        parts.append(f"{words('topic.typical')}: {' · '.join(terms)}\n")
    if view.near:
        named = (
            f"[{markdown_line(near.topic.label)}]({link(page.uri, topic_uri(near.topic.slug))}) "
            f"({words.number(near.papers)})"
            for near in view.near
        )
        parts.append(f"{words('topic.near')}: {' · '.join(named)}\n")
    parts += [markdown_card(card, page.uri, words, dated=True) for card in view.cards]
    parts.append(markdown_paging(view.paging, page.uri, partial(topic_uri, view.topic.slug), words))
    parts.append(f"[{words('names.all_topics')}]({link(page.uri, TOPICS)})\n")
    return "\n".join(part for part in parts if part)

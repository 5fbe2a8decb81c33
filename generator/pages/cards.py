"""A paper in a list: what its card shows, and its lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.addresses import link, paper_uri, topic_uri, url_of
from generator.feed import Feed
from generator.interface import Words
from generator.markup import markdown_line, markdown_paragraphs, opening
from generator.model import Paper
from generator.notices import is_summary
from generator.topics import Topic

#: Characters of an abstract: more than there is place for in the four lines that are shown.
ABSTRACT = 640


@dataclass(frozen=True, slots=True)
class Card:
    """A paper as lists show it; in words only when it is asked, for it stands in many lists."""

    paper: Paper
    topics: tuple[Topic, ...]
    words: Words = field(repr=False)

    @property
    def url(self) -> str:
        """The address of its page, from the root."""
        return url_of(paper_uri(self.paper.id))

    @property
    def byline(self) -> str:
        """Its first authors."""
        return self.words.byline(tuple(author.name for author in self.paper.authors))

    @property
    def opening(self) -> str:
        """How its abstract begins."""
        return opening(self.paper.abstract, ABSTRACT)

    @property
    def label(self) -> str:
        """What is said of it before it is read, if anything."""
        return self.words("cards.our_summary") if is_summary(self.paper) else ""

    @property
    def day(self) -> str:
        """The day on which it was listed."""
        return self.words.day(self.paper.listed)


def cards(feed: Feed, papers: Iterable[Paper], words: Words) -> tuple[Card, ...]:
    """A card for each paper, in the same order."""
    return tuple(Card(paper, feed.topics_of(paper), words) for paper in papers)


def markdown_card(card: Card, uri: str, words: Words, *, dated: bool = False) -> str:
    """The card as Markdown in the file `uri`; `dated` in lists of more than one day."""
    paper = card.paper
    lines = [f"## [{markdown_line(paper.title)}]({link(uri, paper_uri(paper.id))})", ""]
    if paper.status:
        lines += [f"**{words(f'cards.status_{paper.status}')}**", ""]
    if card.byline:
        lines += [markdown_line(card.byline), ""]
    if dated:
        lines += [words("cards.listed", day=card.day), ""]
    if paper.upvotes:
        lines += [words.count(paper.upvotes, "upvote"), ""]
    if card.label:
        lines += [card.label, ""]
    if paper.abstract:
        lines += [markdown_paragraphs(card.opening), ""]
    if card.topics:
        lines += [markdown_topics(card.topics, uri), ""]
    return "\n".join(lines)


def markdown_title(card: Card, uri: str) -> str:
    """The card as an item of a Markdown list of titles, in the file `uri`."""
    marked = markdown_status(card.paper.status, card.words)
    return f"- [{markdown_line(card.paper.title)}]({link(uri, paper_uri(card.paper.id))}){marked}"


def markdown_status(status: str | None, words: Words) -> str:
    """The mark behind the title of a paper that was withdrawn or retracted."""
    return f" **{words(f'cards.status_{status}')}**" if status else ""


def markdown_topics(topics: Iterable[Topic], uri: str) -> str:
    """Links to topics in one line, in the file `uri`."""
    return " · ".join(
        f"[{markdown_line(topic.label)}]({link(uri, topic_uri(topic.slug))})" for topic in topics
    )

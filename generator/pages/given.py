"""What goes into a paper's page besides the site: the paper, and what the feed says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.addresses import venue_uri
from generator.feed import Feed
from generator.model import Paper
from generator.terms import singular
from generator.topics import TopicMatch


@dataclass(frozen=True, slots=True)
class Titled:
    """What another paper's page says of a paper."""

    id: str
    title: str
    language: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class NearPaper:
    """A paper near this one, and what both have."""

    paper: Titled
    shared: str


@dataclass(frozen=True, slots=True)
class Given:
    """All that goes into a paper's page besides the site."""

    paper: Paper
    #: Slug and label of each topic, and why the paper has it.
    topics: tuple[tuple[str, str, TopicMatch], ...]
    related: tuple[NearPaper, ...]
    before: Titled | None
    after: Titled | None
    venue_uri: str


def all_given(feed: Feed) -> Iterator[Given]:
    """What goes into each paper's page, day by day."""
    facts = _facts(feed)
    for papers in feed.by_day.values():
        for index in range(len(papers)):
            yield _given(feed, papers, index, *facts)


def given_edited(feed: Feed, paper: Paper) -> Given:
    """The same of a paper of the feed that was edited since: what the feed says of it is old."""
    listed = feed.by_day.get(paper.listed, ())
    index = next((n for n, each in enumerate(listed) if each.id == paper.id), len(listed))
    given = _given(feed, (*listed[:index], paper, *listed[index + 1 :]), index, *_facts(feed))
    same_venue = any(each.id == paper.id and each.venue == paper.venue for each in feed.papers)
    return given if same_venue else replace(given, venue_uri="")


def _facts(feed: Feed) -> tuple[Mapping[str, Titled], Mapping[str, str]]:
    """By a paper's id what other pages say of it, and its venue."""
    titled = {paper.id: _titled(paper) for paper in feed.papers}
    return titled, {paper.id: slug for slug, venue in feed.venues.items() for paper in venue.papers}


def _given(
    feed: Feed,
    day: Sequence[Paper],
    index: int,
    titled: Mapping[str, Titled],
    venues: Mapping[str, str],
) -> Given:
    paper = day[index]
    return Given(
        paper=paper,
        topics=tuple([(m.slug, feed.topics[m.slug].label, m) for m in feed.matches[paper.id]]),
        related=tuple(_related(feed, paper, titled)),
        before=titled[day[index - 1].id] if index else None,
        after=titled[day[index + 1].id] if index + 1 < len(day) else None,
        venue_uri=venue_uri(venues[paper.id]) if paper.id in venues else "",
    )


def _titled(paper: Paper) -> Titled:
    return Titled(paper.id, paper.title, paper.language, paper.status)


def _related(feed: Feed, paper: Paper, titled: Mapping[str, Titled]) -> Iterator[NearPaper]:
    for near in feed.related[paper.id]:
        said = near.terms
        if near.topics:
            topics = [feed.topics[slug].label for slug in near.topics]
            named = {singular(label) for label in topics}
            terms = tuple([term for term in said if singular(term) not in named])
            # Topics stand on both pages anyway: they are named where terms say little.
            said = terms if len(terms) > 1 else (*terms, *topics)
        yield NearPaper(titled[near.paper.id], ", ".join(said))

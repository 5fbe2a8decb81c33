"""Which channels there are, and which papers each of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from generator.addresses import TOPICS, area_folder, query_folder, topic_uri, url_of
from generator.feed import Feed
from generator.model import Paper
from generator.site import Site

#: What a channel holds: the papers of the feed's last days, or if these are few, the last papers.
DAYS = 14
PAPERS = 100


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: its folder, its names, the page that shows the same, and its papers, newest first.

    Folder and page are relative to the site's root and end with a slash, or are empty.
    """

    folder: str
    title: str
    description: str
    page: str
    papers: tuple[Paper, ...]


def channels(feed: Feed, site: Site) -> Iterator[Channel]:
    """Every channel: the whole feed first, then areas, topics, and saved queries."""
    words = site.words
    yield Channel("", site.name, site.description, "", latest(feed.papers, feed))
    for area, slugs in areas(feed).items():
        yield Channel(
            area_folder(area),
            words("channels.title", site=site.name, name=area),
            words("channels.area", site=site.name, area=area),
            url_of(TOPICS),
            latest(_of_topics(feed, slugs), feed),
        )
    for slug, topic in feed.topics.items():
        page = url_of(topic_uri(slug))
        title = words("channels.title", site=site.name, name=topic.label)
        yield Channel(page, title, topic.meaning, page, latest(feed.by_topic[slug], feed))
    for query in site.queries:
        folder = query_folder(query.slug)
        title = words("channels.title", site=site.name, name=query.title)
        found = (paper for paper in feed.papers if query.finds(paper, feed.matches[paper.id]))
        said = words("channels.query", site=site.name, name=query.title)
        yield Channel(folder, title, said, "", latest(found, feed))


def areas(feed: Feed) -> dict[str, tuple[str, ...]]:
    """The areas in their order, and the slugs of the topics in each."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, topic in feed.topics.items():
        found[topic.area] = (*found.get(topic.area, ()), slug)
    return found


def latest(papers: Iterable[Paper], feed: Feed) -> tuple[Paper, ...]:
    """Of papers, newest first, those of the feed's last 14 days, and at least the last 100."""
    first = feed.days[-1] - timedelta(days=DAYS - 1) if feed.days else date.max
    counted = enumerate(papers)
    wanted = takewhile(lambda each: each[0] < PAPERS or each[1].listed >= first, counted)
    return tuple(paper for _, paper in wanted)


def _of_topics(feed: Feed, slugs: Iterable[str]) -> Iterator[Paper]:
    wanted = frozenset(slugs)
    for paper in feed.papers:
        if any(match.slug in wanted for match in feed.matches[paper.id]):
            yield paper

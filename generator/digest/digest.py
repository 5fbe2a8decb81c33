"""What a digest says: its papers in groups by their topics, the most upvoted first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.addresses import day_uri, paper_uri, topic_uri, url_of, week_uri
from generator.digest.period import Period
from generator.feed import Feed
from generator.markup import plain
from generator.model import Paper
from generator.notices import status_note
from generator.site import Site
from generator.words import shortened

#: Papers that are named, the most upvoted; a mail of more than 100 kB is cut off by some.
MOST = 60
#: Characters of an abstract.
ABSTRACT = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a digest, as plain text."""

    title: str
    url: str
    by: str
    abstract: str
    upvotes: int
    #: That it was withdrawn or retracted, if it was.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A topic and its papers; those without a topic have no address."""

    label: str
    url: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A whole digest: `more` papers are not in it, and are on the page at `url`."""

    period: Period
    title: str
    count: str
    url: str
    groups: tuple[Group, ...]
    more: int

    @property
    def papers(self) -> int:
        """How many papers it names."""
        return sum(len(group.entries) for group in self.groups)


def digest_of(feed: Feed, site: Site, period: Period, topic: str | None = None) -> Digest:
    """The digest of a period, of all papers or of a topic's."""
    words = site.words
    listed = [
        paper
        for day in feed.days
        if period.first <= day <= period.last
        for paper in feed.by_day[day]
        if topic is None or any(match.slug == topic for match in feed.matches[paper.id])
    ]
    listed.sort(key=lambda paper: (-(paper.upvotes or 0), -paper.listed.toordinal(), paper.id))
    when = words.day(period.first)
    page = day_uri(period.first)
    if period.is_week:
        year, week, _ = period.first.isocalendar()
        when, page = words.week(year, week), week_uri(year, week)
    name = site.name if topic is None else f"{site.name}, {feed.topics[topic].label}"
    return Digest(
        period=period,
        title=words("digest.title", site=name, when=when),
        count=words.count(len(listed), "paper"),
        url=f"{site.url}{url_of(page)}",
        groups=tuple(_groups(listed[:MOST], feed, site, topic)),
        more=max(0, len(listed) - MOST),
    )


def _groups(papers: list[Paper], feed: Feed, site: Site, topic: str | None) -> Iterator[Group]:
    """Each paper once, with the topic that it is surest of."""
    found: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        slugs = [match.slug for match in feed.matches[paper.id]]
        found[topic or (slugs[0] if slugs else "")].append(paper)
    for slug in sorted(found, key=lambda slug: (slug == "", -len(found[slug]), slug)):
        entries = tuple(_entry(paper, site) for paper in found[slug])
        if slug:
            url = f"{site.url}{url_of(topic_uri(slug))}"
            yield Group(feed.topics[slug].label, url, entries)
        else:
            yield Group(site.words("digest.others"), "", entries)


def _entry(paper: Paper, site: Site) -> Entry:
    return Entry(
        title=plain(paper.title),
        url=f"{site.url}{url_of(paper_uri(paper.id))}",
        by=site.words.byline(tuple(author.name for author in paper.authors)),
        abstract=shortened(plain(paper.abstract).replace("\n\n", " "), ABSTRACT),
        upvotes=paper.upvotes or 0,
        note=status_note(paper, site.words),
    )

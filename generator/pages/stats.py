"""The feed in numbers: papers a month, topics over time, venues and organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.addresses import (
    ARCHIVE,
    STATS,
    VENUES,
    link,
    month_uri,
    topic_uri,
    url_of,
    venue_uri,
)
from generator.charts import Columns, Month, Trend, columns, months_between, trend
from generator.feed import Feed
from generator.groups import months_of, venue_key
from generator.interface import Words
from generator.markup import markdown_line
from generator.model import Page
from generator.site import Site
from generator.words import shortened

#: Lines that a table has at most.
TOPICS, NAMES = 15, 20
_NAME = 120


@dataclass(frozen=True, slots=True)
class Row:
    """A name and its papers, with the way to its page if it has one, and its share of the most."""

    name: str
    papers: int
    share: float
    url: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A topic over the months: its line, and its papers in each year."""

    row: Row
    line: Trend | None
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatsView:
    """Everything that the page draws and tells."""

    facts: tuple[str, ...]
    months: Columns | None
    month_rows: tuple[Row, ...]
    years: tuple[int, ...]
    topics: tuple[TopicTrend, ...]
    venues: tuple[Row, ...]
    organizations: tuple[Row, ...]


def pages(feed: Feed, site: Site) -> Iterator[Page]:
    """The one page of numbers."""
    words = site.words
    months = months_between(feed.months[0], feed.months[-1]) if feed.months else ()
    numbers = months_of(feed.papers)
    years = feed.years[-4:]
    yield Page(
        uri=STATS,
        kind="stats",
        title=words("names.stats"),
        description=words("stats.description", site=site.name),
        indexed=bool(feed.papers),
        view=StatsView(
            facts=_facts(feed, words),
            months=columns(numbers, months, words),
            month_rows=_rows(
                [
                    (words.month(*month), papers, month_uri(*month))
                    for month, papers in sorted(numbers.items(), reverse=True)
                ]
            ),
            years=years,
            topics=tuple(_topics(feed, months, years, words)),
            venues=_rows(
                [
                    (venue.label, len(venue.papers), venue_uri(slug))
                    for slug, venue in list(feed.venues.items())[:NAMES]
                ]
            ),
            organizations=_rows(_organizations(feed)),
        ),
    )


def _facts(feed: Feed, words: Words) -> tuple[str, ...]:
    authors = {author.name for paper in feed.papers for author in paper.authors}
    return (
        words.count(len(feed.papers), "paper"),
        words.count(len(feed.days), "listing_day"),
        words.count(len(authors), "author_name"),
        words.count(len(feed.venues), "venue"),
    )


def _rows(found: Sequence[tuple[str, int, str]]) -> tuple[Row, ...]:
    most = max((papers for _, papers, _ in found), default=1)
    return tuple(
        Row(
            name=shortened(" ".join(name.split()), _NAME),
            papers=papers,
            share=round(100 * papers / most, 1),
            url=url_of(uri) if uri else "",
            uri=uri,
        )
        for name, papers, uri in found
    )


def _topics(
    feed: Feed, months: Sequence[Month], years: Sequence[int], words: Words
) -> Iterator[TopicTrend]:
    """The topics with most papers, each over time."""
    most = sorted((slug for slug in feed.topics if feed.by_topic[slug]),
                  key=lambda slug: -len(feed.by_topic[slug]))[:TOPICS]  # fmt: skip
    rows = _rows(
        [(feed.topics[slug].label, len(feed.by_topic[slug]), topic_uri(slug)) for slug in most]
    )
    for slug, row in zip(most, rows, strict=True):
        numbers = months_of(feed.by_topic[slug])
        yield TopicTrend(row, trend(numbers, months, words, 240, 32), _a_year(numbers, years))


def _a_year(numbers: Mapping[Month, int], years: Sequence[int]) -> tuple[int, ...]:
    totals: Counter[int] = Counter()
    for (year, _), papers in numbers.items():
        totals[year] += papers
    return tuple(totals[year] for year in years)


def _organizations(feed: Feed) -> list[tuple[str, int, str]]:
    """The organisations with most papers; spellings that differ in case alone are one."""
    numbers: Counter[str] = Counter(
        paper.organization for paper in feed.papers if paper.organization
    )
    groups: dict[str, Counter[str]] = {}
    for name, papers in numbers.items():
        if key := venue_key(name):
            groups.setdefault(key, Counter())[name] = papers
    totals = [
        (min(names, key=lambda name: (-names[name], name)), names.total(), "")
        for names in groups.values()
    ]
    return sorted(totals, key=lambda found: (-found[1], found[0]))[:NAMES]


def markdown(page: Page, words: Words) -> str:
    """The numbers as Markdown; the drawings are in the site's own build alone."""
    view: StatsView = page.view
    parts = [f"# {page.title}\n", f"{' · '.join(view.facts)}\n"]
    if view.topics:
        topics = (_item(found.row, page, words) for found in view.topics)
        parts += [f"## {words('stats.topics')}\n", *topics, ""]
    for heading, rows in (
        ("venues", view.venues),
        ("organizations", view.organizations),
        ("months", view.month_rows),
    ):
        if rows:
            items = (_item(row, page, words) for row in rows)
            parts += [f"## {words(f'stats.{heading}')}\n", *items, ""]
    venues = f"[{words('names.all_venues')}]({link(page.uri, VENUES)})"
    parts.append(f"{venues} · [{words('names.archive')}]({link(page.uri, ARCHIVE)})\n")
    return "\n".join(parts)


def _item(row: Row, page: Page, words: Words) -> str:
    name = markdown_line(row.name)
    named = f"[{name}]({link(page.uri, row.uri)})" if row.uri else name
    return f"- {named}: {words.count(row.papers, 'paper')}"

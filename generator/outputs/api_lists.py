"""Lists of papers for programs: days, topics, months as JSON lines, and the index of all."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from generator.addresses import (
    API_INDEX,
    daily_papers_file,
    day_file,
    month_file,
    topic_file,
)
from generator.api import daily_papers
from generator.api.hashes import hash_of
from generator.api.lists import day_document, index_document, slugs_of, topic_document
from generator.exports.jsonl import line
from generator.feed import Feed
from generator.model import OutputDraft, OutputFile, Paper
from generator.plain_json import encoded
from generator.site import Site
from generator.topics import Topic

_LEVEL = 6


def files(feed: Feed, site: Site) -> Iterator[OutputFile | OutputDraft]:
    """A file a day and one more of Hugging Face's shape, one a topic, one a month, one of all."""
    for day, papers in feed.by_day.items():
        topics = tuple(slugs_of(paper.id, feed) for paper in papers)
        told = *feed.neighbours(day), feed.intake.get(day, ()), papers, topics
        yield OutputDraft(day_file(day), told, partial(_day, day, feed, site))
        yield OutputDraft(daily_papers_file(day), papers, partial(_daily_papers, papers))
    for slug, topic in feed.topics.items():
        listed = topic, feed.by_topic[slug]
        yield OutputDraft(topic_file(slug), listed, partial(_topic, topic, feed, site))
    hashes: dict[str, str] = {}
    months: dict[str, str] = {}
    for (year, month), days in sorted(feed.by_month.items(), reverse=True):
        lines = []
        for paper in (paper for day in reversed(days) for paper in feed.by_day[day]):
            made = line(paper)
            hashes[paper.id] = hash_of(made.rstrip(b"\n"))
            lines.append(made)
        digest = months[f"{year:04d}-{month:02d}"] = hash_of(b"".join(lines))
        yield OutputDraft(month_file(year, month), digest, partial(_packed, lines))
    yield OutputFile(API_INDEX, encoded(index_document(feed, site, hashes, months)))


def _day(day: date, feed: Feed, site: Site) -> bytes:
    return encoded(day_document(day, feed, site))


def _daily_papers(papers: Iterable[Paper]) -> bytes:
    return encoded(daily_papers.document(papers))


def _topic(topic: Topic, feed: Feed, site: Site) -> bytes:
    return encoded(topic_document(topic, feed, site))


def _packed(lines: Iterable[bytes]) -> bytes:
    """The lines by gzip; they are a twentieth of a site otherwise, and seldom asked for."""
    return gzip.compress(b"".join(lines), _LEVEL, mtime=0)

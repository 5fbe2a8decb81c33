"""Days, topics and the index of all as the API has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.addresses import day_uri, topic_uri, url_of
from generator.api import VERSION
from generator.api.paper_document import entry
from generator.feed import Feed
from generator.model import Paper
from generator.notices import is_sample
from generator.site import Site
from generator.topics import Topic


def day_document(day: date, feed: Feed, site: Site) -> dict[str, Any]:
    """A day's papers in short, the listing days next to it, and how each source's intake went."""
    before, after = feed.neighbours(day)
    return {
        "api": VERSION,
        "day": day,
        "url": f"{site.url}{url_of(day_uri(day))}",
        "before": before,
        "after": after,
        "sources": [
            {"source": each.source, "state": each.state, "reason": each.reason}
            for each in feed.intake.get(day, ())
        ],
        "papers": [entry(each, slugs_of(each.id, feed)) for each in feed.by_day[day]],
    }


def slugs_of(paper_id: str, feed: Feed) -> tuple[str, ...]:
    """The slugs of a paper's topics, the surest first."""
    return tuple(match.slug for match in feed.matches[paper_id])


def topic_document(topic: Topic, feed: Feed, site: Site) -> dict[str, Any]:
    """A topic: what it is, and ids and titles of its papers, newest first."""
    return {
        "api": VERSION,
        "slug": topic.slug,
        "name": topic.label,
        "area": topic.area,
        "meaning": topic.meaning,
        "url": f"{site.url}{url_of(topic_uri(topic.slug))}",
        "papers": [_named(each) for each in feed.by_topic[topic.slug]],
    }


def index_document(
    feed: Feed, site: Site, papers: Mapping[str, str], months: Mapping[str, str]
) -> dict[str, Any]:
    """All there is: the hash of each paper's record and of each month's file, days and topics.

    `papers` gives the hash by id, newest first, `months` that of the file by month. With aliases
    and removed papers it has each address that a paper ever had: see `permalinks.py`. The papers
    stand in the order of the days, so that it says in which month's file each of them is.
    """
    said = {"licence": site.licence, "contact": site.contact}
    return {
        "api": VERSION,
        "name": site.name,
        "url": site.url,
        **{key: text for key, text in said.items() if text},
        "papers": papers,
        "months": months,
        "days": {day.isoformat(): len(feed.by_day[day]) for day in reversed(feed.days)},
        "topics": {slug: len(found) for slug, found in sorted(feed.by_topic.items()) if found},
        "aliases": dict(sorted((a, paper.id) for paper in feed.papers for a in paper.aliases)),
        "removed": dict(sorted((n, each.day) for each in feed.removed for n in each.names)),
        "samples": sorted(paper.id for paper in feed.papers if is_sample(paper)),
    }


def _named(paper: Paper) -> dict[str, Any]:
    said = {"status": paper.status} if paper.status else {}
    return {"id": paper.id, "title": paper.title, "listed": paper.listed} | said

"""The topics that have papers, and the words that earn them: what search offers as one types."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.addresses import SEARCH_TOPICS
from generator.feed import Feed
from generator.model import OutputFile
from generator.site import Site
from generator.topics import Topic

#: Phrases of a topic that are in the file, and the weight from which one stands for the topic.
MOST = 20
STANDS_FOR_IT = 1.0


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one file, a list of topics, those with most papers first."""
    found = [(len(feed.by_topic[slug]), topic) for slug, topic in feed.topics.items()]
    ranked = sorted(found, key=lambda each: (-each[0], each[1].slug))
    topics = [
        {"slug": topic.slug, "label": topic.label, "papers": papers, "words": _words(topic)}
        for papers, topic in ranked
        if papers
    ]
    data = json.dumps(topics, ensure_ascii=False, separators=(",", ":"))
    yield OutputFile(SEARCH_TOPICS, data.encode())


def _words(topic: Topic) -> list[str]:
    strong = (each.text.lower() for each in topic.phrases if each.weight >= STANDS_FOR_IT)
    return list(dict.fromkeys(strong))[:MOST]

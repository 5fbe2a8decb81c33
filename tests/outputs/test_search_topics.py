"""The topics that search offers: those with papers, and the words that earn them."""

from __future__ import annotations

import json
from typing import Any

from generator.outputs.search_topics import MOST, files
from generator.topics import Phrase, Topic
from tests.toy import SITE, feed_of, paper, topic


def topics(*made: Topic, titles: tuple[str, ...]) -> list[dict[str, Any]]:
    papers = [paper(n, title=title) for n, title in enumerate(titles)]
    (output,) = files(feed_of(*papers, topics=made), SITE)
    assert output.path == "api/search-topics.json"
    found: list[dict[str, Any]] = json.loads(output.data)
    return found


def test_those_with_most_papers_come_first_and_those_without_not_at_all() -> None:
    made = [topic("seas", "sea"), topic("birds", "gull", "Tern"), topic("none", "unicorn")]
    found = topics(*made, titles=("Sea", "A gull at sea", "More sea"))
    assert found == [
        {"slug": "seas", "label": "Seas", "papers": 3, "words": ["sea"]},
        {"slug": "birds", "label": "Birds", "papers": 1, "words": ["gull", "tern"]},
    ]


def test_words_that_only_hint_or_hide_are_left_out_and_there_is_an_end() -> None:
    phrases = [Phrase("gull"), Phrase("wing", 0.4), Phrase("gull wing", 0.0)]
    phrases += [Phrase(f"bird{n}") for n in range(30)]
    (found,) = topics(Topic("b", "<B> & é", "b", "Area", tuple(phrases)), titles=("gull",))
    assert found["label"] == "<B> & é"
    assert found["words"] == ["gull", *(f"bird{n}" for n in range(MOST - 1))]

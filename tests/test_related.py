"""Which papers are near a paper, why, and what it costs."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from generator.feed import Feed
from generator.related import (
    POSTINGS,
    RELATED,
    TERMS,
    RelatedIndex,
    _heaviest,
    _Terms,
    _weights,
)
from tests.toy import feed_of, paper, topic

CRABS = "Crabs walk sideways because their knees bend outwards, and periwinkles watch them."
GULLS = "Gulls steal chips, and a thermal lifts them over the pier."


def shore(*more: str) -> Feed:
    """Two papers of crabs, two of gulls, and others that share nothing."""
    texts = (CRABS, CRABS, GULLS, GULLS, *more)
    words = ("crabs", "crab", "gulls", "gull")
    made = [
        paper(number, title=f"On {words[number] if number < 4 else number}", abstract=text)
        for number, text in enumerate(texts)
    ]
    return feed_of(*made, topics=[topic("birds", "gull"), topic("crabs", "crab")])


def test_the_nearest_share_words_and_these_are_named() -> None:
    (found,) = shore().related["2401.00000"]
    assert found.paper.id == "2401.00001"
    assert found.nearness == 1.0
    assert "crabs" in found.terms
    assert {"periwinkles", "knees"} & set(found.terms)
    assert found.topics == ("crabs",)
    assert not {"and", "their", "because"} & set(found.terms)


def test_no_paper_is_near_itself_and_strangers_are_not_near() -> None:
    feed = shore("Foghorns at night.", "")
    for paper_id, found in feed.related.items():
        assert paper_id not in [each.paper.id for each in found]
    assert feed.related["2401.00004"] == feed.related["2401.00005"] == ()


def test_at_most_five_nearest_first_whatever_the_order_in_which_papers_come() -> None:
    words = "tide ebb flood neap spring slack bore race rip eddy swell surge".split()
    made = [
        paper(n, title=f"Note {n}", abstract=" ".join(words[n % 9 : n % 9 + 4])) for n in range(30)
    ] + [paper(n, abstract=f"stranger{n}") for n in range(30, 300)]
    index = RelatedIndex(made, {})
    shuffled = list(made)
    random.Random(7).shuffle(shuffled)
    again = RelatedIndex(shuffled, {})
    for each in made:
        found = index[each.id]
        assert len(found) <= RELATED
        assert [near.nearness for near in found] == sorted(
            (near.nearness for near in found), reverse=True
        )
        assert again[each.id] == found
    assert any(len(found) == RELATED for found in index.values())


def test_a_shared_topic_brings_papers_nearer() -> None:
    first = paper(1, title="Waves", abstract="harbour crane hook")
    second = paper(2, title="Winds", abstract="harbour kite string")
    strangers = [paper(n, abstract=f"word{n} crane kite") for n in range(3, 6)]
    papers = [first, second, *strangers]
    without = RelatedIndex(papers, {})[first.id][0]
    shared = {first.id: frozenset({"sea"}), second.id: frozenset({"sea", "air"})}
    with_one = RelatedIndex(papers, shared)[first.id][0]
    assert with_one.nearness > without.nearness
    assert (without.topics, with_one.topics) == ((), ("sea",))


def test_formulas_and_addresses_are_no_terms() -> None:
    text = r"We bound $\alphabound$ at https://example.org/driftwood twice."
    others = [paper(n, abstract=f"Other {n} text{n}") for n in range(3, 12)]
    index = RelatedIndex([paper(1, abstract=text), paper(2, abstract=text), *others], {})
    (found,) = index["2401.00001"]
    assert "bound" in found.terms
    assert not {"driftwood", "alphabound", "https"} & set(found.terms)


def test_of_an_unknown_paper_there_is_nothing_and_no_paper_is_no_fault() -> None:
    assert len(RelatedIndex([], {})) == 0
    with pytest.raises(KeyError):
        shore().related["2401.99999"]


def test_a_paper_looks_at_no_more_papers_however_many_there_are() -> None:
    """So the work grows with the papers and not with their square."""
    tide = 2000
    weights = [{tide: 1.0 / (1 + n % 7), n: 0.1} for n in range(1000)]
    heaviest = _heaviest(weights)
    assert len(heaviest[tide]) == POSTINGS
    assert heaviest[tide][:2] == [(0, 1.0), (7, 1.0)]
    many = " ".join(f"word{n}" for n in range(1000))
    terms = _Terms()
    numbers = list(terms.of(paper(1, title="T", abstract=many)))
    assert len(_weights(numbers, dict.fromkeys(numbers, 2.0), terms.names)) == TERMS


@pytest.mark.real
def test_of_5868_real_papers_nearly_each_has_five(shared: Path) -> None:
    made = []
    with gzip.open(shared / "corpus" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            made.append(paper(number, title=record["title"], abstract=record["abstract"]))
    index = RelatedIndex(made, {})
    found = [index[each.id] for each in made]
    assert len(made) == 5868
    assert sum(len(near) == RELATED for near in found) > 5800

"""Which papers are near a paper, why, and what it costs."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from generator.feed import Feed
from generator.nearness import POSTINGS, RELATED, TERMS, _first, _postings, _terms, _weightiest
from generator.related import RelatedIndex
from generator.word_counts import WordCounts, count_more, no_counts
from tests.naive_related import naive
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


def test_what_is_hardly_near_is_left_out_unless_a_topic_brings_it_near_enough() -> None:
    """One of twenty terms in common is a nearness of 0.046, and of 0.053 with a topic."""
    first, second = ("".join(f" {side}{chr(97 + n)}cove" for n in range(19)) for side in "xy")
    texts = [first + " foghorn", second + " foghorn", first, second, "foghorn"]
    papers = [paper(n, abstract=text) for n, text in enumerate(texts)]
    papers += [paper(n, abstract=f"stranger{n}") for n in range(10, 305)]
    for topics, there in (([], False), (["sea", "air"], False), (["sea", "sea"], True)):
        named = {each.id: frozenset({slug}) for each, slug in zip(papers, topics, strict=False)}
        found = [near.paper.id for near in RelatedIndex(papers, named)["2401.00000"]]
        assert ("2401.00001" in found) is there
        assert {"2401.00002", "2401.00004"} <= set(found)


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


def test_a_term_is_shown_as_most_papers_write_it() -> None:
    def shown(*forms: str) -> tuple[str, ...]:
        made = [paper(n, abstract=f"{form} here{n}") for n, form in enumerate(forms)]
        strangers = [paper(n, abstract=f"word{n} {n}") for n in range(10, 20)]
        return RelatedIndex([*made, *strangers], {})[made[0].id][0].terms

    assert shown("LSTMs", "LSTM", "LSTM") == ("LSTM",)
    assert shown("lstms", "LSTMs", "LSTMs LSTMs LSTM lstm lstms") == ("LSTMs",)
    # Of as many papers the smaller string; a capital at the start of a sentence is none.
    assert shown("lstm", "LSTMs") == ("LSTMs",)
    assert shown("Gulls", "gull gull gull", "Gulls") == ("gulls",)


def counts_of(*texts: str) -> WordCounts:
    return count_more(no_counts(), {bytes([n]): ("", text) for n, text in enumerate(texts)})


def test_a_paper_looks_at_no_more_papers_however_many_there_are() -> None:
    """So the work grows with the papers and not with their square."""
    weights = np.array([[420 // (1 + n % 7), 7] for n in range(1000)])
    heaviest = _postings(csr_array(weights))
    assert np.diff(heaviest.indptr).tolist() == [POSTINGS, POSTINGS]
    assert heaviest.indices[:2].tolist() == [0, 7]
    many = " ".join(f"word{n}" for n in range(1000))
    counts = counts_of(many, many, "stranger")
    kept = _weightiest(_terms(counts, [0, 1, 2]), 3)
    assert np.diff(kept.indptr).tolist() == [TERMS, TERMS, 0]


def test_equal_weights_of_a_term_stand_in_the_order_of_the_papers() -> None:
    groups, members = np.array([0, 0, 0, 1, 1], np.int32), np.array([3, 1, 2, 9, 8], np.int32)
    scores = np.array([5, 5, 7, 1, 1])
    # Larger scores are sorted in another way, with the same result.
    for factor in (1, 2**58):
        found = _first(groups, members, scores * factor, 2)
        assert [each.tolist() for each in found] == [
            [0, 0, 1, 1],
            [2, 1, 8, 9],
            [7 * factor, 5 * factor, factor, factor],
            [0, 1, 0, 1],
        ]


_WORDS = "tide tides Tide TIDE ebb flood Flood neap-tide glass is the of 3d ox".split()
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)
_FEEDS = st.lists(st.tuples(_TEXTS, _TEXTS, st.frozensets(st.sampled_from("abc"))), max_size=30)


@given(made=_FEEDS, seed=st.randoms(use_true_random=False))
def test_it_is_what_a_naive_way_finds(
    made: list[tuple[str, str, frozenset[str]]], seed: random.Random
) -> None:
    papers = [paper(n, title=title, abstract=text) for n, (title, text, _) in enumerate(made)]
    topics = {each.id: slugs for each, (_, _, slugs) in zip(papers, made, strict=True)}
    expected = naive(papers, topics)
    seed.shuffle(papers)
    assert dict(RelatedIndex(papers, topics)) == expected


def test_it_is_what_a_naive_way_finds_in_a_feed_of_many_papers_and_words() -> None:
    """More papers than are looked at by a term, and more terms than a paper keeps."""
    chance = random.Random(3)
    # Zipf's law, as in real texts.
    words = [f"w{chr(97 + n % 26)}{n}" for n in range(600)]
    often = [1 / (n + 8) for n in range(600)]
    papers = [
        paper(
            n,
            title=" ".join(chance.choices(words, often, k=5)),
            abstract=" ".join(chance.choices(words, often, k=60)),
        )
        for n in range(1_300)
    ]
    topics = {each.id: frozenset(chance.sample("abcdefghijk", 3)) for each in papers}
    index, expected = RelatedIndex(papers, topics), naive(papers, topics)
    assert dict(index) == expected
    assert sum(len(found) for found in expected.values()) > 4_000


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

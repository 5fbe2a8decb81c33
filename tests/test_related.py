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

from generator.entries import first
from generator.feed import Feed
from generator.near_papers import RELATED
from generator.nearness import NEIGHBOURS, Lists, _choose, lists_of, no_lists
from generator.related import RelatedIndex
from generator.term_weights import TERMS, Weights, weigh
from generator.word_counts import count_more, no_counts
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
    assert 0.7 < found.nearness <= 1
    assert "crabs" in found.terms
    assert found.topics == ("crabs",)
    assert not {"and", "their", "because"} & set(found.terms)


def test_no_paper_is_near_itself_and_strangers_are_not_near() -> None:
    feed = shore("Foghorns at night.", "")
    for paper_id, found in feed.related.items():
        assert paper_id not in [each.paper.id for each in found]
    assert feed.related["2401.00004"] == feed.related["2401.00005"] == ()


def test_at_most_eight_nearest_first_whatever_the_order_in_which_papers_come() -> None:
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


def test_topics_bring_no_paper_nearer_and_are_named() -> None:
    papers = [paper(n, title="Waves", abstract=f"harbour crane hook word{n}") for n in range(3)]
    papers.append(paper(9, abstract="stranger"))
    without = RelatedIndex(papers, {})[papers[0].id][0]
    shared = {each.id: frozenset({"sea", "air"}) for each in papers[:2]}
    named = RelatedIndex(papers, shared)[papers[0].id][0]
    assert (without.paper, without.nearness) == (named.paper, named.nearness)
    assert (without.topics, named.topics) == ((), ("air", "sea"))


def test_what_is_hardly_near_is_left_out() -> None:
    """One word of eighty in common is a nearness of a hundredth."""
    first, second = ("".join(f" {side}{chr(97 + n)}cove" for n in range(20)) for side in "xy")
    texts = [first + " foghorn", second + " foghorn", first, second]
    papers = [paper(n, abstract=text) for n, text in enumerate(texts)]
    papers += [paper(n, abstract=f"stranger{n}") for n in range(10, 305)]
    found = [near.paper.id for near in RelatedIndex(papers, {})["2401.00000"]]
    assert found == ["2401.00002"]


def test_a_common_word_alone_brings_no_paper_near_unless_a_topic_does() -> None:
    # Of long papers six have nothing in common but "ledger", and two nothing but "zeppelin".
    words = ["ledger"] * 6 + ["zeppelin"] * 2 + [f"stranger{n}" for n in range(92)]
    own = [" ".join(f"own{n}x{k} own{n}x{k}." for k in range(3)) for n in range(100)]
    made = [paper(n, abstract=f"{own[n]} {word}.") for n, word in enumerate(words)]
    index = RelatedIndex(made, {})
    found = {each: [near.paper.id for near in index[each]] for each in index}
    assert found["2401.00006"] == ["2401.00007"]
    assert found["2401.00000"] == []
    topics = {"2401.00000": frozenset({"a"}), "2401.00003": frozenset({"a"})}
    index = RelatedIndex(made, topics)
    assert [near.paper.id for near in index["2401.00000"]] == ["2401.00003"]
    assert index.ids("2401.00000") == ("2401.00003",)
    assert index.ids("2401.00001") == ()


def test_neighbours_in_common_bring_papers_nearer() -> None:
    """Of two as near by their terms the one of the same circle comes first, whatever its number."""
    papers, scores = (np.full((5, 2 * NEIGHBOURS), none, np.int32) for none in (-1, 0))
    for number, near in enumerate([(1, 2, 3, 4), (0,), (0, 3, 4), (0, 2, 4), (0, 2, 3)]):
        papers[number, : len(near)], scores[number, : len(near)] = near, 300_000
    chosen, nearness = (np.zeros((5, RELATED), np.int32) for _ in range(2))
    lists = Lists("abcde", np.zeros(5, np.uint64), papers, scores, chosen, nearness)
    _choose(lists, np.ones((5, 2), np.bool_))
    assert chosen[0].tolist() == [2, 3, 4, 1, -1, -1, -1, -1]
    assert nearness[0, 0] == nearness[0, 2] > nearness[0, 3] > 0


def test_words_that_stand_side_by_side_are_one_term_and_its_words_are_not_named_again() -> None:
    texts = ["spring tide", "the spring tide", "tide of spring", *(f"other{n}" for n in range(20))]
    papers = [paper(n, title=f"Note {n}", abstract=text) for n, text in enumerate(texts)]
    found = {near.paper.id: near.terms for near in RelatedIndex(papers, {})[papers[0].id]}
    assert found["2401.00001"] == ("spring tide",)
    assert found["2401.00002"] == ("spring", "tide")
    assert next(iter(found)) == "2401.00001"


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


def weights_of(*texts: str, settled: int | None = None) -> Weights:
    counts = count_more(no_counts(), {bytes([n]): ("", text) for n, text in enumerate(texts)})
    number = len(texts) if settled is None else settled
    return weigh(counts, range(len(texts)), [n < number for n in range(len(texts))])


def test_a_paper_is_known_by_its_weightiest_terms() -> None:
    """So the work does not grow with the length of a text."""
    many = " ".join(f"word{n}" for n in range(1000))
    weights = weights_of(many, many, "the 3d")
    assert np.diff(weights.matrix.indptr).tolist() == [TERMS, TERMS, 0]


def test_a_new_paper_leaves_the_weights_of_settled_ones_alone() -> None:
    """Whatever words it brings, or uses as the second one."""
    old = ["ebb flood neap", "ebb flood bore", "ebb swell race", "rip swell eddy", "ebb neap slack"]
    before = weights_of(*old, settled=5).prints
    after = weights_of(*old, "ebb bore slack slack surge", "surge rip", settled=5).prints
    assert before.tolist() == after[:5].tolist()
    assert len(set(after.tolist())) == 7
    changed = weights_of(*old[:4], "ebb neap neap slack", settled=5).prints
    assert (before == changed).tolist() == [True, True, True, True, False]


def test_equal_weights_of_a_term_stand_in_the_order_of_the_papers() -> None:
    groups, members = np.array([0, 0, 0, 1, 1], np.int32), np.array([3, 1, 2, 9, 8], np.int32)
    scores = np.array([5, 5, 7, 1, 1])
    # Larger scores are sorted in another way, with the same result.
    for factor in (1, 2**58):
        found = first(groups, members, scores * factor, 2)
        assert [each.tolist() for each in found] == [
            [0, 0, 1, 1],
            [2, 1, 8, 9],
            [7 * factor, 5 * factor, factor, factor],
            [0, 1, 0, 1],
        ]


_WORDS = "tide tides Tide TIDE ebb flood Flood neap-tide glass is the of 3d ox".split()
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)
_MONTHS = st.sampled_from(["2024-01-03", "2024-01-31", "2024-02-01"])
_FEEDS = st.lists(
    st.tuples(_TEXTS, _TEXTS, st.frozensets(st.sampled_from("abc")), _MONTHS), max_size=30
)


@given(made=_FEEDS, seed=st.randoms(use_true_random=False))
def test_it_is_what_a_naive_way_finds(
    made: list[tuple[str, str, frozenset[str], str]], seed: random.Random
) -> None:
    papers = [
        paper(n, day=day, title=title, abstract=text)
        for n, (title, text, _, day) in enumerate(made)
    ]
    topics = {each.id: slugs for each, (_, _, slugs, _) in zip(papers, made, strict=True)}
    expected = naive(papers, topics)
    seed.shuffle(papers)
    assert dict(RelatedIndex(papers, topics)) == expected


def test_it_is_what_a_naive_way_finds_in_a_feed_of_many_papers_and_words() -> None:
    """More neighbours than a list holds, and more terms than a paper keeps."""
    chance = random.Random(3)
    # Zipf's law, as in real texts.
    words = [f"w{chr(97 + n % 26)}{n}" for n in range(600)]
    often = [1 / (n + 8) for n in range(600)]
    papers = [
        paper(
            n,
            title=" ".join(chance.choices(words, often, k=5)),
            abstract=" ".join(chance.choices(words, often, k=90)),
            day=f"2024-{1 + n % 7:02d}-03",
        )
        for n in range(600)
    ]
    topics = {each.id: frozenset(chance.sample("abcdefghijk", 3)) for each in papers}
    index, expected = RelatedIndex(papers, topics), naive(papers, topics)
    assert dict(index) == expected
    assert sum(len(found) for found in expected.values()) > 4_000


def test_what_is_chosen_is_chosen_again_where_a_circle_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two hundred feeds of which a few papers change, and change again; few choices hang on it."""
    monkeypatch.setattr("generator.nearness.NEIGHBOURS", 3)
    for seed in range(200):
        chance = random.Random(seed)
        feed = {n: _text_and_settled(chance) for n in range(25)}
        known = no_lists()
        for _ in range(4):
            texts = {bytes([n]): ("", text) for n, (text, _) in sorted(feed.items())}
            settled = [flag for _, (_, flag) in sorted(feed.items())]
            weights = weigh(count_more(no_counts(), texts), range(len(texts)), settled)
            ids = [f"{n:02d}" for n in sorted(feed)]
            known, anew = lists_of(ids, weights, known), lists_of(ids, weights, no_lists())
            assert known.near.tolist() == anew.near.tolist(), seed
            for number in chance.sample(range(30), 2):
                feed[number] = _text_and_settled(chance)
            feed.pop(chance.choice([*feed]))


def _text_and_settled(chance: random.Random) -> tuple[str, bool]:
    pool = chance.randrange(8)
    words = chance.choices([f"w{pool}{letter}" for letter in "abcd"], k=chance.randint(1, 5))
    return " ".join(words), chance.random() < 0.8


#: Words of which a text has some, so that most papers are near a few others.
_POOLS = st.integers(0, 7).flatmap(
    lambda pool: st.lists(st.sampled_from([f"w{pool}{c}" for c in "abcd"]), min_size=1, max_size=5)
)
_CHANGES = st.dictionaries(
    st.integers(0, 30), st.none() | st.tuples(_POOLS.map(" ".join), _MONTHS), max_size=4
)


@given(
    first_feed=st.lists(st.tuples(_POOLS.map(" ".join), _MONTHS), min_size=20, max_size=30),
    changes=st.lists(_CHANGES, max_size=4),
)
def test_lists_made_of_lists_are_those_made_anew(
    first_feed: list[tuple[str, str]], changes: list[dict[int, tuple[str, str] | None]]
) -> None:
    """Papers come, go, and are changed from one feed to the next; three neighbours fill a list."""
    feed = dict(enumerate(first_feed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.nearness.NEIGHBOURS", 3)
        known = no_lists()
        for change in ({}, *changes):
            feed = {n: made for n, made in {**feed, **change}.items() if made}
            texts = {bytes([n]): ("", text) for n, (text, _) in sorted(feed.items())}
            settled = [day < "2024-02" for _, (_, day) in sorted(feed.items())]
            weights = weigh(count_more(no_counts(), texts), range(len(texts)), settled)
            ids = [f"{n:02d}" for n in sorted(feed)]
            anew = lists_of(ids, weights, no_lists())
            known = lists_of(ids, weights, known)
            assert known.papers.tolist() == anew.papers.tolist()
            assert known.scores.tolist() == anew.scores.tolist()
            assert known.near.tolist() == anew.near.tolist()
            assert known.nearness.tolist() == anew.nearness.tolist()


@pytest.mark.real
def test_of_5868_real_papers_nearly_each_has_eight(shared: Path) -> None:
    made = []
    with gzip.open(shared / "corpus" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            made.append(paper(number, title=record["title"], abstract=record["abstract"]))
    index = RelatedIndex(made, {})
    found = [index[each.id] for each in made]
    assert len(made) == 5868
    assert sum(len(near) == RELATED for near in found) > 5000
    assert sum(len(near) > 2 for near in found) > 5800  # the rest of the eight had a word in common

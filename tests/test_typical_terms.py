"""The terms that are typical of a topic's papers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.related import RelatedIndex
from generator.term_weights import UNIT, weigh
from generator.typical_terms import TYPICAL, typical
from generator.word_counts import count_more, no_counts
from tests.toy import paper

_WORDS = [f"cove{letter}" for letter in "abcdefghijklmnop"]


def test_they_are_what_its_papers_say_more_than_others() -> None:
    shores = [paper(n, abstract=f"spring tide harbour kelp{n}") for n in range(5)]
    hills = [paper(n, abstract=f"harbour view heather moor{n}") for n in range(10, 30)]
    topics = {each.id: frozenset({"sea"}) for each in shores} | {
        each.id: frozenset({"land", "all"}) for each in hills
    }
    found = RelatedIndex([*shores, *hills], topics).typical
    assert list(found) == ["all", "land", "sea"]
    assert found["sea"][0] == "spring tide"
    assert not {"spring", "tide", "heather"} & set(found["sea"])
    assert all(len(terms) <= TYPICAL for terms in found.values())


def test_there_are_none_where_nothing_is() -> None:
    assert RelatedIndex([], {}).typical == {}
    papers = [paper(n, title="…") for n in range(3)]
    assert RelatedIndex(papers, {papers[0].id: frozenset({"a"})}).typical == {"a": ()}


def test_a_term_is_written_as_most_papers_write_it() -> None:
    texts = ["neural network", "Neural Networks", "neural networks", "neural networks"]
    papers = [paper(n, title=f"N{n}", abstract=text) for n, text in enumerate(texts)]
    papers += [paper(n, abstract=f"stranger{n}") for n in range(10, 60)]
    topics = {each.id: frozenset({"nets"}) for each in papers[:4]}
    assert RelatedIndex(papers, topics).typical["nets"] == ("neural networks",)


@given(
    texts=st.lists(st.lists(st.sampled_from(_WORDS), max_size=8), min_size=1, max_size=20),
    seed=st.integers(0, 5),
)
def test_it_is_what_a_naive_way_finds(texts: Sequence[Sequence[str]], seed: int) -> None:
    by_key = {bytes([n]): ("", " ".join(words)) for n, words in enumerate(texts)}
    weights = weigh(count_more(no_counts(), by_key), range(len(texts)), [True] * len(texts))
    members = sorted(random.Random(seed).sample(range(len(texts)), len(texts) // 2))
    rows = [
        {int(t): int(w) // (UNIT // 2**16) for t, w in zip(row.indices, row.data, strict=True)}
        for row in (weights.matrix[[number]] for number in range(len(texts)))
    ]
    every, own, having = Counter[int](), Counter[int](), Counter[int]()
    for number, row in enumerate(rows):
        every.update(row)
        if number in members:
            own.update(row)
            having.update(row.keys())
    beyond = {term: own[term] - every[term] * len(members) // len(texts) for term in own}
    best = sorted((-more, term) for term, more in beyond.items() if more > 0 and having[term] > 1)
    best = best[: 3 * TYPICAL]
    names = [name for _, term in best for name in weights.names(np.array([term])).values()]
    pairs = {word for name in names if " " in name for word in name.split()}
    expected = [name for name in names if " " in name or name not in pairs][:TYPICAL]
    assert typical(weights, [members]) == [tuple(expected)]

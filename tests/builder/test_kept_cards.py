"""Rendered cards from build to build: never another paper's, never an older one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.builder import kept_cards
from generator.builder.kept_cards import KeptCards
from generator.interface import english
from generator.pages.cards import Card
from tests.toy import paper, topic

WORDS = english()


def card(number: int, title: str = "On tides") -> Card:
    return Card(paper(number, title=title), (topic("trees", "tree"),), WORDS)


def filled(content: Path, *numbers: int) -> bytes:
    """The file of the cards of these papers, each card its number."""
    cards = KeptCards(b"form", content)
    for number in numbers:
        if cards.get(card(number)) is None:
            cards.put(card(number), b"card %d" % number)
    cards.save()
    return (content / kept_cards.FILE).read_bytes()


def test_the_next_build_has_them(tmp_path: Path) -> None:
    filled(tmp_path, 1, 2)
    cards = KeptCards(b"form", tmp_path)
    assert [cards.get(card(number)) for number in (1, 2, 3)] == [b"card 1", b"card 2", None]


def test_a_card_of_anything_else_is_another(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    cards = KeptCards(b"form", tmp_path)
    same = card(1)
    others = (
        replace(same, paper=replace(same.paper, title="On ebbs")),
        replace(same, paper=replace(same.paper, upvotes=9)),
        replace(same, topics=()),
        replace(same, topics=(replace(same.topics[0], label="Woods"),)),
    )
    for other in others:
        assert KeptCards(b"form", tmp_path).get(other) is None
    assert KeptCards(b"another form", tmp_path).get(same) is None
    assert cards.get(same) == b"card 1"


def test_only_those_of_papers_that_are_there_stay(tmp_path: Path) -> None:
    filled(tmp_path, 1, 2, 3)
    filled(tmp_path, 2, 4)
    cards = KeptCards(b"form", tmp_path)
    assert [cards.get(card(n)) for n in (1, 2, 3, 4)] == [None, b"card 2", None, b"card 4"]


def test_a_build_without_new_cards_writes_nothing(tmp_path: Path) -> None:
    filled(tmp_path, 1, 2)
    path = tmp_path / kept_cards.FILE
    before = path.stat().st_mtime_ns
    filled(tmp_path, 1)
    assert path.stat().st_mtime_ns == before


@given(st.data())
def test_whatever_is_damaged_is_none_or_what_it_was(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = tmp_path_factory.mktemp("cards")
    whole = filled(content, *range(5))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from(
            [whole[:at], whole[at:], whole[:at] + b"\xff" * 9 + whole[at + 9 :], b"", whole * 2]
        )
    )
    (content / kept_cards.FILE).write_bytes(damaged)
    cards = KeptCards(b"form", content)
    for number in range(5):
        assert cards.get(card(number)) in (None, b"card %d" % number)
    cards.save()


def test_what_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    cards = KeptCards(b"form", tmp_path)
    cards.put(card(1), b"card 1")
    cards.save()
    assert cards.get(card(1)) == b"card 1"


def test_memory_holds_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_cards, "MOST", 1)
    cards = KeptCards(b"form")
    cards.put(card(1), b"card 1")
    cards.put(card(2), b"card 2")
    assert (cards.get(card(1)), cards.get(card(2))) == (b"card 1", None)

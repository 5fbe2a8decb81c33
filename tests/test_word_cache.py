"""Counted words are a shortcut: related papers are the same with them, without, and after any harm."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from generator import cache_file, word_cache
from generator.builder.project import load_feed
from generator.model import Paper
from generator.related import Related, RelatedIndex
from generator.store import path_of, write
from generator.word_cache import FILE
from generator.word_counts import FORM, WordCounts, count_more
from tests.toy import paper

_SHORE = [
    *"tide ebb Flood NEAP spring slack bore tides race ebbs rip eddy Swells surge LSTMs".split(),
    *(f"shell{letter}" for letter in "abcdefghijklmnopqrstuvwxyzäöüß"),
]


def shore(first: int, last: int) -> list[Paper]:
    """Papers of the shore, each with words of its own and some that it shares."""
    chance = random.Random(1)
    texts = [" ".join(chance.choices(_SHORE, k=5)) for _ in range(last)]
    return [paper(n, title=f"Note {n}", abstract=texts[n]) for n in range(first, last)]


PAPERS = shore(0, 40)
TOPICS = {each.id: frozenset("ab"[n % 2 : n % 3]) for n, each in enumerate(PAPERS)}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles whose words were counted because the cache did not have them."""
    titles: list[str] = []

    def noted(known: WordCounts, texts: dict[bytes, tuple[str, str]]) -> WordCounts:
        titles.extend(title for title, _ in texts.values())
        return count_more(known, texts)

    monkeypatch.setattr(word_cache, "count_more", noted)
    return titles


def related(papers: Sequence[Paper], content: Path | None) -> dict[str, tuple[Related, ...]]:
    return dict(RelatedIndex(papers, TOPICS, kept_in=content))


EXPECTED = related(PAPERS, None)


def test_words_that_were_counted_are_not_counted_again(tmp_path: Path, counted: list[str]) -> None:
    assert sum(map(bool, EXPECTED.values())) > 30
    assert related(PAPERS, tmp_path) == EXPECTED
    assert len(counted) == len(PAPERS)
    assert related(PAPERS, tmp_path) == related(PAPERS, tmp_path) == EXPECTED
    assert len(counted) == len(PAPERS)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_same_whatever_came_before(tmp_path: Path, counted: list[str], seed: int) -> None:
    chance = random.Random(seed)
    before = [*chance.sample(PAPERS, 15), *shore(40, 60)]
    chance.shuffle(before)
    related(before, tmp_path)
    counted.clear()
    papers = chance.sample(PAPERS, len(PAPERS))
    assert related(papers, tmp_path) == EXPECTED
    assert len(counted) == 25
    some = chance.sample(PAPERS, 20)
    assert related(some, tmp_path) == related(some, None) != EXPECTED
    assert related(papers, tmp_path) == EXPECTED
    assert len(counted) == 25


def test_papers_of_one_text_have_one_row(tmp_path: Path) -> None:
    twins = [paper(n, title="Tides", abstract="ebb and flood") for n in range(3)]
    strangers = shore(10, 20)
    for _ in range(2):
        found = related([*twins, *strangers], tmp_path)
        assert found == related([*twins, *strangers], None)
    assert [near.paper.id for near in found[twins[0].id][:2]] == [each.id for each in twins[1:]]
    assert len(word_cache._read(tmp_path / FILE).rows) == 11


@pytest.mark.parametrize("papers", [[], [paper(1)], [paper(1, title="…"), paper(2, title="—")]])
def test_feeds_of_nearly_nothing(tmp_path: Path, papers: list[Paper]) -> None:
    for _ in range(2):
        assert not any(related(papers, tmp_path).values())


def test_a_cache_that_is_cut_off_is_as_good_as_none(tmp_path: Path, counted: list[str]) -> None:
    related(PAPERS, tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    for end in range(0, len(whole), 1 + len(whole) // 60):
        counted.clear()
        (tmp_path / FILE).write_bytes(whole[:end])
        assert related(PAPERS, tmp_path) == EXPECTED
        assert len(counted) == len(PAPERS)
        assert (tmp_path / FILE).read_bytes() == whole


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"\x00" * len(data),
        lambda data: data + b" ",
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data.replace(b"flood", b"fjord"),
        lambda data: data[32:],
    ],
)
def test_a_damaged_cache_is_as_good_as_none(
    tmp_path: Path, counted: list[str], harm: Callable[[bytes], bytes]
) -> None:
    related(PAPERS, tmp_path)
    (tmp_path / FILE).write_bytes(harm((tmp_path / FILE).read_bytes()))
    assert related(PAPERS, tmp_path) == EXPECTED
    assert len(counted) == 2 * len(PAPERS)


def ints(*numbers: int) -> bytes:
    return np.array(numbers, "<i4").tobytes()


KEYS = b"a" * 16 + b"b" * 16
SOUND = [KEYS, ["ebb", "tide"], ints(0, 1, 3), ints(0, 0, 1), ints(-1, -1, 0), ints(1, 2, 3)]


def kept(content: Path, values: object) -> WordCounts:
    body = values if isinstance(values, bytes) else msgspec.msgpack.encode(values)
    cache_file.write(content, content / FILE, FORM, body)
    return word_cache._read(content / FILE)


def test_what_is_sound_is_taken(tmp_path: Path) -> None:
    found = kept(tmp_path, SOUND)
    assert list(found.rows.items()) == [(b"a" * 16, 0), (b"b" * 16, 1)]
    assert (found.words, found.counts.tolist()) == (("ebb", "tide"), [1, 2, 3])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, KEYS[:-1]),
        (0, KEYS[:16]),
        (0, KEYS[:16] * 2),
        (0, "text"),
        (1, ["ebb"]),
        (1, ["ebb", "ebb"]),
        (1, ["ebb", 3]),
        (2, ints(0, 1)),
        (2, ints(0, 1, 4)),
        (2, ints(1, 1, 3)),
        (2, ints(0, 4, 3)),
        (2, b""),
        (3, ints(0, 0)),
        (3, ints(0, 0, 2)),
        (3, ints(0, -1, 1)),
        (3, ints(0, 0, 1)[:-1]),
        (4, ints(-1, -1)),
        (4, ints(-1, -2, 0)),
        (4, ints(-1, -1, 2)),
        (5, ints(1, 2)),
        (5, ints(1, 2, 0)),
        (5, [1, 2, 3]),
    ],
)
def test_what_is_not_sound_is_as_good_as_none(tmp_path: Path, place: int, value: object) -> None:
    values: list[Any] = [*SOUND]
    values[place] = value
    assert not kept(tmp_path, values).rows
    assert related(PAPERS, tmp_path) == EXPECTED


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x90", msgspec.msgpack.encode({"keys": 1})])
def test_another_type_is_as_good_as_none(tmp_path: Path, body: bytes) -> None:
    assert not kept(tmp_path, body).rows


def test_another_form_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(tmp_path, SOUND).rows
    monkeypatch.setattr(word_cache, "FORM", FORM + b"0")
    assert not word_cache._read(tmp_path / FILE).rows


def test_a_cache_that_cannot_be_read_or_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    assert related(PAPERS, tmp_path) == EXPECTED
    shutil.rmtree((tmp_path / FILE).parent)
    (tmp_path / FILE).parent.write_text("no folder")
    assert related(PAPERS, tmp_path) == EXPECTED


def test_what_is_gone_is_dropped_when_it_is_much(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    related([*PAPERS, *shore(40, 60), paper(99, abstract="seaweed")], tmp_path)
    related(PAPERS, tmp_path)
    assert len(word_cache._read(tmp_path / FILE).rows) == 61
    assert b"seaweed" in (tmp_path / FILE).read_bytes()
    monkeypatch.setattr(word_cache, "_SPARE", -30)
    counted.clear()
    assert related(PAPERS, tmp_path) == EXPECTED
    assert len(word_cache._read(tmp_path / FILE).rows) == 40
    assert b"seaweed" not in (tmp_path / FILE).read_bytes()
    monkeypatch.undo()
    assert related(PAPERS, tmp_path) == EXPECTED
    assert counted == []


def test_a_feed_counts_words_when_related_papers_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path, *PAPERS)
    (tmp_path / "topics.yml").write_text(
        "- area: A\n  topics:\n  - {slug: sea, label: Sea, is: sea, phrases: [tide]}\n"
    )
    feed = load_feed(tmp_path).feed
    assert not (tmp_path / FILE).exists()
    first = dict(feed.related)
    assert (tmp_path / FILE).exists()
    assert dict(load_feed(tmp_path).feed.related) == first
    (tmp_path / path_of(PAPERS[0])).unlink()
    left = load_feed(tmp_path).feed
    index = RelatedIndex(
        left.papers,
        {each: frozenset(match.slug for match in found) for each, found in left.matches.items()},
    )
    assert dict(left.related) == dict(index)

"""Lists of neighbours are a shortcut: related papers are the same with them, without, and after harm."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from generator import cache_file, nearness_cache
from generator.entries import Ints
from generator.model import Paper
from generator.nearness import NEIGHBOURS, Lists, lists_of
from generator.nearness_cache import FILE, FORM
from generator.related import Related, RelatedIndex
from generator.term_weights import Weights
from tests.toy import paper

_SHORE = "tide ebb flood neap spring slack bore race rip eddy swell surge kelp".split()


def shore(first: int, last: int, day: str = "2024-01-03") -> list[Paper]:
    """Papers with words that others share."""
    chance = random.Random(1)
    texts = [" ".join(chance.choices(_SHORE, k=5)) for _ in range(last)]
    return [
        paper(n, day, title=f"Note {n}", abstract=f"{texts[n]} own{n}") for n in range(first, last)
    ]


OLD, NEW = shore(0, 60), shore(60, 66, "2024-02-03")


def related(papers: Sequence[Paper], content: Path | None) -> dict[str, tuple[Related, ...]]:
    return dict(RelatedIndex(papers, {}, kept_in=content))


EXPECTED = related(OLD, None)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers the cache had, each time that lists were wanted."""
    numbers: list[int] = []

    def noted(ids: Sequence[str], weights: Weights, lists: Lists) -> Lists:
        numbers.append(len(lists.ids))
        return lists_of(ids, weights, lists)

    monkeypatch.setattr(nearness_cache, "lists_of", noted)
    return numbers


@pytest.fixture
def products(monkeypatch: pytest.MonkeyPatch) -> list[Ints]:
    """The papers whose neighbours were looked for."""
    rows: list[Ints] = []
    near = lists_of.__globals__["_near"]

    def noted(product: Any, papers: Ints) -> Any:
        rows.extend(papers.tolist())
        return near(product, papers)

    monkeypatch.setitem(lists_of.__globals__, "_near", noted)
    return rows


def test_lists_that_were_made_are_not_made_again(tmp_path: Path, products: list[Ints]) -> None:
    assert sum(map(bool, EXPECTED.values())) > 50
    products.clear()
    assert related(OLD, tmp_path) == EXPECTED
    assert len(products) == len(OLD)
    assert related(OLD, tmp_path) == related(OLD[::-1], tmp_path) == EXPECTED
    assert len(products) == len(OLD)


def test_a_new_day_looks_for_its_own_neighbours_alone(tmp_path: Path, products: list[Ints]) -> None:
    related([*OLD, NEW[0]], tmp_path)
    products.clear()
    found = related([*OLD, *NEW], tmp_path)
    assert len(products) == len(NEW[1:])
    assert found == related([*OLD, *NEW], None)
    assert found != {**EXPECTED, **{each.id: found[each.id] for each in NEW}}


def test_a_correction_looks_for_few(tmp_path: Path, products: list[Ints]) -> None:
    related([*OLD, *NEW], tmp_path)
    changed = [paper(3, title="Note 3", abstract="tide tide ebb own3"), *OLD[:3], *OLD[4:], *NEW]
    products.clear()
    found = related(changed, tmp_path)
    assert 0 < len(products) < len(OLD)
    assert found == related(changed, None)


def test_an_unwritable_cache_is_no_fault(tmp_path: Path, known: list[int]) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    assert related(OLD, tmp_path) == EXPECTED
    shutil.rmtree((tmp_path / FILE).parent)
    (tmp_path / FILE).parent.write_text("no folder")
    assert related(OLD, tmp_path) == EXPECTED
    assert known == [0, 0]


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"\x00" * len(data),
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data.replace(b"2401.00001", b"2401.00099"),
        lambda data: b"",
    ],
)
def test_a_damaged_cache_is_as_good_as_none(
    tmp_path: Path, known: list[int], harm: Callable[[bytes], bytes]
) -> None:
    related(OLD, tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(harm(whole))
    assert related(OLD, tmp_path) == EXPECTED
    assert known == [0, 0]
    assert (tmp_path / FILE).read_bytes() == whole


def ints(*numbers: int) -> bytes:
    row = [*numbers, *[-1] * (2 * NEIGHBOURS - len(numbers))]
    return np.array(row, "<i4").tobytes()


ZEROS = bytes(8 * NEIGHBOURS)
NEAR = np.array([1, *[-1] * 7, 0, *[-1] * 7], "<i4").tobytes()
SOUND = [["a", "b"], bytes(16), ints(1) + ints(0), ZEROS * 2, NEAR, bytes(64)]


def kept(content: Path, values: object) -> Lists:
    body = values if isinstance(values, bytes) else msgspec.msgpack.encode(values)
    cache_file.write(content, content / FILE, FORM, body)
    return nearness_cache._read(content / FILE)


def test_what_is_sound_is_taken(tmp_path: Path) -> None:
    found = kept(tmp_path, SOUND)
    assert (list(found.ids), found.papers[:, 0].tolist()) == (["a", "b"], [1, 0])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, ["a"]),
        (0, ["a", "a"]),
        (0, ["a", 1]),
        (1, bytes(8)),
        (1, bytes(15)),
        (2, ints(1)),
        (2, ints(2) + ints(0)),
        (2, ints(-2) + ints(0)),
        (2, ints(1) + ints(0) + b"abcd"),
        (3, ZEROS),
        (3, ints(1) + ZEROS),
        (3, np.full(4 * NEIGHBOURS, 1_000_001, "<i4").tobytes()),
        (3, [0, 0]),
        (4, NEAR[:32]),
        (4, NEAR[:-4] + bytes([2, 0, 0, 0])),
        (5, bytes(32)),
        (5, NEAR),
    ],
)
def test_what_is_not_sound_is_as_good_as_none(tmp_path: Path, place: int, value: object) -> None:
    values: list[Any] = [*SOUND]
    values[place] = value
    assert not kept(tmp_path, values).ids


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x90", msgspec.msgpack.encode({"ids": 1})])
def test_another_type_is_as_good_as_none(tmp_path: Path, body: bytes) -> None:
    assert not kept(tmp_path, body).ids

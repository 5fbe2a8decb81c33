"""The index in parts: which papers are in which, and that Pagefind is given all of them."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.builder.search import index, parts_of
from generator.feed import Feed
from generator.model import Paper
from tests.toy import paper

DAYS = st.lists(st.dates(date(2019, 12, 1), date(2024, 2, 1)), max_size=60)


def papers_on(days: list[date]) -> list[Paper]:
    return [paper(n, day.isoformat()) for n, day in enumerate(days)]


@given(days=DAYS, most=st.integers(1, 20))
def test_each_paper_is_in_one_part_and_parts_are_small(days: list[date], most: int) -> None:
    papers = papers_on(days)
    parts = parts_of(papers, most)
    held = [each for part in parts for each in part.papers]
    assert sorted(each.id for each in held) == sorted(each.id for each in papers)
    assert [each.listed for each in held] == sorted(days)
    for part in parts:
        one_day = len({each.listed for each in part.papers}) <= 1
        assert len(part.papers) <= most or one_day
    assert len({part.name for part in parts}) == len(parts)


@given(days=DAYS, most=st.integers(5, 20))
def test_a_new_day_leaves_the_older_parts_as_they_are(days: list[date], most: int) -> None:
    before = parts_of(papers_on(days), most)
    new = max(days, default=date(2024, 2, 1)) + timedelta(1)
    after = parts_of([*papers_on(days), paper(99, new.isoformat())], most)
    assert after[: len(before) - 1] == before[:-1]


def test_days_of_two_full_months_are_in_no_part_together() -> None:
    days = ["2023-01-01", "2023-01-01", "2023-01-02", "2023-02-01"]
    before = parts_of(papers_on([date.fromisoformat(day) for day in days]), 2)
    more = [*days, "2023-02-02", "2023-02-02"]
    after = parts_of(papers_on([date.fromisoformat(day) for day in more]), 2)
    assert after[: len(before) - 1] == before[:-1]
    assert [part.name for part in after] == ["2023-01-01", "2023-01-02", "2023-02-01", "2023-02-02"]


def test_months_are_kept_together_and_a_full_one_is_cut_by_days() -> None:
    days = ["2021-05-01", "2022-05-01", *["2023-05-01"] * 3, "2023-05-02", "2024-01-01"]
    found = parts_of([paper(n, day) for n, day in enumerate(days)], 3)
    assert [(part.name, len(part.papers)) for part in found] == [
        ("2021-05--2022-05", 2),
        ("2023-05-01", 3),
        ("2023-05-02", 1),
        ("2024-01", 1),
    ]


def test_few_papers_or_none_are_one_part() -> None:
    assert [part.papers for part in parts_of([])] == [()]
    assert len(parts_of([paper(1, "2020-01-01"), paper(2, "2024-01-01")])) == 1


def test_pagefind_makes_every_part(toy_feed: Feed, toy_built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(toy_built, site, ignore=shutil.ignore_patterns("pagefind"))
    parts = parts_of(toy_feed.papers, 5)
    assert len(parts) > 2
    index(site, parts)
    counts = []
    for folder in (site / "pagefind", *(site / "pagefind" / part.name for part in parts[:-1])):
        entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
        counts.append(sum(each["page_count"] for each in entry["languages"].values()))
    assert counts == [len(part.papers) for part in (parts[-1], *parts[:-1])]
    told = json.loads((site / "pagefind/parts.json").read_text(encoding="utf-8"))
    assert told == [part.name for part in reversed(parts)]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_index_in_one_part_says_so(toy_built: Path) -> None:
    assert json.loads((toy_built / "pagefind/parts.json").read_text(encoding="utf-8")) == []

"""The index in parts: which papers are in which, and that Pagefind is given all of them."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.builder import search
from generator.builder.search import PAGES, body_of, index, parts_of
from generator.builder.search_order import in_order
from generator.feed import Feed
from generator.model import Paper
from tests.builder.test_plugin import files_of
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


def test_an_index_in_order_says_what_it_said(toy_built: Path, tmp_path: Path) -> None:
    """As Pagefind wrote it, and as it is after that: the same filters, values and pages."""
    index_of(toy_built, tmp_path / "as written")
    shutil.copytree(tmp_path / "as written", tmp_path / "in order")
    in_order(tmp_path / "in order")
    before, after = (read(tmp_path / name) for name in ("as written", "in order"))
    assert after == before
    assert {name for name, _ in after} == {b"topic", b"year"}
    built = toy_built / "pagefind"
    assert {path.name for path in built.rglob("*.pf_*")} == {
        path.name for path in (tmp_path / "in order").rglob("*.pf_*")
    }


def test_the_index_does_not_tell_in_what_order_pages_were_made(
    toy_feed: Feed, toy_built: Path, tmp_path: Path
) -> None:
    memory = Path("/dev/shm")  # noqa: S108 - its folders list what came last first
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        found = []
        for name, turned in (("one", False), ("other", True)):
            site = Path(folder) / name
            for page in sorted(toy_built.glob("papers/*/index.html"), reverse=turned):
                (site / page.relative_to(toy_built)).parent.mkdir(parents=True)
                shutil.copy2(page, site / page.relative_to(toy_built))
            index(site, parts_of(toy_feed.papers))
            found.append(files_of(site))
        assert found[0] == found[1]


def index_of(site: Path, target: Path) -> None:
    """Pagefind's index of a site, as it writes it."""
    options = ["--glob", PAGES, "--force-language", "en", "--silent"]
    where = ["--site", str(site), "--output-path", str(target)]
    command = [sys.executable, "-m", "pagefind", *options, *where]
    subprocess.run(command, check=True, capture_output=True)


def read(index: Path) -> set[tuple[bytes, tuple[bytes, ...]]]:
    """The filters that the index' facts name: what each is called, and its bytes in any order."""
    entry = json.loads((index / "pagefind-entry.json").read_text(encoding="utf-8"))
    facts = index / f"pagefind.{entry['languages']['en']['hash']}.pf_meta"
    names = re.findall(rb"\x82[\x60-\x77]([a-z]+)\x6a(en_[0-9a-f]{7})", unpacked(facts))
    assert len(names) == 2
    found = set()
    for name, file in names:
        data = unpacked(index / f"filter/{file.decode()}.pf_filter")
        assert data.startswith(b"pagefind_dcd\x82" + bytes([0x60 + len(name)]) + name)
        found.add((name, tuple(sorted(data.split(b"\x82")))))
    return found


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_an_index_of_another_form_stays_as_it_is(toy_built: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_built / "pagefind", tmp_path / "pagefind")
    for path in (tmp_path / "pagefind/filter").iterdir():
        path.write_bytes(gzip.compress(b"pagefind_new"))
    before = files_of(tmp_path)
    in_order(tmp_path / "pagefind")
    assert files_of(tmp_path) == before


def test_the_index_is_that_of_the_whole_pages(
    toy_feed: Feed, toy_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_pagefind: list[int] = []

    def noted(page: bytes) -> bytes:
        read_by_pagefind.append(len(body_of(page)) - len(page))
        return page

    monkeypatch.setattr(search, "body_of", noted)
    whole = tmp_path / "whole"
    shutil.copytree(toy_built, whole, ignore=shutil.ignore_patterns("pagefind"))
    index(whole, parts_of(toy_feed.papers))
    assert sum(saved < -5_000 for saved in read_by_pagefind) == len(toy_feed.papers)
    assert files_of(whole / "pagefind") == files_of(toy_built / "pagefind")


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("<p><article id=a data-pagefind-body>b</article></p>", True),
        ("<p><article id=a data-pagefind-body>b<article>c</article>d</article></p>", True),
        ("<p data-pagefind-meta=x><article id=a data-pagefind-body>b</article></p>", False),
        ("<article id=a data-pagefind-body>b</article><p data-pagefind-filter=x></p>", False),
        ("<article id=a>b</article>", False),
        ("</article><article id=a data-pagefind-body>b", False),
        ("<p>data-pagefind-body</p><article id=a data-pagefind-body>b</article>", False),
    ],
)
def test_of_a_page_only_the_body_is_given_where_all_is_in_it(page: str, *, body: bool) -> None:
    article = page.removeprefix("<p>").removesuffix("</p>")
    expected = f"<!doctype html><html><body>{article}</body></html>" if body else page
    assert body_of(page.encode()).decode() == expected

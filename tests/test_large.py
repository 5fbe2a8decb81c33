"""The page on a full mirror: its tables follow from the benchmark, its lines of code run.

`pytest --update-golden tests/test_large.py` writes the tables anew, as `make bench` does.
"""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

from bench import large, rows, site
from bench.rows import HUGO, OURS, Row
from generator.feed import Feed, build_feed
from tests.test_docs import COMMANDS, options_of
from tests.test_workflows import WORKFLOWS
from tests.toy import ROOT

LATEST = ROOT / "bench" / "latest.json"
PAGE = large.DOCUMENT.read_text(encoding="utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FOUND = [
    Row(OURS, 1_000, "start", cpu_s=1, peak_mb=100),
    Row(OURS, 1_000, "build with topics and related papers", cpu_s=5, peak_mb=120),
    Row(OURS, 1_000, "related papers", cpu_s=1),
    Row(OURS, 1_000, "search index", cpu_s=2),
    Row(OURS, 1_000, "site", bytes=50_000_000, files=4_000),
    Row(OURS, 1_000, "a new day, with search index", cpu_s=7.4),
]


def test_the_tables_follow_from_the_latest_benchmark(pytestconfig: pytest.Config) -> None:
    found = rows.read(LATEST)[1]
    if pytestconfig.getoption("--update-golden"):
        large.into_document(found)
    page = large.DOCUMENT.read_text(encoding="utf-8")
    for name, table in large.TABLES.items():
        begins, ends = large.marks(name)
        between = page.partition(begins)[2].partition(ends)[0]
        assert between == f"\n\n{table(large.each_of(found))}\n\n", name


def test_a_full_mirror_is_a_product_of_what_one_paper_takes() -> None:
    table = dict(_cells(large.whole(large.each_of(FOUND))))
    assert table["build with topics and related papers"] == ["4.00 ms", "200 minutes"]
    assert table["build and search index"] == ["6.00 ms", "300 minutes"]
    assert table["the same, on 32 cores that share it evenly"] == ["", "9 minutes"]
    # 3,000 times as many papers, and each has 3,000 times as many to be compared with.
    assert table["the same, if it grows with the square"] == ["", "2,500 hours"]
    assert table["bytes of the site"] == ["50.0 kB", "150 GB"]
    assert table["files of the site"] == ["4.00", "12.0 million"]
    assert table["memory, in one process"] == ["20 kB", "60 GB"]
    new_day = "a new day of 60 papers and its search index, where 1,000 are"
    assert table[new_day] == ["", "7 CPU seconds"]
    assert table["computing, once"] == ["", "0.25 dollars"]
    assert table["putting all files, once"] == ["", "60 dollars"]
    assert table["keeping them, a month"] == ["", "3.00 dollars"]


def test_hosts_and_years_by_the_same_figures() -> None:
    each = large.each_of(FOUND)
    assert dict(_cells(large.hosts(each))) == {
        "GitHub Pages": ["1 GB a site", "20,000", "150"],
        "Cloudflare Pages, free": ["20,000 files a site", "5,000", "600"],
        "Cloudflare Pages, paid": ["100,000 files a site", "25,000", "120"],
        "Netlify": ["54,000 files a folder", "27,000", "112"],
    }
    years = dict(_cells(large.years(each)))
    assert years["2022–2026"] == ["200,000", "20.0", "10.0", "800,000", "10"]
    assert sum(papers for _, _, papers in large.YEARS) == large.PAPERS
    assert [first for first, _, _ in large.YEARS[1:]] == [
        last + 1 for _, last, _ in large.YEARS[:-1]
    ]


def test_the_run_with_the_most_papers_counts_and_nothing_may_lack() -> None:
    smaller = [replace(row, papers=10, cpu_s=99.0) for row in FOUND]
    others = [replace(row, system=HUGO, papers=5_000) for row in FOUND]
    assert large.each_of([*smaller, *FOUND, *others]) == large.each_of(FOUND)
    with pytest.raises(ValueError, match="1,000 papers: search index; run `make bench`"):
        large.each_of([row for row in FOUND if row.row != "search index"])
    with pytest.raises(ValueError, match="figure is lacking"):
        large.each_of([replace(row, bytes=None) for row in FOUND])


def test_a_run_of_the_benchmark_writes_these_tables_too(tmp_path: Path) -> None:
    for document in (rows.DOCUMENT, large.DOCUMENT):
        shutil.copy(document, tmp_path)
    head = {**rows.header(in_memory=True), "date": "2001-02-03"}
    site.into_documents(head, FOUND, tmp_path)
    assert "2001-02-03" in (tmp_path / "speed.md").read_text(encoding="utf-8")
    written = (tmp_path / "large.md").read_text(encoding="utf-8")
    assert "| bytes of the site | 50.0 kB | 150 GB |" in written
    assert "| GitHub Pages | 1 GB a site | 20,000 | 150 |" in written


def test_every_name_of_ours_in_the_page_is_there() -> None:
    assert len(PYTHON) == 3
    imported = 0
    for block in PYTHON:
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("generator"):
                for each in node.names:
                    _named(f"{node.module}.{each.name}")
                    imported += 1
    assert imported > 10
    for name in re.findall(r"`(generator(?:\.\w+)+)`", PAGE):
        _named(name)


def test_the_lines_for_a_year_and_for_dask_make_its_files(
    toy: Path, toy_feed: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = _in_a_folder_of_years(toy, tmp_path, monkeypatch)
    monkeypatch.setitem(sys.modules, "dask", ModuleType("dask"))
    vars(sys.modules["dask"])["bag"] = bag = ModuleType("dask.bag")
    monkeypatch.setitem(sys.modules, "dask.bag", bag)
    vars(bag)["from_sequence"] = lambda items, partition_size: _Bag(y for y in items if y == 2024)
    exec(PYTHON[1], space)  # noqa: S102 - our own documentation
    made = [file for file in Path("out").rglob("*") if file.is_file()]
    files = {file.relative_to("out").as_posix() for file in made}
    assert {f"2024/papers/{paper.id}.md" for paper in toy_feed.papers} <= files
    assert {"2024/index.md", "2024/feed.xml", "2024/api/index.json"} <= files
    assert space["put"](2024) == len(files)  # no name twice
    page = Path("out/2024/papers/2401.00042.md").read_text(encoding="utf-8")
    assert page.startswith("---\ntitle: A tide seen by three thousand\n")


def test_the_lines_for_spark_count_each_topic_by_month(
    toy: Path,
    toy_feed: Feed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    space = _in_a_folder_of_years(toy, tmp_path, monkeypatch)
    context = SimpleNamespace(
        broadcast=lambda value: SimpleNamespace(value=value),
        wholeTextFiles=lambda pattern: _Records(
            (str(file), file.read_text(encoding="utf-8")) for file in Path().glob(pattern)
        ),
    )
    sql = ModuleType("pyspark.sql")
    session = SimpleNamespace(getOrCreate=lambda: SimpleNamespace(sparkContext=context))
    vars(sql)["SparkSession"] = SimpleNamespace(builder=session)
    monkeypatch.setitem(sys.modules, "pyspark", ModuleType("pyspark"))
    monkeypatch.setitem(sys.modules, "pyspark.sql", sql)
    exec(PYTHON[2], space)  # noqa: S102 - our own documentation
    found = [replace(paper, topics=()) for paper in toy_feed.papers]
    feed = build_feed(found, toy_feed.topics.values())
    counts = Counter(
        (match.slug, f"{paper.listed:%Y-%m}")
        for paper in feed.papers
        for match in feed.matches[paper.id]
    )
    assert len(counts) > 3
    assert ast.literal_eval(capsys.readouterr().out) == counts


def test_the_workflow_uses_what_there_is() -> None:
    (text,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (job,) = yaml.safe_load(text)["jobs"].values()
    ours = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    for action in re.findall(r"uses: (.+)", text):
        assert action in ours
    commands = [step["run"] for step in job["steps"] if "run" in step]
    target, build = commands
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"\n{target.removeprefix('make ')}:" in makefile
    assert build.startswith(".venv/bin/paperfeed build ")
    assert set(re.findall(r"--[a-z-]+", build)) <= set(options_of(COMMANDS["build"]))


class _Bag(list[Any]):
    """What the page asks of a bag of Dask's, in this process."""

    def map(self, work: Callable[[Any], Any]) -> _Bag:
        return _Bag(map(work, self))

    def sum(self) -> SimpleNamespace:
        return SimpleNamespace(compute=lambda: sum(self))


class _Records(list[Any]):
    """What the page asks of Spark's records, in one partition and this process."""

    def mapPartitions(self, work: Callable[[Iterator[Any]], Iterable[Any]]) -> _Records:  # noqa: N802
        return _Records(work(iter(self)))

    def reduceByKey(self, work: Callable[[Any, Any], Any]) -> _Records:  # noqa: N802
        keys = dict.fromkeys(key for key, _ in self)
        return _Records((key, reduce(work, [v for k, v in self if k == key])) for key in keys)

    def collectAsMap(self) -> dict[Any, Any]:  # noqa: N802
        return dict(self)


def _in_a_folder_of_years(
    toy: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """A project with the toy feed as one of its years, and the page's lines for a year."""
    monkeypatch.chdir(folder)
    shutil.copytree(toy, "years/2024/content")
    Path("content").mkdir()
    shutil.copy(toy / "topics.yml", "content/topics.yml")
    space: dict[str, Any] = {}
    exec(PYTHON[0], space)  # noqa: S102 - our own documentation
    return space


def _named(name: str) -> None:
    """Fails if there is no such module, or no such name in its module."""
    module, _, last = name.rpartition(".")
    space: dict[str, Any] = {}
    exec(f"from {module} import {last}", space)  # noqa: S102 - a name from our own documentation
    assert last in space


def _cells(table: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table below its head, by their first cell."""
    for line in table.splitlines()[2:]:
        first, *others = (
            cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")
        )
        yield first, others

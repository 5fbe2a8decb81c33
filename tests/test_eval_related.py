"""What `make eval-related` measures: recall@8, by what people said of papers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from bench.related import BEGINS, DOCUMENT, Trial, evaluation, interval, trial
from bench.related_methods import METHODS, NEAREST, YARDSTICK, Paper
from bench.rows import ENDS
from bench.topics import CORPUS

#: Those that are measured again in a test, which takes half a minute.
AGAIN = ("random", YARDSTICK, "ours, without neighbours in common", "ours")


def test_recall_is_of_eight_or_of_all_that_belong_with_a_paper() -> None:
    papers = [Paper(str(n), "", "", (), ()) for n in range(20)]
    together = {"keyword": {0: frozenset({1, 2}), 1: frozenset(range(2, 15))}}
    nearest = np.full((20, NEAREST), -1)
    nearest[0, :3] = [5, 2, 7]
    nearest[1] = [2, 3, 4, 5, 16, 17, 18, 19]
    assert Trial(papers, together).recalls("keyword", nearest).tolist() == [0.5, 0.5]


def test_an_interval_holds_what_chance_does() -> None:
    low, high = interval(np.array([0.0, 1.0] * 200))
    assert 0.4 < low < 0.5 < high < 0.6
    assert interval(np.full(9, 0.25)) == (0.25, 0.25)


def write(data: Path, papers: list[dict[str, object]], labels: dict[str, list[str]]) -> None:
    for folder in ("corpus", "labels"):
        (data / folder).mkdir()
    for number, name in enumerate(CORPUS):
        lines = (
            papers if not number else [{"id": name, "title": name, "abstract": "", "authors": []}]
        )
        with gzip.open(data / "corpus" / f"{name}.jsonl.gz", "wt") as file:
            file.write("\n".join(map(json.dumps, lines)))
    for name, key in (("author_keywords", "keywords"), ("topic_folders", "topics")):
        rows = [{"id": paper, key: values} for paper, values in labels.items()]
        with gzip.open(data / "labels" / f"{name}.dev.jsonl.gz", "wt") as file:
            file.write("\n".join(map(json.dumps, rows)))


def test_papers_belong_together_by_what_few_of_them_share(tmp_path: Path) -> None:
    papers: list[dict[str, object]] = [
        {"id": f"p{n:02d}", "title": f"Tides {n}", "abstract": "ebb", "authors": ["A"]}
        for n in range(80)
    ]
    labels = {f"p{n:02d}": ["all", "SEA" if n < 3 else f"alone{n}"] for n in range(80)}
    write(tmp_path, papers, {**labels, "unknown": ["sea"]})
    halves = [trial(tmp_path, tuning=tuning) for tuning in (False, True)]
    found: dict[str, set[str]] = {}
    for each in halves:
        ids = [paper.id for paper in each.papers]
        assert ids == sorted({f"p{n:02d}" for n in range(80)} | set(CORPUS[1:]))
        for paper, others in each.together["author keyword"].items():
            assert ids[paper] not in found
            found[ids[paper]] = {ids[other] for other in others}
    sea = {"p00", "p01", "p02"}
    assert found == {paper: sea - {paper} for paper in sea}


@pytest.mark.soak  # it weighs all there is for half a minute
@pytest.mark.real
def test_the_document_says_what_the_command_prints(shared: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    _, _, rest = text.partition(BEGINS)
    begins, *written, fence = rest.partition(ENDS)[0].strip().split("\n")
    assert (begins, fence) == ("```text", "```")
    head, columns, *rows = evaluation(trial(shared), AGAIN)
    assert written[:2] == [head, columns]
    by_name = {row[:42].strip(): row[42:-8].rstrip() for row in written[2:]}
    assert list(by_name) == list(METHODS)
    for row in rows:  # but for the seconds
        told = "make eval-related WRITE=1 brings the document up to date"
        # On another processor sums of libraries differ in their last bits, and with them ties.
        said = pytest.approx(numbers(by_name[row[:42].strip()]), abs=0.004)
        assert numbers(row[42:-8]) == said, told
    better = by_name["ours"].split()
    assert [float(better[place]) > 0 for place in (1, 5)] == [True, True]


def numbers(row: str) -> list[float]:
    """What stands in a row's columns."""
    return [float(each) for each in row.split() if each != "to"]

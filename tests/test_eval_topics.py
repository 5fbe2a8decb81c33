"""The evaluation of topics counts what is right, what counts neither way, what is not found."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench.rows import ENDS
from bench.topics import (
    BEGINS,
    CORPUS,
    DAILY,
    DOCUMENT,
    FOLDS,
    Label,
    Score,
    by_topic,
    coverage_lines,
    evaluation,
    folds,
    interval,
    read,
    read_labels,
    score,
)
from bench.topics import LABELS as LABELS_FILE
from generator.builder.project import OWN_CONTENT, read_topics
from tests.toy import topic


def label(number: int, right: str, also: str = "") -> Label:
    return Label(f"p{number}", frozenset(right.split()), frozenset(also.split()))


LABELS = [label(1, "birds crabs", "seas"), label(2, "birds"), label(3, "", "crabs")]
FOUND = {"p1": ["birds", "seas", "trees"], "p2": [], "p3": ["crabs"]}


def test_what_is_also_right_counts_neither_way() -> None:
    counted = score(LABELS, FOUND)
    assert counted == Score(hits=1, wrong=1, missed=2)
    assert (counted.precision, counted.recall) == (0.5, 1 / 3)


def test_each_topic_is_scored_by_itself() -> None:
    each = by_topic(LABELS, FOUND)
    assert list(each) == ["birds", "crabs"]
    assert each["birds"] == Score(hits=1, wrong=0, missed=1)
    assert each["crabs"] == Score(hits=0, wrong=0, missed=1)


def test_folds_are_all_papers_once_and_the_same_at_each_run() -> None:
    labels = [label(number, "birds") for number in range(23)]
    parts = folds(labels)
    assert len(parts) == FOLDS
    assert sorted(each.id for part in parts for each in part) == sorted(p.id for p in labels)
    assert parts == folds(labels)
    assert parts[0] != labels[:5]


def test_an_interval_holds_the_measure_and_is_narrower_with_more_papers() -> None:
    def right(drawn: Sequence[Label]) -> float:
        return sum(bool(each.right) for each in drawn) / len(drawn)

    few = [label(n, "birds" if n % 2 else "") for n in range(20)]
    low, high = interval(few, right)
    assert low < 0.5 < high
    nearer, near = interval(few * 20, right)
    assert low < nearer < 0.5 < near < high


def test_coverage_counts_papers_and_topics() -> None:
    assert list(coverage_lines([["birds"], [], ["birds", "crabs"], ["crabs", "birds"]])) == [
        "4 papers of the daily feed",
        "without a topic 25.0%",
        "topics a paper 1.25, at most 2",
        "most frequent topic birds 75.0%",
    ]


def test_a_whole_report_on_a_small_corpus(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "labels").mkdir()
    papers = [
        {"id": "p1", "title": "Gulls", "abstract": "A gull.", "categories": ["cs.RO"]},
        {"id": "p2", "title": "Stones", "abstract": "", "categories": []},
    ]
    for name in CORPUS:
        lines = [json.dumps(paper) for paper in papers] if name == DAILY else []
        with gzip.open(tmp_path / "corpus" / f"{name}.jsonl.gz", "wt") as file:
            file.write("\n".join(lines or [json.dumps({"title": "Terns"})]))
    for name, key in (
        ("arxiv_categories", "categories"),
        ("author_keywords", "keywords"),
        ("topic_folders", "topics"),
    ):
        with gzip.open(tmp_path / "labels" / f"{name}.dev.jsonl.gz", "wt") as file:
            file.write(json.dumps({"id": "p1", key: ["cs.RO"]}))
    labels = tmp_path / "labels.jsonl"
    labels.write_text('{"id": "p1", "topics": ["birds"], "also": ["robotics"]}\n')
    # Evidence that is the very signal would agree with it; so it is left out there.
    filed = replace(topic("robotics", "robot"), categories=(("cs.RO", 2.0),))
    report = "\n".join(evaluation([topic("birds", "gull"), filed], tmp_path, labels))
    assert "1 labelled papers (0 not in the corpus)" in report
    assert "precision  1.000  1.000 to 1.000" in report
    assert "without a topic 50.0%" in report
    assert "topics a paper 1.00" in report
    assert "  cs.ro                                         1   0.0%" in report
    assert "10,000 papers: 0.0 s of CPU" in report


@pytest.mark.ours
@pytest.mark.soak  # it weighs all there is for half a minute
@pytest.mark.real
def test_the_document_says_what_the_command_prints(shared: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    _, _, rest = text.partition(BEGINS)
    *written, seconds, fence = rest.partition(ENDS)[0].strip().removeprefix("```text\n").split("\n")
    topics = read_topics(OWN_CONTENT / "topics.yml")
    *lines, last = evaluation(topics, shared, shared / LABELS_FILE)
    assert fence == "```"
    assert written == lines, "make eval-topics WRITE=1 brings the document up to date"
    # What it takes depends on the machine; that it was measured, and was below 5 s, does not.
    measured, _ = (re.findall(r"^10,000 papers: (.+) s of CPU$", s)[0] for s in (seconds, last))
    assert float(measured) < 5
    assert "70 topics" in text
    assert len(topics) == 70


@pytest.mark.real
@pytest.mark.soak
def test_the_corpus_s_labels_are_all_found(shared: Path) -> None:
    labels = read_labels(shared / LABELS_FILE)
    ids = {text.id for name in CORPUS[2:] for text in read(shared / f"corpus/{name}.jsonl.gz")}
    assert len(labels) == 140
    assert {each.id for each in labels} <= ids

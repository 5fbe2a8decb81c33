"""How right the topics are, and how many papers have some.

`make eval-topics` runs it. Prints, under `content/topics.yml` or another file of topics: precision
and recall on papers that were labelled by hand; how the papers of the daily feed are covered; how
far topics agree with what else is known of papers (arXiv's categories, authors' keywords, folders
that people put papers into), found without the categories as evidence; and the seconds that it
takes. The micro average takes all topics of all papers together, the macro average each topic that
three papers or more are about; what is acceptable and not quite right counts neither way. The rules
are not trained, so five folds say how far chance moves the figures, as the intervals do: each is
of 1,000 draws of the papers, with a seed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, cast

from bench.rows import ENDS, into_document
from bench.topic_signals import CATEGORIES, FOLDERS, KEYWORDS, Signal
from generator.builder.project import OWN_CONTENT
from generator.incoming import Reading
from generator.tagging import Text, texts
from generator.topic_file import parse_topics
from generator.topics import Tagger, Topic

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LABELS = "labels/topics.dev.jsonl"
DAILY, LISTING = "hf_daily", "arxiv_listing"
CORPUS = ("venues", "arxiv_topics", LISTING, DAILY)
DOCUMENT = OWN_CONTENT / "docs" / "topics.md"
BEGINS = "[//]: # (begin: written by make eval-topics)"
FOLDS, DRAWS, SEED = 5, 1_000, 8
#: A topic with fewer right papers tells nothing by itself.
LEAST = 3
#: Papers that the seconds are of.
TIMED = 10_000

Topics = Sequence[str]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of a paper: topics that are right, and those that count neither way."""

    id: str
    right: frozenset[str]
    also: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Topics that were found and right, found and wrong, right and not found."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The part of the topics found that is right."""
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The part of the right topics that is found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def main() -> None:
    """Run the evaluation and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA, help="the folder of real data")
    options.add_argument("--labels", type=Path, help="labels other than those of the data")
    options.add_argument("--topics", type=Path, default=OWN_CONTENT / "topics.yml")
    options.add_argument("--write", action="store_true", help=f"into {DOCUMENT.name} as well")
    wanted = options.parse_args()
    if not wanted.data.is_dir():
        sys.exit(f"no real data at {wanted.data}; --data names another folder")
    topics = parse_topics(wanted.topics.read_text(encoding="utf-8"), str(wanted.topics))
    lines = []
    for line in evaluation(topics, wanted.data, wanted.labels or wanted.data / LABELS):
        print(line, flush=True)
        lines.append(line)
    if wanted.write:
        text = "\n".join(["```text", *lines, "```"])
        into_document(text, DOCUMENT, (BEGINS, ENDS))


def evaluation(topics: Sequence[Topic], data: Path, labels: Path) -> Iterator[str]:
    """The lines of the report."""
    papers = {name: read(data / "corpus" / f"{name}.jsonl.gz") for name in CORPUS}
    known = {text.id: text for texts_of in papers.values() for text in texts_of}
    tagger = Tagger(topics)
    yield from labelled_lines(read_labels(labels), known, tagger)
    yield ""
    yield from coverage_lines([slugs(tagger, text) for text in papers[DAILY]])
    yield ""
    yield from agreement_lines(tagger, known, data)
    yield ""
    yield f"{TIMED:,} papers: {seconds(topics, papers[LISTING][:TIMED]):.1f} s of CPU"


def read(path: Path) -> list[Text]:
    """The papers of a file, as clean as the site has them."""
    with gzip.open(path) as stream:
        found = texts(cast("BinaryIO", stream), Reading(path.name, "jsonl", None, date(2026, 1, 1)))
        return [text for text in found if isinstance(text, Text)]


def read_labels(path: Path) -> list[Label]:
    """The labels of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Label(row["id"], frozenset(row["topics"]), frozenset(row["also"])) for row in rows]


def slugs(tagger: Tagger, text: Text, categories: bool = True) -> list[str]:
    """The topics of a paper."""
    found = tagger.match(text.title, text.abstract, text.categories if categories else ())
    return [match.slug for match in found]


def score(labels: Iterable[Label], found: Mapping[str, Topics]) -> Score:
    """All papers' topics together."""
    counts = Counter[str]()
    for label in labels:
        given = set(found[label.id])
        counts["hits"] += len(given & label.right)
        counts["wrong"] += len(given - label.right - label.also)
        counts["missed"] += len(label.right - given)
    return Score(counts["hits"], counts["wrong"], counts["missed"])


def by_topic(labels: Sequence[Label], found: Mapping[str, Topics]) -> dict[str, Score]:
    """Each topic's score, those that most papers are about first."""
    positives = Counter(slug for label in labels for slug in sorted(label.right))
    return {
        slug: score([_only(label, slug) for label in labels], _those(found, slug))
        for slug, _ in positives.most_common()
    }


def _only(label: Label, slug: str) -> Label:
    return Label(label.id, label.right & {slug}, label.also & {slug})


def _those(found: Mapping[str, Topics], slug: str) -> dict[str, Topics]:
    return {paper: [each for each in given if each == slug] for paper, given in found.items()}


def folds(labels: Sequence[Label]) -> list[list[Label]]:
    """The papers in five parts, drawn with the seed."""
    drawn = random.Random(SEED).sample(  # noqa: S311 - no secret
        list(labels), len(labels)
    )
    return [drawn[number::FOLDS] for number in range(FOLDS)]


def interval(
    labels: Sequence[Label], measure: Callable[[Sequence[Label]], float]
) -> tuple[float, float]:
    """Where 95 of 100 draws of so many of the papers put the measure."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    measured = sorted(measure(draw.choices(labels, k=len(labels))) for _ in range(DRAWS))
    return measured[DRAWS // 40], measured[-DRAWS // 40]


def labelled_lines(
    labels: Sequence[Label], known: Mapping[str, Text], tagger: Tagger
) -> Iterator[str]:
    """Precision and recall on labelled papers."""
    here = [label for label in labels if label.id in known]
    found = {label.id: slugs(tagger, known[label.id]) for label in here}
    each = by_topic(here, found)
    many = [of for of in each.values() if of.hits + of.missed >= LEAST]
    yield f"{len(here)} labelled papers ({len(labels) - len(here)} not in the corpus)"
    yield f"{'':9}  micro  95 %            five folds     macro of {len(many)} topics"
    for name in ("precision", "recall"):
        part = attrgetter(name)
        low, high = interval(here, lambda drawn: part(score(drawn, found)))  # noqa: B023 - at once
        of_folds = [part(score(fold, found)) for fold in folds(here)]
        macro = statistics.fmean(map(part, many)) if many else 0.0
        yield (
            f"{name:9}  {part(score(here, found)):.3f}  {low:.3f} to {high:.3f}  "
            f"{statistics.fmean(of_folds):.3f} \u00b1 {statistics.stdev(of_folds):.3f}  {macro:.3f}"
        )


def coverage_lines(found: Sequence[Topics]) -> Iterator[str]:
    """How many papers have topics, and how many."""
    many = Counter(slug for given in found for slug in given)
    (most, number), *_ = many.most_common(1) or [("no topic", 0)]
    without = sum(not given for given in found)
    yield f"{len(found):,} papers of the daily feed"
    yield f"without a topic {without / len(found):.1%}"
    yield f"topics a paper {sum(many.values()) / len(found):.2f}, at most {max(map(len, found))}"
    yield f"most frequent topic {most} {number / len(found):.1%}"


def agreement_lines(tagger: Tagger, known: Mapping[str, Text], data: Path) -> Iterator[str]:
    """How many papers with a signal have a topic that it speaks for."""
    plain: dict[str, frozenset[str]] = {}

    def found(paper: str) -> frozenset[str]:
        if paper not in plain:
            plain[paper] = frozenset(slugs(tagger, known[paper], categories=False))
        return plain[paper]

    for name, file, key, signals in (
        ("arXiv category", "arxiv_categories.dev.jsonl.gz", "categories", CATEGORIES),
        ("author keyword", "author_keywords.dev.jsonl.gz", "keywords", KEYWORDS),
        ("topic folder", "topic_folders.dev.jsonl.gz", "topics", FOLDERS),
    ):
        with gzip.open(data / "labels" / file) as lines:
            rows = [json.loads(line) for line in lines]
        given = {
            row["id"]: [value.lower() for value in row[key]] for row in rows if row["id"] in known
        }
        yield f"{name}: papers that have it, and how many of them have one of its topics"
        for signal in signals:
            yield from _agreement(signal, given, found)


def _agreement(
    signal: Signal, given: Mapping[str, Sequence[str]], found: Callable[[str], frozenset[str]]
) -> Iterator[str]:
    """Of a category only papers that are filed under it in the first place."""
    values = set(signal.values)
    having = [
        paper
        for paper, those in given.items()
        if values & set(those[:1] if signal.first else those)
    ][:TIMED]
    if having:
        hits = sum(not found(paper).isdisjoint(signal.topics) for paper in having)
        yield f"  {', '.join(signal.values):40} {len(having):6,} {hits / len(having):6.1%}"


def seconds(topics: Sequence[Topic], papers: Sequence[Text]) -> float:
    """The seconds of CPU that finding the topics of papers takes, the rules' reading included."""
    start = time.process_time()
    tagger = Tagger(topics)
    for paper in papers:
        tagger.match(paper.title, paper.abstract, paper.categories)
    return time.process_time() - start


if __name__ == "__main__":
    main()

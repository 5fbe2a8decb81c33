"""How near the related papers are: whether they share what people said of them.

`make eval-related` runs it, on 10,000 real papers. Two papers belong together if they share an
author keyword, or a folder that people put papers into; none of the methods sees these. Of each
paper's eight nearest, recall@8 is how many belong with it, of all that do or of eight, whichever is
less. Half of the papers, by their ids, were for tuning: the figures are of the others. The interval
is of 1,000 draws of those papers, of how much better a method is than the cosine of tf-idf.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.related_methods import METHODS, NEAREST, YARDSTICK, Nearest, Paper
from bench.rows import ENDS, into_document
from bench.topics import CORPUS, DATA, read
from generator.builder.project import OWN_CONTENT

DOCUMENT = OWN_CONTENT / "docs" / "related.md"
BEGINS = "[//]: # (begin: written by make eval-related)"
#: What people said of papers: the file of labels, and the key in its lines.
SIGNALS = {
    "author keyword": ("author_keywords.dev.jsonl.gz", "keywords"),
    "topic folder": ("topic_folders.dev.jsonl.gz", "topics"),
}
#: A keyword of fewer papers joins none, and one of more says little.
GROUP = range(2, 61)
PAPERS = 10_000
DRAWS, SEED = 1_000, 8

#: By paper those that belong with it.
Together = Mapping[int, frozenset[int]]
#: A number for each paper that is looked at.
Each = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trial:
    """The papers, and by signal those of them that belong together; half of them is looked at."""

    papers: Sequence[Paper]
    together: Mapping[str, Together]

    def recalls(self, signal: str, nearest: Nearest) -> Each:
        """The recall@8 of each paper that anything belongs with."""
        found = [
            len(others.intersection(nearest[paper].tolist())) / min(NEAREST, len(others))
            for paper, others in self.together[signal].items()
        ]
        return np.array(found)


def main() -> None:
    """Run the evaluation and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA, help="the folder of real data")
    options.add_argument("--tuning", action="store_true", help="the other half of the papers")
    options.add_argument("--write", action="store_true", help=f"into {DOCUMENT.name} as well")
    wanted = options.parse_args()
    if not wanted.data.is_dir():
        sys.exit(f"no real data at {wanted.data}; --data names another folder")
    lines = []
    for line in evaluation(trial(wanted.data, tuning=wanted.tuning)):
        print(line, flush=True)
        lines.append(line)
    if wanted.write:
        into_document("\n".join(["```text", *lines, "```"]), DOCUMENT, (BEGINS, ENDS))


def trial(data: Path, *, tuning: bool = False) -> Trial:
    """Papers of which people said something, and others up to 10,000, drawn by their ids."""
    labels = {name: _labels(data / "labels" / file, key) for name, (file, key) in SIGNALS.items()}
    said = set[str]().union(*labels.values())
    known = {paper.id: paper for name in CORPUS for paper in _papers(data, name)}
    drawn = sorted(known, key=lambda each: (each not in said, _drawn(each)))[:PAPERS]
    papers = [known[each] for each in sorted(drawn)]
    half = {number for number, paper in enumerate(papers) if (_drawn(paper.id)[0] < 128) == tuning}
    return Trial(papers, {name: _together(papers, of, half) for name, of in labels.items()})


def evaluation(on: Trial, names: Sequence[str] = tuple(METHODS)) -> Iterator[str]:
    """The lines of the report, on these methods."""
    numbers = ", ".join(f"{len(of):,} with {signal}s" for signal, of in on.together.items())
    yield f"{len(on.papers):,} papers; of those looked at {numbers} that others share"
    yield f"{'':42}" + "  ".join(f"{name:22}" for name in SIGNALS) + "  s of CPU"
    yardstick: dict[str, Each] = {}
    for name in names:
        nearest, seconds = METHODS[name](on.papers)
        recalls = {signal: on.recalls(signal, nearest) for signal in SIGNALS}
        if name == YARDSTICK:
            yardstick = recalls
        cells = [
            f"{found.mean():.3f}  " + _better(found, yardstick.get(signal))
            for signal, found in recalls.items()
        ]
        yield f"{name:42}" + "  ".join(f"{cell:22}" for cell in cells) + f"  {seconds:8.1f}"


def _better(found: Each, yardstick: Each | None) -> str:
    if yardstick is None or found is yardstick:
        return ""
    low, high = interval(found - yardstick)
    return f"{low:+.3f} to {high:+.3f}"


def interval(differences: Each) -> tuple[float, float]:
    """Where 95 of 100 draws of so many of the papers put the mean."""
    draw = np.random.default_rng(SEED)
    size = len(differences)
    means = sorted(float(differences[draw.integers(0, size, size)].mean()) for _ in range(DRAWS))
    return means[DRAWS // 40], means[-DRAWS // 40]


def _drawn(paper_id: str) -> bytes:
    return hashlib.sha256(paper_id.encode()).digest()


def _labels(path: Path, key: str) -> dict[str, list[str]]:
    return {row["id"]: [value.lower() for value in row[key]] for row in _rows(path)}


def _papers(data: Path, name: str) -> Iterator[Paper]:
    path = data / "corpus" / f"{name}.jsonl.gz"
    authors = {row["id"]: tuple(map(str, row["authors"])) for row in _rows(path)}
    for text in read(path):
        yield Paper(text.id, text.title, text.abstract, authors[text.id], text.categories)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path) as lines:
        for line in lines:
            yield json.loads(line)


def _together(
    papers: Sequence[Paper], labels: Mapping[str, Sequence[str]], half: set[int]
) -> Together:
    groups = defaultdict(set)
    for number, paper in enumerate(papers):
        for value in labels.get(paper.id, ()):
            groups[value].add(number)
    others: dict[int, set[int]] = defaultdict(set)
    for members in groups.values():
        if len(members) in GROUP:
            for member in members & half:
                others[member] |= members - {member}
    return {member: frozenset(of) for member, of in sorted(others.items())}


if __name__ == "__main__":
    main()

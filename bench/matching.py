"""How well records of one paper find each other, and whether records of two papers stay apart.

`make eval-matching` runs it. Takes the corpus and the samples of every format into a store in
memory, as `paperfeed ingest` does, and prints: records, papers and merges by what they matched;
how many of the pairs that are labelled as one paper ended in one; and, of all pairs that an
identifier shows to be one paper, how many their titles and authors alone would bring together.
The corpus holds only the first record of each labelled pair, so a pair can be judged only if the
samples hold the second.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import chain, combinations
from pathlib import Path

from generator.admit import Admitted
from generator.identifiers import KINDS, is_generic, normal_name, normal_title, permanent_id
from generator.incoming import Source
from generator.ingest import REJECTED, Account, ingest
from generator.inputs import inputs_of
from generator.model import Paper
from generator.reader import Batch, Request, reading_ahead
from generator.shelf import Shelf
from generator.sources import jsonl
from generator.store import Contents

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LABELS = "labels/cross_source_duplicates.dev.jsonl.gz"
_NOW = datetime(2027, 1, 1, tzinfo=UTC)
_EMPTY = Contents((), (), frozenset())
#: Titles of one first author are near if so much of them is the same.
_NEAR = 0.8
_SEED = "paperfeed"


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was taken in: its place in the input, its source, and its paper alone."""

    file: str
    where: str
    source: str
    paper: Paper

    def __str__(self) -> str:
        names = " ".join(f"{kind}:{value}" for kind, value in self.paper.identifiers.items())
        first, *more = [author.name for author in self.paper.authors] or ["no authors"]
        others = f" +{len(more)}" if more else ""
        published = self.paper.published or self.paper.listed
        return (
            f"{self.paper.title}\n      {first}{others} | {names or 'no identifier'} "
            f"| {self.source} {published} | {self.file}: {self.where}"
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are, or may be, one paper, and by what they were matched."""

    first: Record
    second: Record
    by: str

    def __str__(self) -> str:
        return f"[{self.by}]\n   1. {self.first}\n   2. {self.second}"


@dataclass(slots=True)
class Matching:
    """The records by the paper that they became part of, and each merge that it took."""

    papers: dict[int, list[Record]] = field(default_factory=dict)
    merges: list[Pair] = field(default_factory=list)
    rejected: int = 0

    def records(self) -> Iterator[tuple[int, Record]]:
        """Each record with the number of its paper."""
        for number, records in self.papers.items():
            for record in records:
                yield number, record


def main() -> None:
    """Run the evaluation and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, default=DATA / "corpus", help="*.jsonl.gz")
    options.add_argument("--samples", type=Path, default=DATA / "formats", help="any format")
    options.add_argument("--labels", type=Path, default=DATA / LABELS)
    options.add_argument("--list", type=Path, help="write the merges of two sources to this file")
    options.add_argument("--near", type=Path, help="write the pairs that were nearly merged here")
    options.add_argument("--sample", type=int, default=50, help="pairs marked for reading")
    wanted = options.parse_args()
    files = sorted(wanted.corpus.glob("*.jsonl.gz"))
    if not files:
        sys.exit(f"no *.jsonl.gz in {wanted.corpus}; --corpus names another folder")
    samples = [wanted.samples] if wanted.samples.is_dir() else []
    found = matched((*read(files, jsonl.SOURCE), *read(samples)))
    tell(found)
    labels = labelled(wanted.labels, wanted.corpus)
    tell_recall(found, labels)
    if wanted.list:
        others = [pair for pair in found.merges if pair.first.source != pair.second.source]
        write(wanted.list, others, wanted.sample)
    if wanted.near:
        near = [*same_title(found), *near_titles(found)]
        write(wanted.near, near, wanted.sample)
        print("left apart", dict(Counter(why_apart(p.first.paper, p.second.paper) for p in near)))


def read(paths: Sequence[Path], source: Source | None = None) -> Iterator[Record]:
    """The records of the files that can become papers, in the order of the files."""
    with ExitStack() as stack:
        for one in stack.enter_context(inputs_of(paths)):
            with reading_ahead(Request(one, source, None, None, _NOW, {})) as messages:
                batches = (message for message in messages if isinstance(message, Batch))
                for item in chain.from_iterable(batch.records for batch in batches):
                    if isinstance(item, Admitted):
                        yield Record(one.name, item.where, item.source, item.paper)


def matched(records: Iterable[Record]) -> Matching:
    """What becomes of the records when they are taken in one by one."""
    shelf, found = Shelf(_EMPTY), Matching()
    numbers: dict[str, int] = {}
    for number, record in enumerate(records):
        stored = shelf.matches(record.paper)
        account = Account()
        taken = Admitted(record.where, record.source, record.paper)
        ingest(Path(), shelf, [taken], record.file, account, dry_run=True)
        (outcome,) = account.outcomes
        if outcome.state == REJECTED or outcome.paper is None:
            found.rejected += 1
            continue
        parts = [numbers[paper.id] for paper in stored]
        for part, paper in zip(parts, stored, strict=True):
            found.merges.append(joined(found.papers[part], record, paper))
        home = parts[0] if parts else number
        together = [each for part in parts for each in found.papers.pop(part)]
        found.papers[home] = [*together, record]
        numbers[outcome.paper] = home
    return found


def joined(part: Sequence[Record], record: Record, stored: Paper) -> Pair:
    """The record and that one of the paper's records that it was matched with."""
    by = matched_by(stored, record.paper)
    return Pair(
        next((r for r in part if matched_by(r.paper, record.paper) == by), part[0]), record, by
    )


def matched_by(first: Paper, second: Paper) -> str:
    """The kind of identifier that two papers share; else `title`, or `name` of an old title."""
    for kind in KINDS:
        value = first.identifiers.get(kind)
        if value is not None and value == second.identifiers.get(kind):
            return kind
    return "title" if normal_title(first.title) == normal_title(second.title) else "name"


def tell(found: Matching) -> None:
    """Print how many records became how many papers, and by what."""
    number = sum(map(len, found.papers.values()))
    print(f"records {number:,}, rejected {found.rejected:,}, papers {len(found.papers):,}")
    print(f"merges {len(found.merges):,}")
    for of, two in (("two sources", True), ("one source", False)):
        pairs = (p for p in found.merges if (p.first.source != p.second.source) is two)
        print(f"  of {of}: {dict(sorted(Counter(pair.by for pair in pairs).items()))}")


def labelled(labels: Path, corpus: Path) -> list[tuple[str, str]]:
    """Of each labelled pair the first record's place in the corpus and the second one's name."""
    with gzip.open(labels) as lines:
        pairs = [json.loads(line) for line in lines]
    places: dict[str, str] = {}
    for file in sorted(corpus.glob("*.jsonl.gz")):
        with gzip.open(file) as lines:
            for number, line in enumerate(lines, 1):
                places[json.loads(line)["id"]] = f"{file.name}: line {number}"
    return [(places[pair["kept"]], pair["duplicate"]) for pair in pairs]


def recall(found: Matching, labels: Iterable[tuple[str, str]]) -> tuple[int, list[Pair], int]:
    """How many labelled pairs became one paper, those that did not, and how many are not here.

    The labels name the second record by its identifier at its venue: `colm2024:MI52iXSSNy`. It is
    here if a record other than the first states that identifier.
    """
    by_place: dict[str, tuple[int, Record]] = {}
    by_name: dict[str, list[tuple[int, Record]]] = {}
    for number, record in found.records():
        by_place[f"{record.file}: {record.where}"] = number, record
        for value in record.paper.identifiers.values():
            by_name.setdefault(value, []).append((number, record))
    one, missed, absent = 0, list[Pair](), 0
    for place, duplicate in labels:
        paper, first = by_place[place]
        named = by_name.get(duplicate.partition(":")[2], [])
        others = [(number, other) for number, other in named if other != first]
        if not others:
            absent += 1
        elif any(number == paper for number, _ in others):
            one += 1
        else:
            other = others[0][1]
            missed.append(Pair(first, other, why_apart(first.paper, other.paper)))
    return one, missed, absent


def tell_recall(found: Matching, labels: Sequence[tuple[str, str]]) -> None:
    """Print what became of the labelled pairs and of pairs that an identifier shows to be one."""
    one, missed, absent = recall(found, labels)
    print(f"labelled pairs {len(labels)}: one paper {one}, missed {len(missed)}, not here {absent}")
    for pair in missed:
        print(pair)
    pairs = same_identifier(found)
    apart = [pair for pair in pairs if pair.by != "title"]
    part = 1 - len(apart) / len(pairs) if pairs else 0.0
    print(f"pairs of one identifier and two sources {len(pairs):,}; by title alone {part:.2%}")
    for pair in apart:
        print(pair)


def same_identifier(found: Matching) -> list[Pair]:
    """Pairs that share an identifier, of two sources, by what they match without one.

    A pair of the same two sources, titles and authors counts once.
    """
    pairs: dict[object, Pair] = {}
    for records in found.papers.values():
        for first, second in combinations(records, 2):
            shared = matched_by(first.paper, second.paper) in KINDS
            if shared and first.source != second.source:
                ours, theirs = unidentified(first.paper), unidentified(second.paper)
                found_by_title = Shelf(replace(_EMPTY, papers=(ours,))).matches(theirs)
                by = "title" if found_by_title else why_apart(ours, theirs)
                key = (first.source, second.source, ours.title, theirs.title)
                pairs.setdefault(key, Pair(first, second, by))
    return list(pairs.values())


def unidentified(paper: Paper) -> Paper:
    """The paper as a source without identifiers has it."""
    first_author = paper.authors[0].name if paper.authors else ""
    own = permanent_id({}, paper.title, first_author, paper.abstract)
    return replace(paper, id=own, aliases=(), identifiers={}, links=())


def why_apart(first: Paper, second: Paper) -> str:
    """Why two papers are not matched."""
    for kind in ("arxiv", "acl"):
        if len({paper.identifiers.get(kind) for paper in (first, second)} - {None}) == 2:
            return f"two {kind}"
    if normal_title(first.title) != normal_title(second.title):
        return "other title"
    return "a title of many papers" if is_generic(first.title) else "other authors"


def same_title(found: Matching) -> list[Pair]:
    """Pairs of one title that were left apart; of each two papers one."""
    titles: dict[str, dict[int, Record]] = {}
    for number, record in found.records():
        titles.setdefault(normal_title(record.paper.title), {}).setdefault(number, record)
    return [
        Pair(first, second, f"one title; {why_apart(first.paper, second.paper)}")
        for records in titles.values()
        for first, second in combinations(records.values(), 2)
    ]


def near_titles(found: Matching) -> list[Pair]:
    """Pairs of one first author whose titles are nearly the same, left apart."""
    authors: dict[str, dict[tuple[int, str], Record]] = {}
    for number, record in found.records():
        if record.paper.authors:
            key = number, normal_title(record.paper.title)
            name = normal_name(record.paper.authors[0].name)
            authors.setdefault(name, {}).setdefault(key, record)
    return [
        Pair(first, second, f"{near}; {why_apart(first.paper, second.paper)}")
        for records in authors.values()
        for ((one, ours), first), ((two, theirs), second) in combinations(records.items(), 2)
        if one != two and ours != theirs and (near := likeness(ours, theirs))
    ]


def likeness(first: str, second: str) -> str | None:
    """How two normal titles are nearly the same, if they are."""
    short, long = sorted((first, second), key=len)
    if len(short) >= 10 and (long.startswith(short) or long.endswith(short)):
        return "one title in the other"
    if 2 * len(short) / (len(short) + len(long)) < _NEAR:
        return None
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    near = matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR
    return f"alike {matcher.ratio():.2f}" if near else None


def write(path: Path, pairs: Sequence[Pair], sample: int) -> None:
    """Write the pairs to a file, a sample for reading marked with stars: the same at each run."""
    drawn = set(sorted(map(str, pairs), key=_lot)[:sample])
    lines = (f"{'*' if str(pair) in drawn else ' '} {i} {pair}\n" for i, pair in enumerate(pairs))
    path.write_text("".join(lines), encoding="utf-8")


def _lot(text: str) -> bytes:
    return hashlib.sha256(f"{_SEED} {text}".encode()).digest()


if __name__ == "__main__":
    main()

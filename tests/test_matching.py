"""Records of one paper from two sources find each other, measured on real pairs."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.matching import LABELS, matched, read, recall, same_identifier
from generator.sources import jsonl

#: The only samples that hold second records of labelled pairs; the corpus holds first ones.
SAMPLES = ("paperlists_json/colm2024.json", "acl_anthology_xml/2022.acl.xml")


def kept(shared: Path, names: set[str], file: Path) -> dict[str, str]:
    """Put the corpus's records of these ids into a file; their places in it."""
    places: dict[str, str] = {}
    with file.open("wb") as out:
        for packed in sorted((shared / "corpus").glob("*.jsonl.gz")):
            with gzip.open(packed) as lines:
                for line in lines:
                    name = line[:80].split(b'"', 4)[3].decode()
                    if name in names:
                        places[name] = f"{file.name}: line {len(places) + 1}"
                        out.write(line)
    return places


@pytest.mark.real
def test_labelled_pairs_become_one_paper(shared: Path, tmp_path: Path) -> None:
    with gzip.open(shared / LABELS) as lines:
        pairs = [json.loads(line) for line in lines]
    file = tmp_path / "kept.jsonl"
    places = kept(shared, {pair["kept"] for pair in pairs}, file)
    records = [*read([file], jsonl.SOURCE)]
    assert len(records) == len(places)
    samples = [*read([shared / "formats" / name for name in SAMPLES])]
    found = matched([*records, *samples])
    labels = [(places[pair["kept"]], pair["duplicate"]) for pair in pairs]
    one, missed, absent = recall(found, labels)
    assert one + len(missed) + absent == len(pairs) == 455
    assert one + len(missed) == 14
    assert one >= 12, missed
    # No two of the first records are one paper.
    homes = [number for number, record in found.records() if record.file == file.name]
    assert len(homes) == len(set(homes)) == len(places)
    # Those of the Anthology are matched by an identifier: the corpus has it from the labels. Their
    # titles would do.
    known = same_identifier(found)
    assert known
    assert {pair.by for pair in known} == {"title"}

"""A day's, a month's and a topic's citations, read by parsers of others."""

from __future__ import annotations

import gzip
import json
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser import entrypoint as bibtexparser

from generator.exports import FORMATS
from generator.exports.cited import cited
from generator.feed import Feed
from generator.model import Author, Paper
from generator.outputs.citations import files
from generator.text import clean_line
from tests.accepted import accepted
from tests.toy import SITE, feed_of, paper, topic

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # citeproc's and pybtex's own
    from citeproc.source.json import CiteProcJSON
    from pybtex.database import parse_string

NAMES = {"bib": "bibtex", "ris": "ris", "csl.json": "csl-json"}


def made(feed: Feed) -> dict[str, bytes]:
    return {output.path: output.data for output in files(feed, SITE)}


def expected(feed: Feed) -> dict[str, tuple[Paper, ...]]:
    """The papers that each file is to have."""
    lists: dict[str, tuple[Paper, ...]] = {}
    for day, papers in feed.by_day.items():
        lists[f"archive/{day:%Y/%m/%d}/papers"] = papers
        month = f"archive/{day:%Y/%m}/papers"
        lists[month] = (*papers, *lists.get(month, ()))
    found = {
        f"{name}.{kind}": papers
        for name, papers in lists.items()
        for kind in (NAMES if name.count("/") == 3 else ["bib"])  # all of them of a month
    }
    topics = {f"topics/{slug}/papers.bib": papers for slug, papers in feed.by_topic.items()}
    return found | {name: papers for name, papers in topics.items() if papers}


def entries(path: str, data: bytes) -> int:
    """How many entries readers of others find."""
    text = data.decode()
    if path.endswith(".bib"):
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert len(parse_string(text, "bibtex").entries) == len(library.entries)
        accepted("bibtexparser and pybtex", files=1, entries=len(library.entries))
        return len(library.entries)
    if path.endswith(".ris"):
        records = rispy.loads(text.replace("\r\n", "\n"))
        accepted("rispy", files=1, entries=len(records))
        return len(records)
    items = json.loads(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(CiteProcJSON(items)) == len(items)
    accepted("citeproc-py", files=1, entries=len(items))
    return len(items)


def check(feed: Feed) -> Counter[str]:
    """Each list's papers are in its files, as `paperfeed export` writes them; how many by kind."""
    found, wanted, read = made(feed), expected(feed), Counter[str]()
    assert found.keys() == wanted.keys()
    for path, papers in wanted.items():
        kind = path.partition("papers.")[2]
        bare = [replace(each, abstract="") for each in papers]
        assert found[path].decode() == "".join(FORMATS[NAMES[kind]](cited(bare, feed, SITE.url)))
        assert entries(path, found[path]) == len(papers)
        read[kind] += len(papers)
    return read


def test_each_list_has_its_files(toy_feed: Feed) -> None:
    assert check(toy_feed)["bib"] > 2 * len(toy_feed.papers)


def test_papers_with_one_key_have_two_in_a_file_and_their_own_in_others() -> None:
    both = (paper(1, title="Tides rise"), paper(2, "2024-01-04", title="Tides fall"))
    feed = feed_of(*both, topics=[topic("tides", "tides")])
    assert check(feed)["bib"] == 6
    found = made(feed)
    keys = [
        sorted(
            e.key for e in bibtexparser.parse_string(found[f"{place}/papers.bib"].decode()).entries
        )
        for place in ("archive/2024/01/03", "archive/2024/01/04", "archive/2024/01", "topics/tides")
    ]
    plain, marked = keys[2]
    assert marked == f"{plain}b"
    assert keys == [[plain], [plain], [plain, marked], [plain, marked]]


@pytest.mark.real
def test_real_lists_are_read_again(shared: Path) -> None:
    papers: list[Paper] = []
    with gzip.open(shared / "corpus" / "hf_daily.jsonl.gz", "rt", encoding="utf-8") as lines:
        records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for record in records[:: len(records) // 300][:300]:
        names = (clean_line(str(each)) for each in record.get("authors") or ())
        day = f"2024-01-{1 + len(papers) % 3:02d}"
        authors = tuple(Author(each) for each in names if each)
        title = clean_line(record["title"])
        papers.append(paper(len(papers), day, title, authors=authors))
    read = check(feed_of(*papers, topics=[topic("models", "model"), topic("images", "image")]))
    assert read["ris"] == read["csl.json"] == len(papers) < read["bib"]


def test_a_file_is_made_anew_where_one_of_its_papers_has_changed() -> None:
    one, two = paper(1), paper(2, "2024-01-04")
    before, after = (
        {draft.path: draft.told for draft in files(feed_of(first, two), SITE)}
        for first in (one, replace(one, title="Another"))
    )
    changed = {path for path in before if before[path] != after[path]}
    months = {f"archive/2024/01/papers.{kind}" for kind in NAMES}
    assert changed == months | {"archive/2024/01/03/papers.bib"}

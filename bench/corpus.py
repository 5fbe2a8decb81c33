"""Content folders of as many papers as wanted, the same each time.

Real records come first, from `../shared/data/corpus` where that is: those of Hugging Face's Daily
Papers, arXiv's listings, then the others. When they are used up, more are made of their sentences;
where there are none, of the words of the project's own documents.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.measuring import measured
from bench.programs import PAPERFEED, environment

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "data" / "corpus"
FIRST_FILES = ("hf_daily", "arxiv_listing")
SEED = 7
#: The days on which papers are listed that have no day of their own: weekdays of the real ones.
FIRST_DAY, LAST_DAY = date(2024, 5, 1), date(2026, 6, 30)
#: Made papers have numbers that arXiv has not reached in any month.
FIRST_NUMBER, NUMBERS = 40_000, 50_000

_Record = dict[str, Any]


class Corpus:
    """Records, each given once, and content folders of them."""

    def __init__(self, folder: Path = CORPUS) -> None:
        self._records = _records(folder)

    def fill(self, content: Path, papers: int, day: date | None = None) -> None:
        """Take in records until the folder has so many more papers; all on `day`, if given.

        It takes a few rounds: some records are refused, and some are of one paper.
        """
        wanted = _papers_in(content) + papers
        lines = content.with_name(f"{content.name}.jsonl")
        while missing := wanted - _papers_in(content):
            with lines.open("w", encoding="utf-8") as out:
                for record in islice(self._records, missing):
                    moved = {"hf": None, **_listed(day)} if day else {}
                    out.write(json.dumps({**record, **moved}, ensure_ascii=False) + "\n")
            today = datetime.now(UTC).date()  # a day that has not come is refused
            command: list[str | Path] = [PAPERFEED, "ingest", lines]
            command += ["--date", str(min(LAST_DAY, today))]
            command += ["--content", content]
            measured(command, env=environment())
        lines.unlink(missing_ok=True)


def _papers_in(content: Path) -> int:
    return sum(1 for _ in content.glob("papers/*/*/*.md"))


def latest_day(content: Path) -> date:
    """The latest day on which a paper of the folder is listed."""
    year = max(content.glob("papers/*"))
    month = max(year.iterdir())
    days = (
        found[1]
        for path in month.iterdir()
        if (found := re.search(r"^listed: ([0-9-]+)", path.read_text("utf-8"), re.MULTILINE))
    )
    return date.fromisoformat(max(days))


def _records(folder: Path) -> Iterator[_Record]:
    """The records in their order; there is no end of them."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    real: list[_Record] = []
    for record in _real(folder):
        known = record.get("hf") or "list" in str(record.get("published_precision"))
        real.append(record if known else {**record, **_listed(_a_day(chance))})
        yield real[-1]
    texts = [(each["title"], each["abstract"]) for each in real if each.get("abstract")]
    names = [each["authors"] for each in real if each.get("authors")]
    if not texts:
        texts, names = _texts_of_our_own(chance)
    number = 0
    while True:
        yield _made(number, texts, names, chance)
        number += 1


def _real(folder: Path) -> Iterator[_Record]:
    files = {path.name.removesuffix(".jsonl.gz"): path for path in folder.glob("*.jsonl.gz")}
    for name in dict.fromkeys((*FIRST_FILES, *sorted(files))):
        if name not in files:
            continue
        with gzip.open(files[name], "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _listed(day: date) -> _Record:
    return {"published": f"{day:%Y-%m}", "published_precision": f"listed {day}"}


def _a_day(chance: random.Random) -> date:
    day = FIRST_DAY + timedelta(chance.randrange((LAST_DAY - FIRST_DAY).days))
    return day - timedelta(max(0, day.weekday() - 4))


def _made(
    number: int, texts: list[tuple[str, str]], names: list[list[str]], chance: random.Random
) -> _Record:
    """A paper that nobody wrote: halves of two titles, sentences of a few abstracts."""
    day = _a_day(chance)
    month, place = divmod(number, NUMBERS)
    arxiv = f"24{month + 1:02d}.{FIRST_NUMBER + place:05d}"
    begins, ends = (chance.choice(texts)[0].split() for _ in range(2))
    sentences = [
        sentence
        for _ in range(3)
        for sentence in re.split(r"(?<=[.?!])\s+", chance.choice(texts)[1])
    ]
    chance.shuffle(sentences)
    return {
        "id": f"arXiv:{arxiv}",
        "title": " ".join(begins[: len(begins) // 2 + 1] + ends[len(ends) // 2 :]),
        "abstract": " ".join(sentences[: chance.randrange(5, 10)]),
        "authors": chance.choice(names),
        "categories": chance.sample(["cs.CL", "cs.CV", "cs.LG", "cs.AI"], 2),
        "url": f"https://arxiv.org/abs/{arxiv}",
        "pdf_url": f"https://arxiv.org/pdf/{arxiv}",
        "source": "made",
        "hf": {"daily_date": str(day), "upvotes": chance.randrange(100)},
    }


def _texts_of_our_own(chance: random.Random) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Titles and abstracts, and the names of authors, of the words of our documents."""
    files = [ROOT / "README.md", *sorted((ROOT / "content/docs").glob("*.md"))]
    text = " ".join(path.read_text(encoding="utf-8") for path in files)
    words = sorted(set(re.findall(r"\b[a-z]{3,14}\b", text)))
    texts = []
    for _ in range(2_000):
        sentences = (" ".join(chance.sample(words, chance.randrange(12, 25))) for _ in range(8))
        abstract = " ".join(f"{sentence.capitalize()}." for sentence in sentences)
        texts.append(
            (" ".join(chance.sample(words, chance.randrange(6, 13))).capitalize(), abstract)
        )
    names = [
        [" ".join(chance.sample(words, 2)).title() for _ in range(chance.randrange(1, 8))]
        for _ in range(2_000)
    ]
    return texts, names

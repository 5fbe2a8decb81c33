"""How well search finds real papers: `make bench-search`.

Builds the site of real papers and asks its search, in a browser, for papers by what readers know
of them; then the same of Material's own search. Prints for each kind of query the mean reciprocal
rank among the first ten results (1 is: always first), and what the first query moves and takes.
Queries are made with a seed; every other one is for tuning, the rest for the table. A whole run
also writes `bench/search.json` and the tables in the documents.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import Browser, sync_playwright

from bench import search_rows, search_stock
from bench.corpus import Corpus
from bench.packing import Tally, serving
from bench.programs import PAPERFEED, ROOT, environment
from bench.rows import header, into_document
from bench.search_rows import First, Row
from generator.markup import plain
from generator.store import load

SEED = 6
FULL, QUERIES = 10_000, 100
LATEST = ROOT / "bench" / "search.json"
#: The kinds of which first queries are measured, and how many; Material's take ten seconds each.
FIRST_OF, FIRSTS, STOCK_FIRSTS = ("three words", "author and word"), 15, 3
#: The least reciprocal rank that issue 7 asks for, by kind of query; None is only to be known.
TARGETS: dict[str, float | None] = {
    "title": 0.99, "three words": 0.99, "a letter missing": 0.95, "author and word": 0.98,
    "other author and word": None, "identifier": 1.0, "no hyphens": 0.99, "acronym": 0.82,
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_ASK = """
async ([base, queries]) => {
  const { openIndex } = await import(new URL("assets/javascripts/search-index.js", base).href);
  const index = openIndex(new URL(base));
  const found = [];
  for (const q of queries) {
    const begun = performance.now();
    const named = await index.named(q);
    const answer = await index.search({ q });
    const results = await answer.read(0, 10);
    const ids = [...(named?.url ? [named.url] : []), ...results.map((each) => each.url)];
    found.push([ids.slice(0, 10), performance.now() - begun]);
  }
  return found;
}
"""


#: What is asked, and the id of the paper that is meant.
Query = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a query is made of."""

    id: str
    title: str
    authors: tuple[str, ...]


def main() -> None:
    """Build, ask, print, and write down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=FULL)
    options.add_argument("--queries", type=int, default=QUERIES, help="of each kind")
    options.add_argument("--tuning", action="store_true", help="the queries that may be tuned on")
    options.add_argument("--site", type=Path, help="a site that was built of --content")
    options.add_argument("--content", type=Path, help="its content folder")
    options.add_argument("--ours", action="store_true", help="without Material's own search")
    wanted = options.parse_args()
    head = header(in_memory=False)
    with tempfile.TemporaryDirectory() as folder:
        content, site = wanted.content, wanted.site
        if not (content and site):
            content, site = build(Path(folder), wanted.papers)
        papers = read(content)
        queries = {
            kind: made[wanted.tuning is False :: 2]
            for kind, made in make_queries(papers, 2 * wanted.queries).items()
        }
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            found, first = ask_ours(browser, site, queries)
            if not wanted.ours:
                stock = search_stock.build(Path(folder), content)
                found, first = ask_stock(browser, stock, queries, found, first)
            browser.close()
    head["papers"] = len(papers)
    print(search_rows.printed(head, found, first))
    whole = len(papers) >= FULL and wanted.queries >= QUERIES
    if whole and not (wanted.tuning or wanted.ours):
        search_rows.save(LATEST, head, found, first)
        into_document(search_rows.document(head, found, first), marks=search_rows.MARKS)


def build(folder: Path, papers: int) -> tuple[Path, Path]:
    """A content folder of so many real papers, and its site with the index."""
    content, site = folder / "content", folder / "site"
    Corpus().fill(content, papers)
    command: list[str | Path] = [PAPERFEED, "build", "--content", content, "--site", site]
    subprocess.run(command, check=True, env=environment(), stdout=subprocess.DEVNULL)
    return content, site


def read(content: Path) -> list[Paper]:
    """What is asked for."""
    return [
        Paper(each.id, plain(each.title), tuple(author.name for author in each.authors))
        for each in load(content).papers
    ]


def make_queries(papers: Sequence[Paper], most: int) -> dict[str, list[Query]]:
    """By kind so many queries, each with the id of the paper that it is meant for."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    titles = Counter(paper.title.lower() for paper in papers)
    spread = Counter(word for paper in papers for word in set(_words(paper.title)))
    kinds: dict[str, list[Query]] = {kind: [] for kind in TARGETS}
    for paper in chance.sample(list(papers), len(papers)):
        if titles[paper.title.lower()] > 1:
            continue  # nobody could tell which of the two is meant
        for kind, query in _queries_of(paper, spread, chance):
            if len(kinds[kind]) < most:
                kinds[kind].append((query, paper.id))
    return kinds


def _queries_of(paper: Paper, spread: Counter[str], chance: random.Random) -> Iterator[Query]:
    words = list(dict.fromkeys(_words(paper.title)))
    rare = sorted((word for word in words if len(word) > 3), key=lambda word: spread[word])[:3]
    yield "title", paper.title
    if len(rare) == 3:
        yield "three words", " ".join(rare)
        place = chance.randrange(3)
        word = rare[place]
        gone = chance.randrange(1, len(word))
        wrong = word[:gone] + word[gone + 1 :]
        if len(word) > 4 and wrong not in spread:
            yield "a letter missing", " ".join([*rare[:place], wrong, *rare[place + 1 :]])
    if rare and paper.authors:
        yield "author and word", f"{paper.authors[0].split()[-1]} {rare[0]}"
    if rare and len(paper.authors) > 1:
        other = random.Random(paper.id).choice(paper.authors[1:])  # noqa: S311 - as above
        yield "other author and word", f"{other.split()[-1]} {rare[0]}"
    if re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}", paper.id):
        forms = ("{}", "arXiv:{}", "https://arxiv.org/abs/{}v2", "arxiv.org/pdf/{}.pdf", "{}v1")
        yield "identifier", chance.choice(forms).format(paper.id)
    if re.search(r"[a-z]{3}-[a-z]{3}", paper.title):
        yield "no hyphens", paper.title.replace("-", " ")
    acronyms = re.findall(r"\b[A-Z]{3,6}\b", paper.title)
    if acronyms and spread[acronyms[0].lower()] <= 10:
        yield "acronym", acronyms[0]


def _words(title: str) -> list[str]:
    return _WORD.findall(title.lower())


def ask_ours(
    browser: Browser, site: Path, queries: Mapping[str, Sequence[Query]]
) -> tuple[list[Row], list[First]]:
    """What search of ours answers."""
    tally: Tally = []
    with serving(site, tally) as root:
        rows = [_ours(browser, root, kind, made) for kind, made in queries.items()]
        first = []
        for kind in FIRST_OF:
            each = [_first(browser, root, tally, query) for query, _ in queries[kind][:FIRSTS]]
            first.append(First(kind, *_medians(each)))
    return rows, first


def ask_stock(
    browser: Browser,
    site: Path,
    queries: Mapping[str, Sequence[Query]],
    rows: Sequence[Row],
    first: Sequence[First],
) -> tuple[list[Row], list[First]]:
    """The same rows, with what Material's own search answers."""
    tally: Tally = []
    with serving(site, tally) as root:
        every = [query for made in queries.values() for query, _ in made]
        found = iter(search_stock.ask(browser, root, every))
        asked = {kind: list(islice(found, len(made))) for kind, made in queries.items()}
        firsts = {
            kind: _medians(
                [
                    search_stock.first_query(browser, root, tally, query)
                    for query, _ in queries[kind][:STOCK_FIRSTS]
                ]
            )
            for kind in FIRST_OF
        }
    both = [
        replace(row, stock_rank=rank, stock_median_ms=took)
        for row in rows
        for rank, took in [rated(queries[row.kind], asked[row.kind])]
    ]
    return both, [
        replace(each, stock_kilobytes=moved, stock_seconds=seconds)
        for each in first
        for moved, seconds in [firsts[each.kind]]
    ]


def rated(
    queries: Sequence[Query], found: Sequence[tuple[Sequence[str], float]]
) -> tuple[float, float]:
    """The mean reciprocal rank of the papers meant among the pages found, and the median time."""
    ranks = []
    for (_, wanted), (urls, _) in zip(queries, found, strict=True):
        ids = [url.rstrip("/").rpartition("/")[2] for url in urls]
        ranks.append(1 / (ids.index(wanted) + 1) if wanted in ids else 0.0)
    return mean(ranks), median(took for _, took in found)


def _ours(browser: Browser, root: str, kind: str, queries: Sequence[Query]) -> Row:
    page = browser.new_page()
    page.goto(f"{root}search/")
    found = page.evaluate(_ASK, [root, [query for query, _ in queries]])
    page.close()
    return Row(kind, len(queries), TARGETS[kind], *rated(queries, found))


def _first(browser: Browser, root: str, tally: Tally, query: str) -> tuple[float, float]:
    context = browser.new_context()
    page = context.new_page()
    tally.clear()
    page.goto(f"{root}search/", wait_until="networkidle")  # which loads the index's beginnings
    found = page.evaluate(_ASK, [root, [query]])
    context.close()
    moved = sum(size for path, size in tally if "/pagefind/" in path or "/api/" in path)
    return moved, found[0][1] / 1000


def _medians(each: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The kilobytes and the seconds in the middle."""
    return median(moved for moved, _ in each) / 1000, median(seconds for _, seconds in each)


def chromium() -> str | None:
    """Where a browser is, if one is installed; else Playwright's own is used."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


if __name__ == "__main__":
    main()

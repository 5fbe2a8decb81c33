"""What a full arXiv mirror would take, worked out from what `make bench` measured: three tables.

All of it is a product of one measured figure a paper and a number of papers. Where that is an
assumption, and which things do not grow so, is said in `content/docs/large.md`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import rows
from bench.rows import OURS, ROOT, Row

DOCUMENT = ROOT / "content" / "docs" / "large.md"
#: A full mirror, about as many papers as arXiv has at the end of 2026.
PAPERS = 3_000_000
#: Assumed prices in dollars: an hour of a core, a gigabyte kept for a month, a million files put.
CORE_HOUR, GIGABYTE_MONTH, MILLION_PUT = 0.05, 0.02, 5.0
#: Files of a paper in the fullest folder, `papers/`: a folder with its page, and its record.
IN_FOLDER = 2
#: Spans of years: the first and last one, and how many papers they are assumed to have.
YEARS = (
    (1991, 2008, 500_000),
    (2009, 2014, 500_000),
    (2015, 2021, 1_000_000),
    (2022, 2026, 1_000_000),
)
_NAMES = (
    "start",
    "build with topics and related papers",
    "related papers",
    "search index",
    "site",
    "a new day, with search index",
)


@dataclass(frozen=True, slots=True)
class Each:
    """What one paper takes: CPU seconds, bytes and files of the site, megabytes held."""

    measured: int
    build: float
    related: float
    search: float
    bytes: float
    files: float
    megabytes: float
    #: CPU seconds that a day takes which comes to as many papers as were measured.
    new_day: float


def each_of(found: Sequence[Row]) -> Each:
    """One paper's share, of the run with the most papers.

    What every build takes before it reads a paper is left out. Raises ValueError if something was
    not measured.
    """
    papers = max((row.papers for row in found if row.system == OURS), default=0)
    ours = {row.row: row for row in found if (row.system, row.papers) == (OURS, papers)}
    start, build, related, search, site, day = (ours.get(name) for name in _NAMES)
    if not (start and build and related and search and site and day):
        lacking = ", ".join(name for name in _NAMES if name not in ours)
        raise ValueError(f"not measured at {papers:,} papers: {lacking}; run `make bench`")
    return Each(
        papers,
        build=(_of(build.cpu_s) - _of(start.cpu_s)) / papers,
        related=_of(related.cpu_s) / papers,
        search=_of(search.cpu_s) / papers,
        bytes=_of(site.bytes) / papers,
        files=_of(site.files) / papers,
        megabytes=(_of(build.peak_mb) - _of(start.peak_mb)) / papers,
        new_day=_of(day.cpu_s),
    )


def _of(figure: float | None) -> float:
    if figure is None:
        raise ValueError("a figure is lacking that the full mirror is worked out from")
    return figure


def whole(each: Each) -> str:
    """What one paper takes, and what all of them take if they take it in proportion."""
    cpu = each.build + each.search
    gigabytes = each.bytes * PAPERS / 1e9
    millions = each.files * PAPERS / 1e6
    return _table(
        ["what", "one paper", f"{PAPERS:,} papers"],
        ["build with topics and related papers", _ms(each.build), _minutes(each.build)],
        ["of it related papers alone", _ms(each.related), _minutes(each.related)],
        ["the same, if it grows with the square", "", f"{_square(each) / 3600:,.0f} hours"],
        ["search index", _ms(each.search), _minutes(each.search)],
        ["build and search index", _ms(cpu), _minutes(cpu)],
        ["the same, on 32 cores that share it evenly", "", _minutes(cpu / 32)],
        ["bytes of the site", f"{each.bytes / 1e3:.1f} kB", f"{gigabytes:,.0f} GB"],
        ["files of the site", f"{each.files:.2f}", f"{millions:.1f} million"],
        ["memory, in one process", f"{1e3 * each.megabytes:.0f} kB", _gigabytes_held(each)],
        [
            f"a new day of 60 papers and its search index, where {each.measured:,} are",
            "",
            f"{each.new_day:.0f} CPU seconds",
        ],
        ["computing, once", "", f"{cpu * PAPERS / 3600 * CORE_HOUR:.2f} dollars"],
        ["putting all files, once", "", f"{millions * MILLION_PUT:.0f} dollars"],
        ["keeping them, a month", "", f"{gigabytes * GIGABYTE_MONTH:.2f} dollars"],
    )


def hosts(each: Each) -> str:
    """How many papers a site may have on each host, and how many sites all papers make."""
    table = [["host", "what ends first", "papers of a site", "sites for all"]]
    for host, limit, most in (
        ("GitHub Pages", "1 GB a site", 1e9 / each.bytes),
        ("Cloudflare Pages, free", "20,000 files a site", 20_000 / each.files),
        ("Cloudflare Pages, paid", "100,000 files a site", 100_000 / each.files),
        ("Netlify", "54,000 files a folder", 54_000 / IN_FOLDER),
    ):
        papers = math.floor(most)
        table.append([host, limit, f"{papers:,}", f"{math.ceil(PAPERS / papers):,}"])
    return _table(*table)


def years(each: Each) -> str:
    """What one year takes, by the mean of each span of years."""
    table = [["years", "papers", "CPU minutes", "GB", "files", "sites on GitHub Pages"]]
    for first, last, papers in YEARS:
        year = papers / (last - first + 1)
        size = each.bytes * year
        table.append(
            [
                f"{first}–{last}",
                f"{_round(year):,}",
                f"{(each.build + each.search) * year / 60:.1f}",
                f"{size / 1e9:.1f}",
                f"{_round(each.files * year):,}",
                f"{math.ceil(size / 1e9)}",
            ]
        )
    return _table(*table)


#: The tables by their names in the document's marks.
TABLES: Mapping[str, Callable[[Each], str]] = {"whole": whole, "hosts": hosts, "years": years}


def marks(name: str) -> tuple[str, str]:
    """Between which lines of the document a table stands."""
    return f"[//]: # (begin: {name}, written by make bench)", f"[//]: # (end of {name})"


def into_document(found: Sequence[Row], file: Path = DOCUMENT) -> None:
    """Write the tables into the document."""
    each = each_of(found)
    for name, table in TABLES.items():
        rows.into_document(table(each), file, marks(name))


def _table(head: Sequence[str], *body: Sequence[str]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *body)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.2f} ms"


def _minutes(seconds: float) -> str:
    return f"{seconds * PAPERS / 60:,.0f} minutes"


def _square(each: Each) -> float:
    return each.related * PAPERS * PAPERS / each.measured


def _gigabytes_held(each: Each) -> str:
    return f"{each.megabytes * PAPERS / 1e3:,.0f} GB"


def _round(number: float) -> int:
    """To three figures: what it is worked out from is not known better."""
    return int(round(number, 2 - math.floor(math.log10(number))))

"""How large a built site is, and its papers' pages."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.rows import Row

#: Pages that are packed to see how small they get: all of them would take minutes.
PACKED = 2_000


def of_site(system: str, papers: int, site: Path) -> Row:
    """Files and bytes of the whole site."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return Row(system, papers, "site", bytes=sum(sizes), files=len(sizes))


def of_pages(system: str, papers: int, site: Path) -> Iterator[Row]:
    """A paper's page, raw and packed: in the middle and at most."""
    pages = [
        path
        for path in sorted(site.glob("papers/*/index.html"))
        if b'http-equiv="refresh"' not in path.read_bytes()
    ]
    raw = [path.stat().st_size for path in pages]
    # Largest first, so that the most is among those that are packed.
    largest = sorted(pages, key=lambda path: -path.stat().st_size)[: PACKED // 4]
    spread = pages[:: max(1, len(pages) // PACKED)]
    packed = {path: len(gzip.compress(path.read_bytes(), mtime=0)) for path in (*largest, *spread)}
    for row, size in (
        ("a paper's page, median", median(raw)),
        ("a paper's page, largest", max(raw)),
        ("a paper's page, gzipped, median", median(packed[path] for path in spread)),
        ("a paper's page, gzipped, largest", max(packed.values())),
    ):
        yield Row(system, papers, row, bytes=int(size))

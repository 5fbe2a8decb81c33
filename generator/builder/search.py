"""The search index, made of the built pages by Pagefind's own command; of many papers in parts.

Each part is an index of its own, and the browser brings their answers together: Pagefind's own way
to merge them does not order by day across parts, nor narrow a part by a topic that it lacks.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.addresses import paper_uri, url_of
from generator.builder.search_order import in_order
from generator.model import Paper

#: The folder of the index in the site, and the file in it that names its parts.
INDEX, PARTS = "pagefind", "parts.json"
#: The papers' pages: Pagefind would read all others too, in half of its time, to find nothing.
#: And the search page, for Pagefind fails where it finds no page at all.
PAGES = "{papers/*,search}/index.html"
SEARCH = "search/index.html"
#: Papers of a part: with so many Pagefind stays below 3 GB.
MOST = 20_000
#: Where a page's body begins, and after which it ends; what tells Pagefind what to do with a page.
_BODY, _BODY_ENDS = re.compile(rb"<article [^<>]* data-pagefind-body>"), b"</article>"
_FOR_PAGEFIND = b"data-pagefind"
#: The characters of an ISO date that make a month.
_MONTH = 7


class IndexingError(RuntimeError):
    """Pagefind did not make an index; the message is what it printed."""


@dataclass(frozen=True, slots=True)
class Part:
    """The papers listed from `first` to `last`: months, or days of a month that is too full."""

    first: str
    last: str
    papers: tuple[Paper, ...]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.first if self.first == self.last else f"{self.first}--{self.last}"


def parts_of(papers: Iterable[Paper], most: int = MOST) -> tuple[Part, ...]:
    """Papers by months of listing, the oldest first, in parts of at most so many.

    They are put together from the oldest, so that all but the newest stay as they are while days
    come. A month that is more than a part is cut by days; a day is not cut.
    """
    listed = sorted(papers, key=lambda paper: (paper.listed, paper.id))
    parts: list[Part] = []
    begin, size, first, last = 0, 0, "", ""
    for span, more in _spans(listed, most):
        whole = len(span) == len(last) == _MONTH or span[:_MONTH] == last[:_MONTH]
        if size and (size + more > most or not whole):
            parts.append(Part(first, last, tuple(listed[begin : begin + size])))
            begin, size = begin + size, 0
        first, last = (first, span) if size else (span, span)
        size += more
    return (*parts, Part(first, last, tuple(listed[begin:])))


def _spans(papers: Iterable[Paper], most: int) -> Iterator[tuple[str, int]]:
    """Months in order, or days of those that are too full, and how many papers each has."""
    days = Counter(paper.listed.isoformat() for paper in papers)
    for month, own in groupby(sorted(days), key=lambda day: day[:_MONTH]):
        of_month = {day: days[day] for day in own}
        total = sum(of_month.values())
        yield from of_month.items() if total > most else [(month, total)]


def index(site: Path, parts: Sequence[Part] = ()) -> None:
    """Write `site/pagefind/` for the pages that carry `data-pagefind-body`.

    Of several parts the last, which is the newest, is there; the others are in folders in it. Their
    names are in `parts.json`, the newest first.
    Raises IndexingError if the command fails.
    """
    target = site / INDEX
    older = parts[:-1]
    for part in reversed(parts):
        with tempfile.TemporaryDirectory(dir=site.parent, prefix=".paperfeed-part-") as folder:
            _put(part, site, Path(folder))
            _run(Path(folder), target / part.name if part in older else target)
    if not parts:
        _run(site, target)
    names = [part.name for part in reversed(parts)] if older else []
    (target / PARTS).write_text(f"{json.dumps(names)}\n", encoding="utf-8")


def _put(part: Part, site: Path, folder: Path) -> None:
    """Put what is indexed of a part's pages in a folder by itself.

    Pagefind numbers pages as the folder lists them. In a site that may depend on what was there
    before; here it does not, for they always come in the same order.
    """
    for name in [*(f"{url_of(paper_uri(paper.id))}index.html" for paper in part.papers), SEARCH]:
        if name is SEARCH and not (site / name).exists():
            continue
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(body_of((site / name).read_bytes()))


def body_of(page: bytes) -> bytes:
    """The page without what stands around its body, which Pagefind would read and pass over.

    It is the whole page where that has something for Pagefind elsewhere, too, or no such body.
    """
    found = _BODY.search(page)
    end = page.rfind(_BODY_ENDS) + len(_BODY_ENDS)
    if not found or end < found.end():
        return page
    start = found.start()
    if _FOR_PAGEFIND in page[:start] or _FOR_PAGEFIND in page[end:]:
        return page
    return b"<!doctype html><html><body>%b</body></html>" % page[start:end]


def _run(pages: Path, target: Path) -> None:
    # One index, of English words, whatever the interface speaks: the papers do not speak it.
    options = ["--site", str(pages), "--glob", PAGES, "--force-language", "en", "--silent"]
    done = subprocess.run(
        [sys.executable, "-m", "pagefind", *options, "--output-path", str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise IndexingError(f"pagefind: {(done.stderr or done.stdout).strip()[-2000:]}")
    in_order(target)

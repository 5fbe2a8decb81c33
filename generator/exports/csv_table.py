"""Papers as a table for spreadsheets: CSV with a line of names.

Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from generator.exports.cited import Cited
from generator.markup import plain

COLUMNS = (
    "id", "title", "authors", "listed", "published", "venue", "arxiv", "doi", "categories",
    "topics", "upvotes", "status", "url", "page", "abstract",
)  # fmt: skip
#: A spreadsheet would work these out, and what it works out a stranger has written.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """A line a paper, after that of the names; cells that begin as a formula get a `'` before."""
    yield _line(COLUMNS)
    for each in papers:
        paper = each.paper
        yield _line(
            (
                paper.id,
                plain(paper.title),
                "; ".join(author.name for author in paper.authors),
                paper.listed.isoformat(),
                paper.published or "",
                paper.venue or "",
                paper.identifiers.get("arxiv", ""),
                paper.identifiers.get("doi", ""),
                " ".join(paper.categories),
                "; ".join(each.topics),
                "" if paper.upvotes is None else str(paper.upvotes),
                paper.status or "",
                str(each.data["URL"]),
                each.page,
                plain(paper.abstract),
            )
        )


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    safe = (f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in cells)
    csv.writer(out).writerow(safe)
    return out.getvalue()

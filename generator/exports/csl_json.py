"""Papers as CSL-JSON, which Zotero, Pandoc and citeproc read.

Source: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.exports.cited import Cited
from generator.markup import plain

#: What a citation has for pages of ours alone.
_OURS = ("title-parts", "others", "arxiv", "arxiv-class", "issued", "id")


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """One list, an item a line."""
    before = "[\n"
    for each in papers:
        yield before + line(each)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def line(each: Cited) -> str:
    """One item as text."""
    return json.dumps(item(each), ensure_ascii=False)


def item(each: Cited) -> Mapping[str, Any]:
    """One item."""
    data = each.data
    made = {"id": each.key} | {key: value for key, value in data.items() if key not in _OURS}
    if issued := data.get("issued"):
        made["issued"] = {"date-parts": [[int(part) for part in issued.split("-")]]}
    if arxiv := data.get("arxiv"):
        made |= {"archive": "arXiv", "archive_location": arxiv, "number": f"arXiv:{arxiv}"}
    if each.paper.abstract:
        made["abstract"] = plain(each.paper.abstract)
    return made

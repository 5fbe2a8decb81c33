"""Papers as RIS, as the box on a paper's page has it, with the abstract.

`overrides/assets/javascripts/citation.js` writes the same.
Source: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.exports.cited import Cited

_KIND = {"article-journal": "JOUR", "paper-conference": "CONF"}


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """A record a paper; lines end as the format has it."""
    for each in papers:
        yield record(each.data, each.paper.abstract)


def record(data: Mapping[str, Any], abstract: str = "") -> str:
    """One record."""
    year, month, day = (*data.get("issued", "").split("-"), "", "")[:3]
    names = (
        name.get("literal") or ", ".join(filter(None, map(name.get, ("family", "given", "suffix"))))
        for name in data.get("author", ())
    )
    arxiv = data.get("arxiv")
    lines = [
        ("TY", _KIND.get(data["type"], "UNPB")),
        ("TI", data["title"]),
        *(("AU", name) for name in names),
        ("PY", year),
        ("DA", year and f"{year}/{month}/{day}/"),
        ("JO" if data["type"] == "article-journal" else "T2", data.get("container-title")),
        ("DO", data.get("DOI")),
        ("M1", arxiv and f"arXiv:{arxiv}"),
        ("LA", data.get("language")),
        ("UR", data.get("URL")),
        ("N1", data.get("status", "").capitalize()),
        ("AB", abstract),
    ]
    shown = (f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value)
    return "\r\n".join([*shown, "ER  - ", ""])

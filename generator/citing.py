"""What a citation of a paper is made of, and the plain citation.

The page's script makes BibTeX and RIS of `citation`, whose fields are those of CSL-JSON:

| record | CSL-JSON |
|---|---|
| title | title; `title-parts`: text and formulas (TeX) in turn, if it has formulas |
| authors | author: family, given, suffix; or literal. The first hundred, then `others` |
| published, else an arXiv identifier's month | issued |
| venue, journal_ref | container-title; type is article-journal, paper-conference or article |
| identifiers | DOI, `arxiv` |
| status | status |
| categories | `arxiv-class`: the first, of a paper of arXiv's |
| links, identifiers, else the page | URL |

Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.formulas import characters
from generator.markup import plain
from generator.math_parts import Formula, split_math
from generator.model import Paper
from generator.names import name_parts
from generator.plain_json import encoded

#: Authors that a citation names; what more there are it calls "others".
MOST_AUTHORS = 100
#: Authors that the plain citation names.
PLAIN_AUTHORS = 10

#: What some sources give as an author.
_AND_OTHERS = re.compile(r"(?:and )?(?:others|et\.? al\.?)", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|annals|review|reviews|magazine|jmlr|tmlr|tacl|nature"
    r"|science|physica|acta|proceedings of the national academy)\b",
    re.IGNORECASE,
)
_ARXIV_MONTH = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?([0-9]{2})([0-9]{2})")
_BRACES = re.compile("[{}]")


def citation(paper: Paper, page: str, *, most: int = MOST_AUTHORS) -> dict[str, Any]:
    """The paper as CSL-JSON; `page` is the address of its page, for one that has no other."""
    names = [author.name for author in paper.authors if not _AND_OTHERS.fullmatch(author.name)]
    container = paper.venue or paper.journal_ref or ""
    arxiv = paper.identifiers.get("arxiv")
    data: dict[str, Any] = {
        "id": paper.id,
        "type": _type(paper),
        "title": plain(paper.title),
        "title-parts": _title_parts(paper.title),
        "author": [name_parts(name) for name in names[:most]],
        "others": len(names) > most or len(names) < len(paper.authors),
        "issued": _issued(paper),
        "container-title": plain(container),
        "DOI": paper.identifiers.get("doi"),
        "arxiv": arxiv,
        "arxiv-class": paper.categories[0] if arxiv and paper.categories else None,
        "language": paper.language,
        "status": paper.status,
        "URL": _address(paper, page),
    }
    return {key: value for key, value in data.items() if value}


def plain_citation(paper: Paper, data: Mapping[str, Any]) -> str:
    """The citation in a sentence or two, as it stands in the page; `data` is the paper's."""
    names = [author.name for author in paper.authors[:PLAIN_AUTHORS]]
    more = len(paper.authors) > PLAIN_AUTHORS
    by = ", ".join(names) + (" et al." if more else "")
    year = data.get("issued", "").split("-")[0]
    where = data.get("container-title") or (f"arXiv:{data['arxiv']}" if data.get("arxiv") else "")
    opening = f"{by} ({year})" if by and year else by
    sentences = [opening, data["title"], where, "" if by else year]
    sentences.append(data.get("status", "").capitalize())
    said = " ".join(text if text[-1] in ".?!" else f"{text}." for text in sentences if text)
    doi = data.get("DOI")
    return f"{said} {f'https://doi.org/{doi}' if doi else data['URL']}"


def script_safe(value: object) -> str:
    """A value as JSON in which nothing ends a `<script>` element or begins a comment."""
    text = encoded(value).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _type(paper: Paper) -> str:
    if "acl" in paper.identifiers:
        return "paper-conference"
    if paper.venue:
        return "article-journal" if _JOURNAL.search(paper.venue) else "paper-conference"
    return "article-journal" if paper.journal_ref else "article"


def _issued(paper: Paper) -> str:
    if paper.published:
        return paper.published
    found = _ARXIV_MONTH.match(paper.identifiers.get("arxiv", ""))
    if not found:
        return ""
    year = int(found[1])
    return f"{1900 + year if year > 90 else 2000 + year}-{found[2]}"


def _address(paper: Paper, page: str) -> str:
    links = [link.url for link in paper.links if link.rel == "paper"]
    if links:
        return links[0]
    if arxiv := paper.identifiers.get("arxiv"):
        return f"https://arxiv.org/abs/{arxiv}"
    return page


def _title_parts(title: str) -> list[str] | None:
    """Text, formula, text, ...; a formula whose braces would break BibTeX is text."""
    parts = [""]
    for part in split_math(title):
        if not isinstance(part, Formula):
            parts[-1] += part.text.replace("\\$", "$")
        elif _balanced(part.tex):
            parts += [part.tex, ""]
        else:
            parts[-1] += characters(part.tex)
    return parts if len(parts) > 1 else None


def _balanced(tex: str) -> bool:
    """Whether braces match as BibTeX counts them: it knows no `\\{`."""
    depth = 0
    for found in _BRACES.findall(tex):
        depth += 1 if found == "{" else -1
        if depth < 0:
            return False
    return depth == 0

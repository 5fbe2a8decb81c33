"""Papers as BibTeX, as the box on a paper's page has it, with the abstract.

`overrides/assets/javascripts/citation.js` writes the same.
Source: https://www.ctan.org/pkg/bibtex (btxdoc); `eprint` and `archiveprefix` as arXiv gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator.exports.cited import Cited

_ENTRY = {"article-journal": "article", "paper-conference": "inproceedings"}
_CONTAINER = {"article-journal": "journal", "paper-conference": "booktitle"}
#: A brace is a macro of its own: BibTeX counts braces and does not look at a backslash before them.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
)
_IN_TEX = re.compile(r"[\\{}$&%#_~^<>]")
_BLANKS = re.compile(r"(\s+)")
_TAKEN_APART = re.compile(r"[,\\{}~^<>]|\band\b", re.IGNORECASE)
#: What any of the above finds, in parts without what stands between them.
_NOT_PLAIN = re.compile(r"[,\\{}$&%#_~^<>]|and", re.IGNORECASE)
_PARTS = ("family", "suffix", "given")
_UNSAFE = re.compile(r"[{}\\\s]")


def pieces(papers: Iterable[Cited]) -> Iterator[str]:
    """An entry a paper, with an empty line between."""
    for number, each in enumerate(papers):
        yield ("\n" if number else "") + entry(each.data, each.key, each.paper.abstract)


def entry(data: Mapping[str, Any], key: str, abstract: str = "") -> str:
    """One entry."""
    year, _, rest = data.get("issued", "").partition("-")
    month = rest.partition("-")[0]
    names = [_person(name) for name in data.get("author", ())]
    if data.get("others") and names:
        names.append("others")  # BibTeX's own word for the rest
    fields = {
        "title": _title(data),
        "author": " and ".join(names),
        "year": year,
        "month": month and str(int(month)),
        _CONTAINER.get(data["type"], "howpublished"): _tex(data.get("container-title", "")),
        "doi": _address(data.get("DOI", "")),
        "eprint": _address(data.get("arxiv", "")),
        "archiveprefix": "arXiv" if data.get("arxiv") else "",
        "primaryclass": _tex(data.get("arxiv-class", "")),
        "url": _address(data.get("URL", "")),
        "note": data.get("status", "").capitalize(),
        "abstract": _tex(abstract),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{_ENTRY.get(data['type'], 'misc')}{{{key},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    return text.translate(_TEX) if _IN_TEX.search(text) else text


def _title(data: Mapping[str, Any]) -> str:
    """The title with formulas as they are, and braces around what no style may make small."""
    parts = data.get("title-parts") or [data["title"]]
    return "".join(f"${part}$" if at % 2 else _kept(part) for at, part in enumerate(parts))


def _kept(text: str) -> str:
    return "".join(
        f"{{{_tex(word)}}}" if _has_capitals(word[1:]) else _tex(word)
        for word in _BLANKS.split(text)
    )


def _has_capitals(text: str) -> bool:
    if text.isascii():
        return text != text.lower()
    return any(letter.isupper() for letter in text)


def _person(name: Mapping[str, str]) -> str:
    """`Family, Given`; what BibTeX would take apart at an "and", a comma or a macro stays whole."""
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    parts = [part for key in _PARTS if (part := name.get(key))]
    whole = ", ".join(parts)
    if not _NOT_PLAIN.search("".join(parts)):
        return whole
    return ", ".join(
        f"{{{_tex(part)}}}" if _TAKEN_APART.search(part) else _tex(part) for part in parts
    )


def _address(text: str) -> str:
    """An address or identifier, which TeX's packages read as it stands, but for braces."""
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), text)

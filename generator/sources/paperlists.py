"""The JSON lists of github.com/papercopilot/paperlists: one a conference and year.

Source: recorded lists of https://github.com/papercopilot/paperlists, which documents no fields.

No record says where it appeared: the file's name does (`iclr/iclr2023.json`), and the `bibtex`
that most records have. Lists about one person each are joined by `;` (older files: by `,`).
`status` says what became of it: a rejected paper has no venue. `keywords` are the authors' own
words and no categories; `id` is a hash, a page number or an identifier, and is not relied on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from generator.identifiers import identifiers_in
from generator.incoming import Incoming, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.json_records import Found, is_mapping, records
from generator.parsing.orcid import orcid_of
from generator.parsing.outline import outline
from generator.parsing.shapes import links_of, partial_date, text_of

_ONLY_HERE = "track aff gs_citation pdf_size rating_avg oa youtube site award".split()
_NAME = re.compile(r"([a-z0-9]*[a-z])((?:19|20)[0-9]{2})(?:[^0-9a-z].*)?\.json(?:\.gz)?")
#: The conferences of the repository whose name is not their folder in capitals.
_SHOWN = {
    "acmmm": "ACM MM",
    "ai4x": "AI4X",
    "automl": "AutoML",
    "corl": "CoRL",
    "interspeech": "Interspeech",
    "nips": "NeurIPS",
    "siggraph": "SIGGRAPH",
    "siggraphasia": "SIGGRAPH Asia",
}
_FOLDERS = frozenset(
    "3dv aaai acl acml aistats alt coling colm colt cvpr eacl eccv emnlp iccv iclr icml icra ijcai "
    "iros kdd l4dc mlsys naacl rss uai wacv www".split()
).union(_SHOWN)
_REFUSED = frozenset({"reject", "rejected", "desk reject", "desk rejected", "active"})
_WITHDRAWN = frozenset({"withdraw", "withdrawn"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MARKS = "*†‡§¶∗ \t"
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/.*)?", re.IGNORECASE)


def _bibtex_field(name: str) -> re.Pattern[str]:
    return re.compile(
        rf",\s*{name}\s*=\s*(?:\{{([^{{}}]{{0,400}})\}}|\"([^\"{{}}]{{0,400}})\"|([A-Za-z0-9]+))",
        re.IGNORECASE,
    )


_BIBTEX = {name: _bibtex_field(name) for name in ("booktitle", "year", "month", "doi")}


@dataclass(frozen=True, slots=True)
class _List:
    """What the file's name says of all its papers."""

    venue: str | None
    year: str | None


def detect(head: bytes) -> bool:
    """Whether it is a list of objects with a status and authors in one string."""
    paths = outline(head)
    named = any(
        f"[].{key}" in paths and f"[].{key}[]" not in paths for key in ("author", "authors")
    )
    return (
        named
        and {"[].title", "[].status"} <= paths
        and any(f"[].{key}" in paths for key in _ONLY_HERE)
        and "[].url" not in paths
    )


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """A paper an item; one without a title is rejected with its place and its id."""
    about = _about(reading.name)
    for found in records(stream, lambda _: None):
        yield found if isinstance(found, Rejected) else _record(found, about)


def _about(name: str) -> _List:
    found = _NAME.fullmatch(name.lower())
    if not found or found[1] not in _FOLDERS:
        return _List(None, None)
    return _List(f"{_SHOWN.get(found[1], found[1].upper())} {found[2]}", found[2])


def _record(found: Found, about: _List) -> Incoming | Rejected:
    if wrong := is_mapping(found):
        return wrong
    item = found.value
    if not text_of(item.get("title")).strip():
        named = text_of(item.get("id"))
        which = f" (paper {named[:40]})" if named else ""
        return Rejected(found.where, f"has no title{which}", found.original)
    return Incoming(found.where, _raw(item, about), original=found.original)


def _raw(item: Mapping[str, Any], about: _List) -> Paper:
    status = text_of(item.get("status")).strip().lower()
    bibtex = text_of(item.get("bibtex"))
    stated = {
        "arxiv": text_of(item.get("arxiv")).strip(),
        "doi": text_of(item.get("doi")).strip() or _of_bibtex(bibtex, "doi"),
    }
    month = _of_bibtex(bibtex, "month").lower()
    venue = about.venue or " ".join(_of_bibtex(bibtex, "booktitle").split()) or None
    return states(
        title=text_of(item.get("title")),
        abstract=text_of(item.get("abstract")),
        authors=_authors(item),
        identifiers={kind: value for kind, value in stated.items() if value},
        published=partial_date(
            _of_bibtex(bibtex, "year") or about.year,
            next((n for n, name in enumerate(_MONTHS, 1) if name in month), None),
        ),
        venue=None if status in _REFUSED else venue,
        status="withdrawn" if status in _WITHDRAWN else None,
        links=links_of(*_links(item)),
    )


def _of_bibtex(bibtex: str, name: str) -> str:
    """A field's value where it is a word or a text without braces in it."""
    found = _BIBTEX[name].search(bibtex)
    return (found[1] or found[2] or found[3] or "").strip() if found else ""


def _authors(item: Mapping[str, Any]) -> tuple[Author, ...]:
    """The authors, without the marks of equal contribution and the numbers of namesakes."""
    joined = text_of(item.get("author")) or text_of(item.get("authors"))
    parts = joined.split(";") if ";" in joined else joined.split(",")
    orcids = text_of(item.get("orcid")).split(";")
    if len(orcids) != len(parts):
        orcids = [""] * len(parts)
    authors = []
    for part, orcid in zip(parts, orcids, strict=True):
        names = [name for one in part.split(" and ") if (name := _name(one))]
        alone = orcid_of(orcid) if len(names) == 1 else None
        authors += [Author(name, alone) for name in names]
    return tuple(authors)


def _name(text: str) -> str:
    name = text.strip()
    bare = name.rstrip("0123456789")
    return (bare if bare.endswith(tuple(_MARKS)) else name).rstrip(_MARKS)


def _links(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The links; where a video or the slides only repeat the paper's page, they are left out."""
    pages = [_address(item.get(key)) for key in ("openreview", "site", "proceeding", "oa")]
    yield from (("paper", page) for page in pages)
    yield "pdf", _address(item.get("pdf"))
    for rel, key in (
        ("code", "github"),
        ("project", "project"),
        ("video", "video"),
        ("video", "youtube"),
        ("slides", "slides"),
        ("poster", "poster"),
    ):
        for part in text_of(item.get(key)).split(";"):
            address = _address(part)
            if address not in pages and not address.endswith(("//github.com", "//github.com/")):
                yield rel, address


def _address(value: object) -> str:
    """An address as a whole one: some lack `https://`, or end as the sentence they stood in did."""
    text = text_of(value).strip().rstrip(".,")
    if text.startswith(("/pdf", "/forum")):
        return f"https://openreview.net{text}"
    if _BARE_HOST.fullmatch(text) and not identifiers_in(text):
        return f"https://{text}"
    return text


SOURCE = Source(
    format="paperlists",
    summary="JSON lists of papercopilot/paperlists",
    source="paperlists",
    detect=detect,
    read=read,
)

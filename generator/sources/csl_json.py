"""CSL-JSON: the items of citation processors, as Zotero, Mendeley, Pandoc and doi.org write them.

Source: https://github.com/citation-style-language/schema (`schemas/input/csl-data.json`) and
https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html; no recorded sample.

Text may hold the few tags that CSL and JATS know. Zotero writes a preprint's arXiv identifier
into `number` or, as a line of its `Extra` field, into `note`. doi.org adds `ORCID` to names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from generator.identifiers import identifiers_in
from generator.incoming import Incoming, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.json_records import Found, is_mapping, records
from generator.parsing.orcid import orcid_of
from generator.parsing.outline import outline
from generator.parsing.shapes import links_of, list_of, mapping_of, partial_date, text_of
from generator.parsing.tagged import untagged, untagged_line

_PLACES = ("", "[].", "items[].")
_ONLY_HERE = (
    "issued.date-parts[]",
    "author[].family",
    "author[].literal",
    "container-title",
    "citation-key",
)
_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2})(?:T\S*)?)?)?")
_ARXIV_LINE = re.compile(r"^[ \t]*(arxiv:[ \t]*\S+)", re.IGNORECASE | re.MULTILINE)
_DOI_LINE = re.compile(r"^[ \t]*(doi:[ \t]*\S+)", re.IGNORECASE | re.MULTILINE)
#: Letters of scripts in which the family name comes first and no space stands between.
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_PREPRINTS = frozenset({"arxiv", "arxiv.org", "arxiv e-prints"})


def detect(head: bytes) -> bool:
    """Whether the first value is a CSL item or a list of them."""
    paths = outline(head)
    for place in _PLACES:
        if f"{place}title" not in paths or f"{place}itemType" in paths:
            continue
        if any(f"{place}{key}" in paths for key in _ONLY_HERE):
            return True
        typed = {f"{place}type", f"{place}id"} <= paths
        if typed and (f"{place}DOI" in paths or f"{place}URL" in paths):
            return True
    return False


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """A paper an item; one that cannot be read is rejected with its place and its id."""
    for found in records(stream, _unwrap):
        yield found if isinstance(found, Rejected) else _record(found)


def _unwrap(value: Any) -> list[Any] | None:
    library = mapping_of(value)
    return list_of(library["items"]) if "items" in library and "title" not in library else None


def _record(found: Found) -> Incoming | Rejected:
    if wrong := is_mapping(found):
        return wrong
    item = found.value
    named = item.get("citation-key") or item.get("id")
    where = f"{found.where} ({str(named)[:60]})" if isinstance(named, str | int) else found.where
    if "itemType" in item:
        hint = "Zotero's own JSON and not CSL-JSON; export the library as CSL JSON"
        return Rejected(where, hint, found.original)
    title = untagged_line(_text(item, "title"))
    if not title.strip():
        return Rejected(where, "has no title", found.original)
    return Incoming(where, _raw(item, title), original=found.original)


def _raw(item: Mapping[str, Any], title: str) -> Paper:
    url = _text(item, "URL").strip()
    dates = (_date(item.get(key)) for key in ("issued", "published", "available-date"))
    return states(
        title=title,
        abstract=untagged(_text(item, "abstract")),
        authors=tuple(_authors(item.get("author"))),
        identifiers=_identifiers(item),
        published=next((date for date in dates if date), None),
        venue=_venue(item),
        language=_text(item, "language").strip() or None,
        links=links_of(("pdf" if url.lower().endswith(".pdf") else "paper", url)),
    )


def _text(item: Mapping[str, Any], key: str) -> str:
    """A text; of a list of texts, as Crossref's own JSON has it, the first."""
    value = item.get(key)
    return text_of(value[0] if isinstance(value, list) and value else value)


def _authors(names: object) -> Iterator[Author]:
    for given in list_of(names):
        person = mapping_of(given)
        parts = {key: text_of(value).strip() for key, value in person.items()}
        name = parts.get("literal") or parts.get("name") or _name(parts) or text_of(given)
        if person.get("static-ordering") in (True, "true", 1) and parts.get("given"):
            name = _name({**parts, "given": "", "family": _inverted(parts)}) or name
        if name.strip():
            yield Author(untagged_line(name), orcid_of(person.get("ORCID") or person.get("orcid")))


def _name(parts: Mapping[str, str]) -> str:
    """`Jean de La Fontaine Jr.`; a name in Chinese, Japanese or Korean is `我妻栄`."""
    family, given = parts.get("family", ""), parts.get("given", "")
    if _UNSPACED.fullmatch(family) and _UNSPACED.fullmatch(given):
        return family + given
    particles = (parts.get("dropping-particle", ""), parts.get("non-dropping-particle", ""))
    return " ".join(part for part in (given, *particles, family, parts.get("suffix", "")) if part)


def _inverted(parts: Mapping[str, str]) -> str:
    family, given = parts.get("family", ""), parts.get("given", "")
    space = "" if _UNSPACED.fullmatch(family + given) else " "
    return f"{family}{space}{given}".strip()


def _identifiers(item: Mapping[str, Any]) -> dict[str, str]:
    """The DOI, and the arXiv identifier where Zotero and others put it."""
    note = _text(item, "note")
    lines = [found[1] for found in (_DOI_LINE.search(note), _ARXIV_LINE.search(note)) if found]
    number = _text(item, "number").strip()
    located = _text(item, "archive_location") or _text(item, "archive-location")
    from_arxiv = _text(item, "archive").strip().lower() == "arxiv"
    stated: dict[str, str] = {}
    for line in lines:
        stated = {**identifiers_in(line), **stated}
    if number.lower().startswith("arxiv:"):
        stated = {**stated, **identifiers_in(number)}
    if from_arxiv and "arxiv" not in stated:
        stated = {**stated, **identifiers_in(located)}
    doi = _text(item, "DOI").strip()
    return {**stated, "doi": doi} if doi else stated


def _venue(item: Mapping[str, Any]) -> str | None:
    """The journal, proceedings or conference; arXiv is where a preprint lies and no venue."""
    keys = ("container-title", "event-title", "event")
    named = (untagged_line(_text(item, key)).strip() for key in keys)
    venue = next((name for name in named if name), "")
    return None if venue.lower() in _PREPRINTS else venue or None


def _date(value: object) -> str | None:
    """A date's beginning: of parts, of a range its first, of a text that is ISO 8601 or a year."""
    date = mapping_of(value)
    first = (list_of(date.get("date-parts")) or [None])[0]
    if parts := list_of(first):
        return partial_date(*[*parts, None, None][:3])
    texts = (text_of(value), text_of(date.get("raw")), text_of(date.get("literal")))
    text = next((text.strip() for text in texts if text.strip()), "")
    found = _DATE.fullmatch(text)
    return partial_date(*found.groups()) if found else None


SOURCE = Source(
    format="csl-json",
    summary="CSL-JSON, as Zotero and doi.org export it",
    source="csl-json",
    detect=detect,
    read=read,
)

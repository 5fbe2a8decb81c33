"""The metadata of all arXiv papers as Kaggle has it: a JSON object a line.

Source: https://www.kaggle.com/datasets/Cornell-University/arxiv, whose keys are those of arXiv's
own `.abs` files. `submitter` is left out: who sent a paper in is not for a feed to publish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from generator.identifiers import parse_arxiv
from generator.incoming import Incoming, Note, Original, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.arxiv_fields import first_doi
from generator.parsing.arxiv_versions import Version, dated, stamped_day
from generator.parsing.json_records import is_mapping, records
from generator.parsing.outline import outline
from generator.parsing.shapes import day_of, list_of, mapping_of, text_of

#: The file has no flag for it; arXiv's own sentence at the start says so and nothing else.
_WITHDRAWN = re.compile(
    r"\s{0,9}this (?:paper|article|submission|manuscript|preprint|work|letter|note) "
    r"(?:has been|have been|was|is) withdrawn\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"v?([0-9]{1,4})")
#: Keys that the dataset has and a record has not.
_NO_FIELD = ("report-no", "msc-class", "acm-class")


def detect(head: bytes) -> bool:
    """Whether the first object has the keys that only this dataset has."""
    keys = {path.removeprefix("[].") for path in outline(head)}
    return "id" in keys and (
        "authors_parsed" in keys
        or {"categories", "update_date"} <= keys
        or {"submitter", "authors"} <= keys
    )


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """A paper a line; a line that cannot be read is rejected with its number.

    Raises InputError where it is no JSON, or an error in place of it.
    """
    no_dois = 0
    left_out: Counter[str] = Counter()
    for found in records(stream, lambda _: None):
        if isinstance(found, Rejected):
            yield found
            continue
        if wrong := is_mapping(found):
            yield wrong
            continue
        data = found.value
        left_out.update(key for key in _NO_FIELD if text_of(data.get(key)).strip())
        doi = text_of(data.get("doi")).strip()
        no_dois += bool(doi and not first_doi(doi))
        yield _record(found.where, data, found.original)
    for key, count in sorted(left_out.items()):
        yield Note(f"`{key}` has no field in a record; left out: {count}")
    if no_dois:
        yield Note(f"what stands as `doi` is none; left out: {no_dois}")


def _record(where: str, data: Mapping[str, Any], original: Original) -> Incoming | Rejected:
    stated = text_of(data.get("id")).strip() or str(data.get("id"))
    where = f"{where} ({stated[:40]})" if data.get("id") else where
    if not text_of(data.get("title")).strip():
        return Rejected(where, "has no title", original)
    arxiv = parse_arxiv(stated[:200])
    if arxiv is None:
        return Rejected(where, f"`{stated[:40]}` is not an arXiv identifier", original)
    return Incoming(where, _raw(data, arxiv), original=original)


def _raw(data: Mapping[str, Any], arxiv: tuple[str, int | None]) -> Paper:
    identifiers = {"arxiv": arxiv[0]}
    if doi := first_doi(text_of(data.get("doi"))):
        identifiers["doi"] = doi
    abstract, comment = text_of(data.get("abstract")), text_of(data.get("comments"))
    withdrawn = _WITHDRAWN.match(abstract) or _WITHDRAWN.match(comment)
    return states(
        title=text_of(data.get("title")),
        abstract=abstract,
        authors=split_authors(text_of(data.get("authors"))) or _parsed(data.get("authors_parsed")),
        identifiers=identifiers,
        categories=tuple(text_of(data.get("categories")).split()),
        comment=comment or None,
        journal_ref=text_of(data.get("journal-ref")) or None,
        license=text_of(data.get("license")) or None,
        status="withdrawn" if withdrawn else None,
        **_dates(data, arxiv[1]),
    )


def _dates(data: Mapping[str, Any], version: int | None) -> dict[str, object]:
    """When it came: of its versions, and only without these of the day its entry was changed."""
    versions = [
        Version(
            int(found[1]) if (found := _NUMBER.fullmatch(text_of(each.get("version")))) else None,
            stamped_day(text_of(each.get("created"))),
        )
        for each in map(mapping_of, list_of(data.get("versions")))
    ]
    if versions:
        return dated(versions)
    changed = day_of(data.get("update_date"))
    return {"updated": changed.isoformat() if changed else None, "version": version}


def _parsed(value: object) -> tuple[Author, ...]:
    """Authors as `[family name, given names, suffix, affiliation, ...]`.

    Only where the list is all there is: arXiv makes it of the text in `authors`, and on the way
    `C.-P. Yuan` becomes `C. -P.` and `for the X Collaboration` a person.
    """
    names = (
        " ".join(part for part in map(text_of, (each[1:2] + each[:1] + each[2:3])) if part)
        for each in map(list_of, list_of(value))
    )
    return tuple(Author(name.replace(". -", ".-")) for name in names if name.strip())


SOURCE = Source(
    format="arxiv-kaggle",
    summary="JSON lines of Kaggle's arXiv dataset",
    source="arxiv",
    detect=detect,
    read=read,
)

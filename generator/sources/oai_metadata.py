"""The metadata formats in OAI-PMH records: `arXiv`, `arXivRaw` and Dublin Core (`oai_dc`).

Source: http://arxiv.org/OAI/arXiv.xsd, http://arxiv.org/OAI/arXivRaw.xsd,
https://www.openarchives.org/OAI/2.0/oai_dc.xsd, and real records. For Dublin Core of other
repositories than arXiv, https://guidelines.openaire.eu/en/latest/literature/ says what its
elements hold. arXiv's Dublin Core names categories in words (`Mathematics - Logic`), between
classification codes; these are not taken for the categories that its other formats have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.identifiers import parse_arxiv
from generator.incoming import states
from generator.model import Author, Paper
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.arxiv_fields import first_doi
from generator.parsing.arxiv_versions import Version, dated, stamped_day
from generator.parsing.iso_dates import stated_date
from generator.parsing.shapes import day_of, given_first, identified, links_of
from generator.parsing.xml import words_of

_COMMENT = "Comment:"
_ALSO_KNOWN_AS = "info:eu-repo/semantics/altIdentifier/"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a record's metadata says: the children of its element by name, in their order."""

    element: etree._Element
    parts: Mapping[str, Sequence[etree._Element]]

    def text(self, name: str) -> str:
        """The words of the first child of that name."""
        found = self.parts.get(name)
        return words_of(found[0]) if found else ""

    def texts(self, name: str) -> list[str]:
        """The words of all children of that name that have any."""
        return [text for each in self.parts.get(name, ()) if (text := words_of(each)).strip()]


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, which real files leave out or mistake."""
    return str(element.tag).rpartition("}")[2]


def metadata_of(element: etree._Element) -> Metadata:
    """The element with its children by name."""
    parts: dict[str, list[etree._Element]] = {}
    for child in element:
        parts.setdefault(local_name(child), []).append(child)
    return Metadata(element, parts)


def _of_arxiv(given: Metadata, arxiv: str | None) -> Paper:
    created, updated = day_of(given.text("created")), day_of(given.text("updated"))
    authors = tuple(
        Author(name)
        for author in given.element.iterfind("{*}authors/{*}author")
        if (name := _name(metadata_of(author)))
    )
    return _common(
        given,
        arxiv,
        authors=authors,
        published=created.isoformat() if created else None,
        updated=updated.isoformat() if updated else None,
    )


def _of_arxiv_raw(given: Metadata, arxiv: str | None) -> Paper:
    versions = [
        Version(_number(each.get("version") or ""), stamped_day(metadata_of(each).text("date")))
        for each in given.parts.get("version", ())
    ]
    authors = split_authors(given.text("authors"))
    return _common(given, arxiv, authors=authors, **dated(versions))


def _number(text: str) -> int | None:
    """The number in `v12`."""
    digits = text.strip().removeprefix("v")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else None


def _common(given: Metadata, arxiv: str | None, **fields: object) -> Paper:
    """What `arXiv` and `arXivRaw` name alike, and these fields."""
    found = parse_arxiv(given.text("id"))
    identifiers = {
        "arxiv": arxiv or (found[0] if found else None),
        "doi": first_doi(given.text("doi")),
    }
    return states(
        title=given.text("title"),
        abstract=given.text("abstract"),
        identifiers={kind: value for kind, value in identifiers.items() if value},
        categories=tuple(given.text("categories").split()),
        comment=given.text("comments") or None,
        journal_ref=given.text("journal-ref") or None,
        license=given.text("license") or None,
        **fields,
    )


def _name(author: Metadata) -> str:
    parts = (author.text(part).strip() for part in ("forenames", "keyname", "suffix"))
    return " ".join(part for part in parts if part)


def _of_dublin_core(given: Metadata, arxiv: str | None) -> Paper:
    names = [name.strip() for name in given.texts("identifier")]
    identifiers = identified(*names, *_also_known_as(given))
    texts = [text.strip() for text in given.texts("description")]
    comments = [text for text in texts if text.startswith(_COMMENT)]
    days = sorted(day for each in given.texts("date") if (day := stated_date(each)))
    if arxiv:
        identifiers["arxiv"] = arxiv
    # arXiv says where a paper appeared as an identifier, others as its source.
    cited = [name for name in names if not identified(name)] if arxiv else given.texts("source")
    return states(
        title=given.text("title"),
        # Other repositories state further things as descriptions; none is longer than an abstract.
        abstract=max((t for t in texts if not t.startswith(_COMMENT)), key=len, default=""),
        authors=tuple(Author(given_first(name)) for name in given.texts("creator")),
        identifiers=identifiers,
        published=days[0] if days else None,
        updated=days[-1] if arxiv and len(days) > 1 else None,
        comment=comments[0].removeprefix(_COMMENT) if comments else None,
        journal_ref=next((text for text in cited if not _is_address(text)), None),
        license=next((text for text in given.texts("rights") if _is_address(text)), None),
        language=given.text("language") or None,
        links=links_of(("paper", next((n for n in names if _is_address(n) and not arxiv), None))),
    )


def _also_known_as(given: Metadata) -> Iterator[str]:
    """The identifiers that OpenAIRE's guidelines put among the relations: `doi:10.1000/1`."""
    for text in given.texts("relation"):
        scheme, _, value = text.strip().removeprefix(_ALSO_KNOWN_AS).partition("/")
        if text.strip().startswith(_ALSO_KNOWN_AS) and scheme in ("doi", "arxiv"):
            yield f"{scheme}:{value}"


def _is_address(text: str) -> bool:
    return text.strip().startswith(("http://", "https://"))


#: By the name of the element that holds the metadata: how it becomes a paper, given its arXiv id.
READERS: Mapping[str, Callable[[Metadata, str | None], Paper]] = {
    "arXiv": _of_arxiv,
    "arXivRaw": _of_arxiv_raw,
    "dc": _of_dublin_core,
}

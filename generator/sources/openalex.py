"""Works of OpenAlex: the API's answers, lists of works, and the lines of its snapshot.

Source: https://docs.openalex.org/api-entities/works/work-object and recorded answers.

An abstract comes as an inverted index, word to positions, and is put together again. Answers with
many works cut lists of authors at 100 and say so with `is_authors_truncated`. `updated_date` is
when OpenAlex touched its record and says nothing of the paper; `concepts`, `topics` and
`keywords` are a machine's guesses and no categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise, takewhile
from typing import Any, BinaryIO

from generator.identifiers import identifiers_in
from generator.incoming import Incoming, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.json_records import Found, is_mapping, records
from generator.parsing.orcid import orcid_of
from generator.parsing.outline import outline
from generator.parsing.shapes import day_of, links_of, list_of, mapping_of, partial_date, text_of
from generator.parsing.tagged import untagged, untagged_line

_WORK = re.compile(rb'"id"\s*:\s*"https://openalex\.org/W[0-9]', re.IGNORECASE)
_WORK_ID = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?W[0-9]+", re.IGNORECASE)
_PLACES = ("", "[].", "results[].")
_ONLY_HERE = ("abstract_inverted_index", "authorships", "display_name")
#: Characters of an abstract put together; more than any has, so that admission says it is too long.
_ABSTRACT = 300_000
#: An abstract with a hole at more than one word in so many is a torn one, and none.
_FEW = 20


def detect(head: bytes) -> bool:
    """Whether the first value is a work or a list of works."""
    paths = outline(head)
    for place in _PLACES:
        here = any(f"{place}{key}" in paths for key in _ONLY_HERE)
        ours = f"{place}id" in paths and f"{place}abstract" not in paths
        if ours and (here or f"{place}title" in paths) and _WORK.search(head):
            return f"{place}authors" not in paths
    return False


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The works in order; paratext and what is no work is rejected with its place."""
    cut = torn = 0
    for found in records(stream, _unwrap):
        taken = found if isinstance(found, Rejected) else _record(found)
        if isinstance(taken, Incoming) and isinstance(found, Found):
            cut += found.value.get("is_authors_truncated") is True
            torn += not taken.raw.abstract and bool(found.value.get("abstract_inverted_index"))
        yield taken
    if torn:
        yield Note(f"{torn} abstracts lack many of their words; these are left out")
    if cut:
        yield Note(f"{cut} works name only their first 100 authors; ask for these works one by one")


def _unwrap(value: Any) -> list[Any] | None:
    answer = mapping_of(value)
    return list_of(answer["results"]) if "results" in answer and "title" not in answer else None


def _record(found: Found) -> Incoming | Rejected:
    if wrong := is_mapping(found):
        return wrong
    work, where = found.value, found.where
    named = text_of(work.get("id"))
    if named and not _WORK_ID.fullmatch(named):
        return Rejected(where, f"`{named[:60]}` is not the id of a work", found.original)
    title = untagged_line(text_of(work.get("title")) or text_of(work.get("display_name")))
    if not title.strip():
        which = f" ({named[:60]})" if named else ""
        return Rejected(where, f"has no title{which}", found.original)
    if work.get("is_paratext") is True:
        return Rejected(where, f"`{title[:60]}` is paratext, not a paper", found.original)
    return Incoming(where, _raw(work, title), original=found.original)


def _raw(work: Mapping[str, Any], title: str) -> Paper:
    primary = mapping_of(work.get("primary_location"))
    best = mapping_of(work.get("best_oa_location"))
    published = day_of(work.get("publication_date"))
    doi = text_of(work.get("doi")) or text_of(mapping_of(work.get("ids")).get("doi"))
    return states(
        title=title,
        abstract=untagged(abstract_of(work.get("abstract_inverted_index")) or ""),
        authors=_authors(work.get("authorships")),
        identifiers={"doi": doi} if doi else {},
        published=(
            published.isoformat() if published else partial_date(work.get("publication_year"))
        ),
        venue=_venue(primary),
        license=text_of(primary.get("license")) or text_of(best.get("license")) or None,
        language=text_of(work.get("language")) or None,
        status="retracted" if work.get("is_retracted") is True else None,
        links=links_of(*_links(work, primary, best)),
    )


def abstract_of(index: object) -> str | None:
    """The text whose words stand at these positions; None if many positions have no word.

    What is no position is passed over; of two words at one position the first counts.
    """
    words: dict[int, str] = {}
    for word, positions in mapping_of(index).items():
        for position in list_of(positions):
            if isinstance(position, int) and not isinstance(position, bool) and position >= 0:
                words.setdefault(position, word)
    order = sorted(words)
    holes = sum(after != before + 1 for before, after in pairwise([-1, *order]))
    if holes * _FEW > len(order):
        return None
    # A long word at a million positions would otherwise fill the memory.
    lengths = accumulate(len(words[position]) + 1 for position in order)
    kept = sum(1 for _ in takewhile(lambda length: length <= _ABSTRACT, lengths))
    return " ".join(words[position] for position in order[: kept + 1])


def _authors(authorships: object) -> tuple[Author, ...]:
    """The authors as the paper names them; where that is `Byron, A.`, as OpenAlex does."""
    authors = []
    for authorship in map(mapping_of, list_of(authorships)):
        person = mapping_of(authorship.get("author"))
        raw = text_of(authorship.get("raw_author_name")).strip()
        shown = text_of(person.get("display_name")).strip()
        name = shown or raw if "," in raw or not raw else raw
        if name:
            authors.append(Author(untagged_line(name), orcid_of(person.get("orcid"))))
    return tuple(authors)


def _venue(location: Mapping[str, Any]) -> str | None:
    """The journal or conference; a repository is where a copy lies and no venue."""
    source = mapping_of(location.get("source"))
    repository = source.get("type") == "repository"
    return None if repository else text_of(source.get("display_name")) or None


def _links(
    work: Mapping[str, Any], primary: Mapping[str, Any], best: Mapping[str, Any]
) -> Iterator[tuple[str, object]]:
    """The paper's own pages and copies; other places that hold it are related."""
    seen: set[str] = set()
    for location in (primary, best, *map(mapping_of, list_of(work.get("locations")))):
        page, pdf = text_of(location.get("landing_page_url")), text_of(location.get("pdf_url"))
        if page not in seen:
            yield "paper" if location is primary or identifiers_in(page) else "related", page
        if pdf not in seen and (location is primary or location is best or identifiers_in(pdf)):
            yield "pdf", pdf
        seen |= {page, pdf}


SOURCE = Source(
    format="openalex",
    summary="JSON of OpenAlex works",
    source="openalex",
    detect=detect,
    read=read,
)

"""Days of a record on which nothing can have been seen yet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.days import is_to_come
from generator.faults import Flaw, Path, key_of
from generator.identifiers import arxiv_month, normal_identifier
from generator.model import Paper


def days_to_come(paper: Paper, today: date) -> Iterator[Flaw]:
    """Each day on which a source showed the paper, or told of it, that is later than tomorrow.

    A paper that no source listed has the day of its publication, else the month in arXiv's
    identifier. That may lie ahead: conferences say when theirs will be.
    """
    if is_to_come(paper.listed, today) and not _is_of_publication(paper):
        do = "write the day on which a source showed it first"
        yield not_come(("listed",), paper.listed, today, do)
    for number, listing in enumerate(paper.listings):
        if is_to_come(listing.day, today):
            do = "write the day on which the source showed it"
            yield not_come(("listings", number, "day"), listing.day, today, do)
    for number, each in enumerate(paper.provenance):
        if is_to_come(day := each.retrieved.date(), today):
            do = "write when the source told of it"
            yield not_come(("provenance", number, "retrieved"), day, today, do)


def not_come(path: Path, day: date, today: date, do: str) -> Flaw:
    """The flaw of a value that is a day to come; `today` is what this machine takes for it."""
    said = f"found {day}, which has not come (today is {today}, in UTC); {do}"
    return Flaw(f"{key_of(path)}: {said}", path)


def _is_of_publication(paper: Paper) -> bool:
    if paper.listings:
        return False
    if paper.published:
        first = [*paper.published.split("-"), "01", "01"][:3]
        return paper.listed.isoformat() == "-".join(first)
    arxiv = normal_identifier("arxiv", paper.identifiers.get("arxiv", ""))
    return bool(arxiv) and paper.listed == arxiv_month(arxiv or "")

"""Days of a record on which nothing can have been seen yet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.days import is_to_come, wrong_day
from generator.faults import Flaw, Path, key_of
from generator.model import Paper


def wrong_days(paper: Paper, today: date) -> str:
    """What is wrong with the first day of a record that cannot be; the empty string if all can."""
    if wrong := wrong_day(paper.listed, *(each.day for each in paper.listings)):
        return wrong
    flaw = next(days_to_come(paper, today), None)
    return flaw.message.partition(";")[0] if flaw else ""


def days_to_come(paper: Paper, today: date) -> Iterator[Flaw]:
    """Each day on which a source showed the paper, or told of it, that is later than tomorrow.

    What will be published may say when: a paper that no source listed has the day of its
    publication, and that may lie ahead.
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
    if paper.listings or not paper.published:
        return False
    first = [*paper.published.split("-"), "01", "01"][:3]
    return paper.listed.isoformat() == "-".join(first)

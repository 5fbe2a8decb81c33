"""What the places that know a paper say of it, asked one after another."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date

from generator.contributing.places import Found, Place, places_of
from generator.fetching import arxiv_api
from generator.fetching.asking import FetchedSource
from generator.fetching.client import Client
from generator.fetching.errors import FetchError, NothingThereError
from generator.incoming import Incoming, InputError, Reading, Rejected
from generator.model import Paper

#: Seconds that a person who contributes waits for all places at most.
SECONDS = 180.0


def arxiv_address(sources: Iterable[FetchedSource]) -> str:
    """The address of arXiv's API: that of the first source that is one, else its own."""
    api = arxiv_api.KIND
    named = (source.url for source in sources if source.kind == api.name and source.url)
    return next(named, api.url or "")


def found(
    identifiers: Mapping[str, str], address: str | None, arxiv: str, client: Client, today: date
) -> Found:
    """What is known of a paper with these identifiers, else of the one whose page this is.

    `arxiv` is the address of arXiv's API, `today` the day in UTC.
    """
    ends = client.clock() + SECONDS
    first = _found_at(places_of(identifiers, address, arxiv), client, today, ends)
    if identifiers or first.raw is None or first.raw.abstract:
        return first
    # A page without an abstract may say at least who has one.
    second = _found_at(places_of(first.raw.identifiers, None, arxiv), client, today, ends)
    return second if second.raw and second.raw.abstract else first


def _found_at(places: Iterable[Place], client: Client, today: date, ends: float) -> Found:
    """The record of the first place that has one with an abstract, else of the first with any."""
    failures: list[str] = []
    bare: Found | None = None
    for place in places:
        try:
            raw = _asked(place, client, today, ends)
        except FetchError as error:
            failures.append(f"{place.name} was asked for {place.paper}, and {error}")
            continue
        if raw.abstract:
            return Found(raw, place.name, tuple(failures))
        bare = bare or Found(raw, place.name)
    return bare or Found(None, failures=tuple(dict.fromkeys(failures)))


def _asked(place: Place, client: Client, today: date, ends: float) -> Paper:
    """The raw record of the paper; raises FetchError if there is none to be had."""
    try:
        answer = client.get(place.address, ends, accept=place.accept)
    except NothingThereError:
        raise FetchError(f"it knows no paper {place.paper}") from None
    body = io.BytesIO(answer.body or b"")
    reason = f"it knows no paper {place.paper}"
    try:
        for record in place.format.read(body, Reading(place.name, "contribution", None, today)):
            if isinstance(record, Incoming) and place.means(record.raw):
                return record.raw
            if isinstance(record, Rejected):
                reason = f"its answer {record.reason}"[:300]
    except InputError as error:
        raise FetchError(f"it gave {error}") from None
    raise FetchError(reason)

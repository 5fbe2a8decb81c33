"""The records of a month's file of another site, each against the manifest. Pure."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from generator.admit import InadmissibleError, Refused, admit
from generator.api.hashes import hash_of
from generator.days import is_to_come
from generator.faults import found
from generator.incoming import Incoming, Reading
from generator.mirroring.comparing import Here
from generator.mirroring.manifest import Listed
from generator.model import Paper
from generator.notices import is_sample
from generator.record import RecordError, from_incoming

#: Bytes of a record; those of thousands of authors have a quarter of it.
_LONGEST = 4_000_000
#: Fields with text that readers see: it has to be clean, whoever wrote it.
_TEXT = (
    "title abstract authors categories venue comment journal_ref license language organization "
    "submitted_by"
).split()


class MonthError(ValueError):
    """A month's file that is not the one of the manifest; the message says why."""


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A record as the other site has it, where it stood, and which of its texts were cleaned."""

    where: str
    paper: Paper
    listed: Listed
    original: bytes
    cleaned: tuple[str, ...] = ()


def check_month(body: bytes, digest: str | None, lines: int) -> None:
    """Raises MonthError if this is not the file of this hash with so many lines."""
    if digest is None:
        raise MonthError("the manifest has no hash of it")
    if (is_ := hash_of(body)) != digest:
        raise MonthError(
            f"its hash is {is_}, the manifest has {found(digest)}; nothing of it was taken in"
        )
    if (number := body.count(b"\n")) != lines or not body.endswith(b"\n"):
        raise MonthError(f"has {number:,} lines, the manifest has {lines:,} papers of it")


def records_of(
    body: bytes,
    wanted: Iterable[Listed],
    known: Container[str],
    here: Here,
    reading: Reading,
    topics: Container[str] | None = None,
) -> Iterator[Mirrored | Refused]:
    """The records of a month's file that are `wanted`, and those that are wrong.

    `known` are all hashes of the manifest. A line whose hash is none of them is refused, unless it
    is about a paper that is known here anyway. `topics` are those that there are here, if known.
    """
    by_hash: dict[str, dict[str, Listed]] = {}
    for each in wanted:
        by_hash.setdefault(each.hash, {})[each.id] = each
    for number, line in enumerate(body.split(b"\n")[:-1], 1):
        digest = hash_of(line)
        meant = by_hash.get(digest, {})
        if meant or digest not in known:
            record = _record(f"line {number}", line, meant, here, reading, topics)
            if record is not None:
                yield record


def _record(
    where: str,
    line: bytes,
    meant: Mapping[str, Listed],
    here: Here,
    reading: Reading,
    topics: Container[str] | None,
) -> Mirrored | Refused | None:
    try:
        data = _mapping(line)
        named = data.get("id")
        where = f"{where} ({found(named)})"
        if not meant and isinstance(named, str) and here.knows(named):
            return None
        if not meant:
            raise InadmissibleError("its hash is none of the manifest's")
        raw, unseen = from_incoming(data, required=("id", "listed"))
        listed = meant.get(raw.id)
        if listed is None:
            raise InadmissibleError(f"the manifest calls it `{next(iter(meant))}`")
        if raw.listed.isoformat()[:7] != listed.month:
            raise InadmissibleError(f"is of {raw.listed}, the manifest has it in {listed.month}")
        if is_sample(raw):
            raise InadmissibleError("is a sample paper, and the manifest does not say so")
        _check_days(raw, reading.today)
        paper, changed = _clean(_with_topics_here(raw, topics), reading)
        cleaned = tuple(dict.fromkeys((*unseen, *changed)))
        if paper.topics != raw.topics:
            cleaned = (*cleaned, "topics that are none here")
    except (InadmissibleError, RecordError) as error:
        return Refused(where, reading.source, str(error), line)
    return Mirrored(where, paper, listed, line, cleaned)


def _check_days(raw: Paper, today: date) -> None:
    """Raises InadmissibleError for a day to come: the site would seem to be of that day."""
    days = [raw.listed, *(each.day for each in raw.listings)]
    days += [each.retrieved.date() for each in raw.provenance]
    if is_to_come(last := max(days), today):
        raise InadmissibleError(f"is of {last}, a day that has not come")


def _with_topics_here(raw: Paper, topics: Container[str] | None) -> Paper:
    """The record without a person's word on topics that there are not here.

    `paperfeed check` would take it for a fault, and nothing would be deployed.
    """
    if topics is None:
        return raw
    kept = tuple(word for word in raw.topics if word.lstrip("+-") in topics)
    if kept == raw.topics:
        return raw
    pinned = tuple(name for name in raw.pinned if kept or name != "topics")
    return replace(raw, topics=kept, pinned=pinned)


def _mapping(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST:
        raise InadmissibleError(f"has {len(line):,} bytes; at most {_LONGEST:,}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InadmissibleError(f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise InadmissibleError(f"{found(data)} in place of an object")
    return data


def _clean(raw: Paper, reading: Reading) -> tuple[Paper, tuple[str, ...]]:
    """The record as it is, but that its texts are clean; and the fields that were not.

    What a person pinned or wrote there stays theirs. Raises InadmissibleError if a record that came
    in as a file would be refused.
    """
    midnight = datetime.combine(reading.today, time.min, UTC)
    admitted, _ = admit(Incoming("", raw, reading.source), reading, midnight)
    clean = {name: getattr(admitted, name) for name in _TEXT}
    changed = tuple(name for name in _TEXT if clean[name] != getattr(raw, name))
    return (replace(raw, **{name: clean[name] for name in changed}) if changed else raw), changed

"""A filled-in form -> the record that it makes or changes. Pure but for `fetch`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from generator.admit import InadmissibleError, clean_text
from generator.contributing.forms import CORRECTABLE, ContributionError
from generator.contributing.places import Found
from generator.fields import KEYS, READERS, STATUSES, WrongValueError
from generator.incoming import Incoming, states
from generator.model import Author, Link, Paper
from generator.naming import address_in, identifiers_of
from generator.parsing.shapes import given_first
from generator.record import RecordError, dump, parse
from generator.text import clean_line, clean_paragraphs
from generator.topics import unknown_topics

#: The name of the source that contributed papers are listed under.
SOURCE = "contribution"
#: Asks what is known of the paper with these identifiers, else of the one with this address.
Fetch = Callable[[Mapping[str, str], str | None], Found]

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")
_BETWEEN_NAMES = re.compile(r"\s*[;\n]\s*")
_ON_ONE_LINE = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_LONGEST_REASON = 500


def submitter(login: str) -> str | None:
    """The name of the account that contributes, if it can be one."""
    return login if _LOGIN.fullmatch(login) else None


def contributed(
    answers: Mapping[str, str], by: str | None, fetch: Fetch
) -> tuple[Incoming, tuple[str, ...]]:
    """The record that the form for a new paper makes, and what else is worth saying of it.

    Raises ContributionError if there is no title and abstract: no place knows them, and none typed.
    """
    given = answers["paper"]
    identifiers, address = identifiers_of(given), address_in(given)
    if not identifiers and not address:
        raise ContributionError(
            f"`{clean_line(given)[:100]}` is no link and no identifier that is known; "
            "write such as https://arxiv.org/abs/2503.01234 or 10.1234/gulls.7"
        )
    found = fetch(identifiers, address)
    if found.raw is not None:
        return _completed(found, found.raw, answers, address, by)
    missing = "; ".join(found.failures)
    if not answers["title"] or not answers["abstract"]:
        raise ContributionError(f"{missing}; write the title and the abstract into the form, too")
    raw = states(
        title=answers["title"],
        abstract=answers["abstract"],
        authors=authors_of(answers["authors"]),
        identifiers=identifiers,
        links=(Link("paper", address),) if address else (),
        submitted_by=by,
    )
    return _incoming(raw), found.failures


def _completed(
    found: Found, raw: Paper, answers: Mapping[str, str], address: str | None, by: str | None
) -> tuple[Incoming, tuple[str, ...]]:
    """A place's record, with what was typed where that says nothing."""
    linked = any(link.rel == "paper" for link in raw.links)
    completed = replace(
        raw,
        abstract=raw.abstract or answers["abstract"],
        authors=raw.authors or authors_of(answers["authors"]),
        links=raw.links if linked or not address else (Link("paper", address), *raw.links),
        submitted_by=by,
    )
    notes = [f"the record is from {found.place}"]
    typed = (key for key in ("title", "abstract", "authors") if answers[key])
    if left := [key for key in typed if getattr(raw, key)]:
        notes.append(f"what was typed as {', '.join(left)} is left out")
    if not completed.abstract:
        notes.append("it has no abstract; write that into the form, if you have it")
    return _incoming(completed), tuple(notes)


def _incoming(raw: Paper) -> Incoming:
    return Incoming("the form", raw)


def authors_of(text: str) -> tuple[Author, ...]:
    """Authors as a person types them: one a line, or between semicolons, commas or `and`.

    `Lovelace, Ada` and `Physics and Society Group` are one each: between names stands more than a
    word.
    """
    names = _BETWEEN_NAMES.split(text.strip())
    if len(names) == 1:
        parts = _ON_ONE_LINE.split(names[0])
        names = parts if all(" " in part for part in parts) else names
    return tuple(Author(given_first(name)) for name in dict.fromkeys(names) if name)


def corrected(paper: Paper, said: str, text: str, topics: Collection[str]) -> tuple[Paper, str]:
    """The paper with a field as a person says, pinned, and the key of that field.

    `said` is what was chosen in the form. Raises ContributionError if the field is none, cannot
    have that value, or has it already.
    """
    key = CORRECTABLE.get(said)
    if key is None:
        known = ", ".join(CORRECTABLE)
        raise ContributionError(
            f"What is wrong: found `{clean_line(said)[:60]}`; choose one of {known}"
        )
    try:
        value = _value(paper, key, text)
    except WrongValueError as wrong:
        raise ContributionError(f"What it should say{wrong.flaws[0].message}") from None
    except InadmissibleError as error:
        raise ContributionError(f"What it should say: {error}") from None
    if key == "topics" and (unknown := unknown_topics(value, topics)):
        raise ContributionError(f"What it should say: `{unknown[0][:60]}` is no topic")
    if getattr(paper, key) == value:
        raise ContributionError(f"{said}: the record says so already")
    pinned = {*paper.pinned, key}
    keys = tuple(name for name in (*KEYS, "abstract") if name in pinned)
    return readable(replace(paper, **{key: value, "pinned": keys})), key


def _value(paper: Paper, key: str, text: str) -> Any:
    """The field's value; raises WrongValueError or InadmissibleError."""
    if key == "title":
        return READERS[key](clean_text(replace(paper, title=text))[0])
    if key == "abstract":
        return READERS[key](clean_text(replace(paper, abstract=text))[1])
    if key == "authors":
        return _authors(paper, text)
    if key == "topics":
        words = [word.lower() for word in re.split(r"[\s,;]+", text) if word]
        return READERS[key](words)
    line = clean_line(text)
    return READERS[key](line.lower() if key == "status" and line.lower() in STATUSES else line)


def _authors(paper: Paper, text: str) -> tuple[Author, ...]:
    """The names that a person gives; who has an ORCID in the record keeps it."""
    known = {author.name: author for author in paper.authors}
    names = (clean_line(author.name) for author in authors_of(text))
    kept = dict.fromkeys(name for name in names if any(c.isalpha() for c in name))
    value = [{"name": name} for name in kept]
    if not value:
        raise WrongValueError(": found no name; write one a line")
    return tuple(known.get(author.name, author) for author in READERS["authors"](value))


def reason_of(text: str) -> str:
    """Why a paper is to go, as its page will say; raises ContributionError if that cannot be."""
    reason = " ".join(clean_paragraphs(text).split())
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise ContributionError(
            f"Reason: found {len(reason):,} characters; write 1 to {_LONGEST_REASON}"
        )
    try:
        return str(READERS["comment"](reason))
    except WrongValueError as wrong:
        raise ContributionError(f"Reason{wrong.flaws[0].message}") from None


def readable(paper: Paper) -> Paper:
    """The paper, if its file would be read as the same; raises ContributionError if not."""
    try:
        same = parse(dump(paper)) == paper
    except RecordError as error:
        raise ContributionError(f"the record cannot be kept: {error.faults[0]}") from None
    if not same:
        raise ContributionError("the record cannot be kept: its file would say something else")
    return paper

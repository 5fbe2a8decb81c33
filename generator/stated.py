"""What a raw record states of which paper it is: its identifiers, and all that tells. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.identifiers import (
    KINDS,
    identifier_id,
    is_generic,
    is_id,
    normal_identifier,
    permanent_id,
)
from generator.incoming import states
from generator.markup import trimmed
from generator.model import Paper
from generator.parsing.shapes import identified
from generator.text import clean_line

#: More characters than any title has.
_LONGEST = 10_000


def identifiers_of(raw: Paper) -> dict[str, str]:
    """What the record states, what its own addresses state, and what arXiv's DOI says of arXiv.

    Only links to the paper itself: a project's DOI may be that of a data set or of another paper.
    """
    own = (unwrapped(link.url) for link in raw.links if link.rel in ("paper", "pdf"))
    stated = _stated(raw)
    found = {**identified(*own, stated.get("doi")), **identified(raw.id), **stated}
    return {kind: found[kind] for kind in KINDS if kind in found}


def names_two(raw: Paper) -> bool:
    """Whether the record's id and its identifiers name two papers."""
    stated = _stated(raw)
    return any(stated.get(kind, value) != value for kind, value in identified(raw.id).items())


def told_by(raw: Paper) -> Paper:
    """As much of a record that is no paper as tells which paper it is of."""
    title = clean_line(raw.title[:_LONGEST])
    names = {name for name in (raw.id, *raw.aliases) if is_id(name)}
    names |= {identifier_id(*each) for each in identified(raw.id).items()}
    if not is_generic(title):  # a former title's id may be an alias of the paper
        author = clean_line(raw.authors[0].name[:_LONGEST]) if raw.authors else ""
        names |= {permanent_id({}, title, each) for each in ("", author)}
    return states(title=title, identifiers=identifiers_of(raw), aliases=tuple(sorted(names)))


def differ(
    first: Mapping[str, str], second: Mapping[str, str], kinds: Iterable[str] = ("arxiv", "acl")
) -> bool:
    """Whether both have an identifier of one of these kinds, and not the same."""
    both = ((first.get(kind), second.get(kind)) for kind in kinds)
    return any(ours is not None and theirs is not None and ours != theirs for ours, theirs in both)


def unwrapped(url: str) -> str:
    """An address without its source's line breaks and the punctuation of the sentence around it."""
    whole = "".join(url.split())
    return trimmed(whole) or whole


def _stated(raw: Paper) -> dict[str, str]:
    return {
        kind: normal
        for kind, value in raw.identifiers.items()
        if (normal := normal_identifier(kind, value))
    }

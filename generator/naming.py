"""Which paper a person means: an identifier, a link to it, its id, its page on this site. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.identifiers import (
    identifier_id,
    identifiers_in,
    parse_acl,
    parse_arxiv,
    parse_doi,
)
from generator.model import Paper, Tombstone

#: An address of a paper's page, of its Markdown or JSON beside it, or of its record's file.
_PAGE = re.compile(r"papers/(?:[0-9]{4}/[0-9]{2}/)?([^/?#\s]+?)(?:\.md|\.json)?/?(?:[?#].*)?$")
#: A DOI in the address of a publisher's page; bioRxiv and medRxiv write a version behind it.
_DOI_IN = re.compile(
    r"https?://[^/\s]+/(?:content|doi)/(?:(?:abs|epdf|epub|full|pdf|pdfplus)/)?(10\.[^?#\s]+)"
)
_VERSION = re.compile(r"(?<=[0-9])v[0-9]{1,2}(?:\.(?:abstract|full|full\.pdf|full-text))?$")
#: Characters of a line in which an identifier is looked for.
_LONGEST = 2_000
_QUOTES = "`\"'<>"
_BRACKETS = {")": "(", "]": "["}


class UnknownPaperError(ValueError):
    """No paper here is the one that a person names."""


def words_of(text: str) -> tuple[str, ...]:
    """The whole first line, and its parts between blanks, without brackets around them."""
    line = text.strip().split("\n", 1)[0].strip()[:_LONGEST]
    line = line.replace("](", " ")  # a link as Markdown has it
    parts = (line, *line.split())
    return tuple(dict.fromkeys(bare for part in parts if (bare := _bare(part))))


def _bare(word: str) -> str:
    """A word without quotes and brackets around it; a bracket that opens in it may close it."""
    word = word.strip(_QUOTES).lstrip("([" + _QUOTES)
    while word and (word[-1] in _QUOTES or _closes_nothing(word)):
        word = word[:-1]
    return word


def _closes_nothing(word: str) -> bool:
    last = word[-1]
    return last in _BRACKETS and word.count(last) > word.count(_BRACKETS[last])


def identifiers_of(text: str) -> dict[str, str]:
    """The identifiers in a link or identifier that a person wrote, by kind; maybe none.

    Besides what addresses and prefixes say, a bare arXiv identifier, DOI, or ACL identifier.
    """
    for word in words_of(text):
        if found := identifiers_in(word):
            return found
        if arxiv := parse_arxiv(word):
            return {"arxiv": arxiv[0]}
        if doi := parse_doi(word) or _doi_in(word):
            return {"doi": doi}
        if acl := parse_acl(word):
            return {"acl": acl}
    return {}


def _doi_in(address: str) -> str | None:
    found = _DOI_IN.match(address)
    return parse_doi(_VERSION.sub("", found[1])) if found else None


def address_in(text: str) -> str | None:
    """The first web address that a person wrote."""
    found = (word for word in words_of(text) if re.match(r"https?://[^\s]+\Z", word))
    return next(found, None)


def paper_meant(
    text: str, papers: Sequence[Paper], removed: Iterable[Tombstone] = ()
) -> Paper | Tombstone:
    """The paper of these that a person means, or what stays of it if it was removed.

    Raises UnknownPaperError if it is none of them.
    """
    by_name: dict[str, Paper | Tombstone] = {}
    for known in (papers, removed):
        for each in known:
            for name in (each.id, *each.aliases):
                by_name.setdefault(name, each)
        for each in known:
            for kind, value in each.identifiers.items():
                by_name.setdefault(identifier_id(kind, value), each)
    for name in _names(text):
        if name in by_name:
            return by_name[name]
    shown = text.strip().split("\n", 1)[0][:100]
    raise UnknownPaperError(
        f"no paper here is called `{shown}`; give the address of its page on this site"
    )


def _names(text: str) -> Iterable[str]:
    """What the paper may be called here; an id as it stands before all else."""
    yield text.strip()
    yield from (identifier_id(kind, value) for kind, value in identifiers_of(text).items())
    for word in words_of(text):
        if page := _PAGE.search(word):
            yield page[1].lower()
        yield word.lower()

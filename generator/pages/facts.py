"""What a paper's page tells in lists: its details, its links, the reasons of its topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.head_tags import doi_address
from generator.interface import Words
from generator.markup import markdown_line, markdown_link
from generator.model import Paper
from generator.topics import CATEGORY, TopicMatch

_HOSTS = {
    "arxiv.org": "arXiv", "openreview.net": "OpenReview", "aclanthology.org": "ACL Anthology",
    "github.com": "GitHub", "proceedings.mlr.press": "PMLR",
}  # fmt: skip

_PLACES = {
    "arxiv": "https://arxiv.org/abs/", "acl": "https://aclanthology.org/",
    "openreview": "https://openreview.net/forum?id=",
}  # fmt: skip
#: Licences are named by address. Old ones say http where these hosts have long had https.
_LICENSE = re.compile(
    r"(?:https|http(?=://(?:creativecommons|arxiv)\.org/))(://(?:[a-z0-9-]+\.)+[a-z]{2,}/[\w./~-]*)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A link of the paper and what it is called."""

    label: str
    url: str


def reason(match: TopicMatch, words: Words) -> str:
    """Why a paper has a topic, in words."""
    if match.by_hand:
        return words("paper.by_hand")
    return "; ".join([_said(words, each.place, each.phrase, each.count) for each in match.evidence])


@lru_cache(maxsize=16_384)  # most phrases are found in many papers
def _said(words: Words, place: str, phrase: str, count: int) -> str:
    if place == CATEGORY:
        return words("paper.reason_category", category=phrase)
    return words(
        "paper.reason_often" if count > 1 else "paper.reason",
        phrase=phrase,
        place=words(f"paper.in_{place}"),
        n=count,
    )


def facts(paper: Paper, words: Words) -> Iterator[tuple[str, str]]:
    """Its details, each with what it is called; the venue comes first."""
    if paper.venue:
        yield words("paper.venue"), paper.venue
    if paper.journal_ref:
        yield words("paper.published_in"), paper.journal_ref
    if paper.organization:
        yield words("paper.organization"), paper.organization
    if paper.submitted_by:
        yield words("paper.submitted_by"), paper.submitted_by
    if paper.categories:
        yield words("paper.categories"), ", ".join(paper.categories)
    names = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL Anthology", "openreview": "OpenReview"}
    for kind, value in paper.identifiers.items():
        yield names[kind], value
    if paper.comment:
        yield words("paper.comment"), paper.comment
    if paper.upvotes:
        yield words("paper.upvotes"), words.number(paper.upvotes)
    if paper.license:
        yield words("paper.license"), paper.license


def addresses(paper: Paper) -> Mapping[str, str]:
    """Where those of its details lead that are identifiers, or a licence's address."""
    found = {
        value: doi_address(value) if kind == "doi" else f"{_PLACES[kind]}{value}"
        for kind, value in paper.identifiers.items()
    }
    if paper.license and (license_at := _LICENSE.fullmatch(paper.license)):
        found[paper.license] = f"https{license_at[1]}"
    return found


def markdown_fact(value: str, where: Mapping[str, str]) -> str:
    """A detail as Markdown; `where` is what `addresses` gives."""
    shown = markdown_line(value)
    return markdown_link(shown, where[value]) if value in where else shown


def links(paper: Paper, words: Words) -> tuple[PaperLink, ...]:
    """The links by name; of two of one name the host tells them apart."""
    names = [words(f"paper.link_{item.rel}") for item in paper.links]
    return tuple(
        PaperLink(
            name
            if names.count(name) == 1
            else words("paper.link_at", name=name, host=_host(item.url)),
            item.url,
        )
        for name, item in zip(names, paper.links, strict=True)
    )


def _host(url: str) -> str:
    host = url.split("/")[2].removeprefix("www.")
    return _HOSTS.get(host, host)

"""The papers in memory: which of them an incoming one is, and what all make together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.identifiers import (
    identifier_id,
    is_generic,
    normal_name,
    normal_title,
    permanent_id,
)
from generator.kept_out import KeptOut, require_known, why
from generator.merge import adds_nothing, merge
from generator.model import Author, Paper, Stone
from generator.stated import differ
from generator.store import Contents


class Shelf:
    """The papers in memory, found by id, alias, identifier or title, and what changed of them."""

    def __init__(self, contents: Contents) -> None:
        """Raises StoreError if a tombstone does not say which paper it keeps out."""
        require_known(contents.unknown)
        self._papers: dict[str, Paper] = {}
        self._names: dict[str, list[str]] = {}
        self._titles: dict[str, list[str]] = {}
        self._unreadable = contents.unreadable
        self._kept_out = KeptOut(contents.stones)
        for paper in contents.papers:
            self._put(paper)

    def __len__(self) -> int:
        return len(self._papers)

    def matches(self, paper: Paper) -> list[Paper]:
        """The stored papers that are this one: by id, alias or identifier, and by title.

        More than one if the record shows that papers stored apart are the same; the first listed
        comes first. Papers that `conflict` are never taken together; of two that do, the one that
        already has the record's id stays.
        """
        own = {paper.id, *paper.aliases}
        named = {id_ for name in names_of(paper) for id_ in self._names.get(name, ())}
        titled: set[str] = set()
        if not is_generic(paper.title):
            same = (
                *self._titles.get(normal_title(paper.title), ()),
                *self._names.get(_title_id(paper.title), ()),
            )
            titled = {*same} - named
        found: list[Paper] = []
        for papers, apart in ((named, other_arxiv), (titled, conflict)):
            surest = sorted(
                (self._papers[id_] for id_ in papers),
                key=lambda other: (
                    own.isdisjoint((other.id, *other.aliases)),
                    *_first_listed(other),
                ),
            )
            for other in surest:
                if not any(apart(other, known) for known in (paper, *found)):
                    found.append(other)
        return sorted(found, key=_first_listed)

    def joined(self, paper: Paper) -> tuple[list[Paper], Paper]:
        """The stored papers that are this one, the first listed first, and what all make together.

        What the record changes may show that others are the same as well: they come in, too.
        """
        stored, merged = self.matches(paper), paper
        if len(stored) == 1 and adds_nothing(stored[0], paper):
            return stored, stored[0]
        while stored:
            merged = stored[0]
            for other in (*stored[1:], paper):
                merged = merge(merged, other)
            merged = self.known_by_former_titles(merged, (*stored, paper))
            ids = {known.id for known in stored}
            more = [] if merged == stored[0] else self.matches(merged)
            more = [other for other in more if other.id not in ids]
            if not more:
                break
            stored = sorted((*stored, *more), key=_first_listed)
        return stored, merged

    def refuses(self, paper: Paper) -> str | None:
        """Why the paper cannot be added, if a file that cannot be read has its id."""
        if paper.id in self._unreadable:
            return f"`{paper.id}.md` is there and cannot be read; mend it (paperfeed check)"
        return None

    def removed(self, paper: Paper, stored: Sequence[Paper]) -> str | None:
        """Why a paper that was removed stays out; `stored` are those that it may be instead."""
        found = self.tombstone_of(paper, stored)
        return why(found) if found else None

    def removed_as_told(self, told: Paper | None, record: bytes) -> str | None:
        """Why nothing is kept of a record that is no paper: it tells of one that was removed.

        `told` is what it states of which paper it is, if it was read; `record` are its bytes.
        """
        if not self._kept_out:
            return None
        found = self.tombstone_of(told, self.matches(told)) if told else None
        found = found or self._kept_out.stone_told(record)
        return why(found) if found else None

    def tombstone_of(self, paper: Paper, stored: Sequence[Paper]) -> Stone | None:
        """What stays of the paper if it was removed; `stored` are those that it may be instead.

        It is known by its names, and by its title where that tells something, unless arXiv or the
        ACL Anthology knows the two as different papers.
        """
        if not self._kept_out:
            return None
        names, title = names_of(paper), paper.title
        return self._kept_out.stone_of(names, title, paper.identifiers, stored=bool(stored))

    def known_by_former_titles(self, merged: Paper, parts: Iterable[Paper]) -> Paper:
        """`merged` with an alias for each title that its parts had, if they had more than one.

        Records that have only a former title find it by that; the id is the one that such a
        record alone would get. Titles that many papers share, and ids that are taken, are no help.
        """
        together = (*parts, merged)
        titles = {normal_title(part.title): part.title for part in together}
        if len(titles) < 2:
            return merged
        own = {part.id for part in together}
        names = {_title_id(title) for title in titles.values() if not is_generic(title)}
        free = {name for name in names if own.issuperset(self._names.get(name, ()))}
        return replace(merged, aliases=tuple(sorted({*merged.aliases, *free} - {merged.id})))

    def clash(self, new: Paper, old: list[Paper]) -> str | None:
        """Why `new` cannot stand in the place of `old`: a paper left apart has one of its names."""
        gone = {paper.id for paper in old}
        for name in sorted({new.id, *new.aliases}):
            for id_ in self._names.get(name, ()):
                if id_ not in gone and name in (id_, *self._papers[id_].aliases):
                    return f"`{name}` is already a name of {id_}, which is another paper"
        return None

    def replace(self, old: list[Paper], new: Paper) -> None:
        """Put `new` where `old` were."""
        for paper in old:
            self._take(paper)
        self._put(new)

    def _put(self, paper: Paper) -> None:
        self._papers[paper.id] = paper
        for name in names_of(paper):
            self._names.setdefault(name, []).append(paper.id)
        self._titles.setdefault(normal_title(paper.title), []).append(paper.id)

    def _take(self, paper: Paper) -> None:
        del self._papers[paper.id]
        for name in names_of(paper):
            self._names[name].remove(paper.id)
        self._titles[normal_title(paper.title)].remove(paper.id)


def names_of(paper: Paper) -> set[str]:
    """Every id under which the paper may be known: its own, its aliases, its identifiers'."""
    identified = {identifier_id(kind, value) for kind, value in paper.identifiers.items()}
    return {paper.id, *paper.aliases, *identified}


def _title_id(title: str) -> str:
    """The id of a paper of which nothing but the title is known."""
    return permanent_id({}, title, "", "")


def _first_listed(paper: Paper) -> tuple[date, str]:
    return paper.listed, paper.id


def other_arxiv(first: Paper, second: Paper) -> bool:
    """Whether arXiv knows the two as different papers, whatever else they share."""
    return _other("arxiv", first, second)


def _other(kind: str, first: Paper, second: Paper) -> bool:
    return differ(first.identifiers, second.identifiers, (kind,))


def conflict(first: Paper, second: Paper) -> bool:
    """Whether two papers of one title are different ones.

    They are if arXiv or the ACL Anthology knows them as two, or if both have authors and share
    none: by last name and the first letter of the first.
    """
    if other_arxiv(first, second) or _other("acl", first, second):
        return True
    ours, theirs = _author_keys(first.authors), _author_keys(second.authors)
    return bool(ours and theirs and ours.isdisjoint(theirs))


def _author_keys(authors: tuple[Author, ...]) -> set[tuple[str, str]]:
    names = (normal_name(author.name).split() for author in authors)
    return {(name[-1], name[0][0]) for name in names if name}

"""What another site has that is not here, by what its manifest says. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from generator.identifiers import identifier_id
from generator.mirroring.manifest import Listed, Manifest
from generator.shelf import names_of
from generator.store import Contents

#: Of a record that is kept as rejected the name is the beginning of its hash: `admit.fingerprint`.
_NAME = 16


@dataclass(frozen=True, slots=True)
class Here:
    """Every name that is taken here: of papers, by which id; of papers that were removed."""

    papers: Mapping[str, str]
    removed: Mapping[str, str]

    def knows(self, id_: str) -> bool:
        """Whether a paper of this id is here, or was and has been removed."""
        return id_ in self.papers or id_ in self.removed


@dataclass(frozen=True, slots=True)
class Met:
    """A record of the other site that turned out to be a paper known here under another name.

    `hash` is that of its line, `here` the id that the paper has, or had before it was removed.
    """

    hash: str
    here: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked for, by month, and how the rest of what the other site has is known.

    `gone` are papers here that the other site has removed: its word for each, and the day.
    """

    missing: Mapping[str, tuple[Listed, ...]]
    here: int = 0
    removed: int = 0
    samples: int = 0
    rejected: int = 0
    gone: tuple[tuple[str, str], ...] = ()


def here_of(contents: Contents) -> Here:
    """The names of a content folder; a file that cannot be read has its name all the same."""
    papers = dict.fromkeys(contents.unreadable, "")
    for paper in (*contents.merged, *contents.papers):
        papers.update(dict.fromkeys(names_of(paper), paper.id))
    removed: dict[str, str] = {}
    for stone in contents.stones:
        ids = (identifier_id(*each) for each in stone.identifiers.items())
        removed.update(dict.fromkeys((*stone.names, *ids), stone.id))
    return Here(papers, removed)


def compare(theirs: Manifest, here: Here, met: Mapping[str, Met], rejected: Container[str]) -> Plan:
    """What to ask for. `met` are records that were met before, by their id; `rejected` the names
    of those that are kept as rejected.
    """
    missing: dict[str, list[Listed]] = {}
    counts = dict.fromkeys(("here", "removed", "samples", "rejected"), 0)
    for paper in theirs.papers:
        names = (paper.id, *theirs.aliases.get(paper.id, ()))
        before = met.get(paper.id)
        known = before.here if before and before.hash == paper.hash else ""
        if any(name in here.removed for name in names) or known in here.removed:
            counts["removed"] += 1
        elif any(name in here.papers for name in names) or known in here.papers:
            counts["here"] += 1
        elif paper.id in theirs.samples:
            counts["samples"] += 1
        elif paper.hash[:_NAME] in rejected:
            counts["rejected"] += 1
        else:
            missing.setdefault(paper.month, []).append(paper)
    gone = tuple((name, day) for name, day in theirs.removed.items() if here.papers.get(name))
    return Plan(
        missing={month: tuple(papers) for month, papers in missing.items()}, gone=gone, **counts
    )

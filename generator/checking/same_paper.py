"""Records of one paper that are stored apart: they state the same identifier. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.faults import Flaw, Path
from generator.identifiers import identifier_id
from generator.model import Paper, Tombstone
from generator.shelf import other_arxiv
from generator.store import path_of
from generator.tombstones import path_of as tombstone_path


def twins(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Flaw]]:
    """Each paper that states an identifier, or has the name that it makes, which one before has.

    Papers that arXiv knows as two may share another identifier: ingest, too, leaves them apart.
    """
    known: dict[str, list[Paper]] = {}
    for paper in papers:
        told: set[str] = set()
        for name, path in _names(paper):
            for other in known.get(name, ()):
                if other.id not in told and not other_arxiv(other, paper):
                    told.add(other.id)
                    yield paper, Flaw(_twin(paper, path, other), path)
        for name in {name for name, _ in _names(paper)}:
            known.setdefault(name, []).append(paper)


def _twin(paper: Paper, path: Path, other: Paper) -> str:
    key, value = str(path[0]), paper.id
    if key == "identifiers":
        key, value = f"{key}.{path[1]}", paper.identifiers[str(path[1])]
    elif key == "aliases":
        value = paper.aliases[int(str(path[1]))]
    return (
        f"{key}: found `{value}`, which makes it the paper of {path_of(other)}; delete one "
        "of the two files, and name its id in the aliases of the other"
    )


def _names(paper: Paper) -> Iterator[tuple[str, Path]]:
    for kind, value in paper.identifiers.items():
        yield identifier_id(kind, value), ("identifiers", kind)
    yield paper.id, ("id",)
    for number, alias in enumerate(paper.aliases):
        yield alias, ("aliases", number)


def lost_aliases(
    papers: Iterable[Paper], removed: Iterable[Tombstone]
) -> Iterator[tuple[Paper, Flaw]]:
    """Each alias that does not lead to its paper: its own id, or a name of a removed paper."""
    stones: Mapping[str, Tombstone] = {name: each for each in removed for name in each.names}
    for paper in papers:
        for number, alias in enumerate(paper.aliases):
            if alias == paper.id:
                said = f"aliases: `{alias}` is the paper's own id, which needs none; remove it"
            elif alias in stones:
                stone = tombstone_path(stones[alias].id)
                said = f"aliases: `{alias}` was removed; take it out, or delete {stone}"
            else:
                continue
            yield paper, Flaw(said, ("aliases", number))

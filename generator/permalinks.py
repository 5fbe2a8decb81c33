"""Addresses that a site had, and whether the one that takes its place has them too. Pure.

What a site has says its own manifest, `api/index.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import msgspec

from generator.addresses import API_INDEX
from generator.faults import Fault
from generator.feed import Feed
from generator.notices import is_sample

#: Of so many papers one may be gone, unasked.
_ONE_OF = 100
#: Addresses that are named one by one.
_NAMED = 20


class ManifestError(ValueError):
    """What should say which addresses a site has cannot be read."""


class _Manifest(msgspec.Struct):
    papers: dict[str, str]
    samples: tuple[str, ...] = ()
    aliases: dict[str, str] = {}
    removed: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Had:
    """What a site had: how many papers, and every id and alias that had an address.

    Sample papers do not count: whoever makes the site their own begins without them.
    """

    papers: int
    names: frozenset[str]
    #: The paper of each alias.
    aliases: Mapping[str, str] = field(default_factory=dict)


def had(manifest: bytes) -> Had:
    """What the site of this manifest had. Raises ManifestError if it is none."""
    try:
        found = msgspec.json.decode(manifest, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"is no manifest of a site: {error}") from None
    samples = set(found.samples)
    aliases = {alias: paper for alias, paper in found.aliases.items() if paper not in samples}
    names = {*found.papers, *aliases, *found.removed} - samples
    return Had(len(found.papers.keys() - samples), frozenset(names), aliases)


def _lost(before: Had, feed: Feed) -> frozenset[str]:
    now = {name for paper in feed.papers for name in (paper.id, *paper.aliases)}
    now.update(name for tombstone in feed.removed for name in tombstone.names)
    return before.names - now


def unreadable(before: Had, feed: Feed, faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    """What is wrong with the files of papers that had an address, are there and cannot be read."""
    lost = _lost(before, feed)
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        if (name := PurePosixPath(fault.where).stem) in lost:
            found.setdefault(name, []).append(fault)
    return found


def to_mend(found: Mapping[str, Iterable[Fault]]) -> Iterator[str]:
    """What `unreadable` found, in lines."""
    for name in sorted(found)[:_NAMED]:
        for fault in found[name]:
            yield f"papers/{name}/: its record {fault}. Mend it and build again"
    if len(found) > _NAMED:
        yield f"and {len(found) - _NAMED:,} more papers whose records cannot be read"


def complaints(
    before: Had, feed: Feed, broken: Collection[str] = (), *, allow_shrink: bool = False
) -> Iterator[str]:
    """What readers would lose, in lines: addresses that lead nowhere, papers that are gone.

    Papers whose records are there, but `broken`, are not gone, nor are their aliases.
    """
    lost = [
        name
        for name in sorted(_lost(before, feed))
        if name not in broken and before.aliases.get(name) not in broken
    ]
    for name in lost[:_NAMED]:
        yield f"papers/{name}/: was an address and leads nowhere now"
    if len(lost) > _NAMED:
        yield f"and {len(lost) - _NAMED:,} more addresses that lead nowhere now"
    if lost:
        yield (
            "for each bring its record back, name it in another record's aliases, or take it down "
            "(paperfeed remove)"
        )
    fewer = before.papers - len(broken) - sum(not is_sample(paper) for paper in feed.papers)
    if fewer * _ONE_OF > before.papers and not allow_shrink:
        yield (
            f"{fewer:,} of {before.papers:,} papers are gone; if that is meant, build with "
            "--allow-shrink"
        )


def manifest_url(url: str) -> str:
    """Where the manifest is of the site with this address; a manifest's own stays as it is."""
    return url if url.endswith(".json") else f"{url.rstrip('/')}/{API_INDEX}"

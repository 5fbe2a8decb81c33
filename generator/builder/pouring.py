"""All pages that are poured and the files for machines, in two processes where that pays."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from generator.addresses import url_of
from generator.builder.beside import beside, can_be_had
from generator.builder.gate import Finding, Gate
from generator.builder.kept_cards import KeptCards
from generator.builder.keys import Keys
from generator.builder.last_site import LastSite, Ledger
from generator.builder.shell import Pourer
from generator.builder.site_files import write
from generator.collector import few_cycles, no_cycles
from generator.feed import Feed
from generator.model import OutputFile
from generator.outputs import OF_LISTS, OF_PAPERS, Files, all_outputs
from generator.pages import MANY, drafts_of
from generator.site import Site

#: The kinds of page that ask which papers and terms are near, and the others that are poured.
#: What weighs terms is then worked out in one process alone, and both have about as much to do.
NEAR = ("topic", "paper")
LISTS = tuple(kind for kind in MANY if kind not in NEAR)
#: Papers up to which several processes have the feed in memory, each before long nearly all of it.
MOST_TWICE = 25_000


@dataclass(frozen=True, slots=True)
class Work:
    """What is made into which folder, and by what; `form` is the key of all that pages share.

    `by_hand` are files of the site that the content folder has itself: they stand in place of ours.
    """

    feed: Feed
    site: Site
    folder: str
    poured: frozenset[str]
    pourer: Pourer
    form: bytes
    cards: KeptCards
    by_hand: frozenset[str] = frozenset()
    gate: Gate = field(default_factory=Gate)


class _Lists(NamedTuple):
    """The pages of lists that were made, how many could not be poured, their ledger and faults."""

    pages: int
    road: int
    ledger: Ledger | None
    findings: list[Finding]


def others_help(feed: Feed, ledger: Ledger | None) -> bool:
    """Whether other processes are to do a part of a build: for those who wait for a change.

    To copy this one costs a tenth of the processors' time, and memory.
    """
    waits = bool(ledger and ledger.last.files)
    return waits and len(feed.papers) <= MOST_TWICE and can_be_had()


def do(work: Work, ledger: Ledger | None, count: Callable[[int], None]) -> int:
    """Make all of it; `count` hears of pages made. Gives how many went MkDocs' road."""
    part = ledger.part("lists") if ledger else None
    copy = others_help(work.feed, ledger)
    gc.freeze()  # else the collector goes through the whole feed again and again
    try:
        with few_cycles(), beside(partial(_lists_and_outputs, work, part), copy=copy) as lists:
            road = sum(_pour(work, kind, ledger, count) for kind in NEAR)
            _write_outputs(work, OF_PAPERS, ledger)
            found = lists()
    finally:
        gc.unfreeze()
    count(found.pages)
    work.gate.add(found.findings)
    if ledger and found.ledger:
        ledger.add(found.ledger)
    return road + found.road


def _lists_and_outputs(work: Work, ledger: Ledger | None) -> _Lists:
    counts: list[int] = []
    road = sum(_pour(work, kind, ledger, counts.append) for kind in LISTS)
    _write_outputs(work, OF_LISTS, ledger)
    work.cards.save()
    if ledger:
        ledger.last = LastSite()  # the other process has it
    return _Lists(sum(counts), road, ledger, work.gate.findings)


def _write_outputs(work: Work, kinds: Iterable[Files], ledger: Ledger | None) -> None:
    """Write the files for machines of these kinds, but for those that the last site has."""
    keys = Keys(work.form, work.cards)
    with no_cycles():
        for output in all_outputs(work.feed, work.site, kinds):
            if output.path in work.by_hand:
                continue
            if ledger is None or isinstance(output, OutputFile):
                work.gate.file(output.path, output.data)
                write(work.folder, output.path, output.data)
                continue
            key = keys.of_file(output)
            if not ledger.keep(output.path, key):
                data = output.data
                work.gate.file(output.path, data)
                found = write(work.folder, ledger.place_for(output.path), data)
                ledger.write_down(output.path, key, found)


def _pour(work: Work, kind: str, ledger: Ledger | None, count: Callable[[int], None]) -> int:
    """Write the pages of a kind; gives how many went MkDocs' road."""
    if not work.poured:
        return 0
    pourer, before = work.pourer, work.pourer.road
    keys = Keys(work.form, work.cards) if ledger else None
    for draft in drafts_of((kind,), work.feed, work.site):
        if draft.uri not in work.poured:
            continue
        name = f"{url_of(draft.uri)}index.html"
        shell = pourer.shell_of(draft) if keys else None
        key = keys.of(draft, shell) if keys and shell else None
        if not (ledger and key and ledger.keep(name, key)):
            data = pourer.whole(draft.make()).encode(errors="xmlcharrefreplace")
            found = write(work.folder, ledger.place_for(name) if ledger else name, data)
            if ledger and key:
                ledger.write_down(name, key, found)
        count(1)
    return pourer.road - before

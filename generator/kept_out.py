"""Papers that were removed, and which records tell of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator import told
from generator.faults import Fault, StoreError
from generator.identifiers import identifier_id, is_generic, normal_title, permanent_id
from generator.model import DamagedTombstone, Stone
from generator.stated import differ
from generator.tombstones import path_of, title_hash

#: Letters of a title that two papers do not have in common by chance.
TELLING = 20


def require_known(unknown: Sequence[Fault]) -> None:
    """Raises StoreError if there are tombstones that do not say which papers they keep out.

    A damaged record stops no other. Of a damaged tombstone that is not enough: the paper behind it
    would come in again, as one that nobody knows, and be published. So what can be read of it
    keeps its paper out, and where that may not be all nothing comes in until somebody has looked:
    nothing is lost by that, for files stay where they are and sources are asked for the same days
    again.
    """
    if not unknown:
        return
    first, more = unknown[0], len({fault.where for fault in unknown}) - 1
    others = f" (and {more:,} more)" if more else ""
    raise StoreError(
        f"{first}{others}; or restore it with git. Until then nothing is taken in: "
        "the paper that was removed could come back"
    )


class KeptOut:
    """What stays of removed papers, found by name, identifier or title."""

    def __init__(self, stones: Iterable[Stone]) -> None:
        self._named: dict[str, Stone] = {}
        self._titled: dict[str, Stone] = {}
        for stone in stones:
            ids = (identifier_id(*each) for each in stone.identifiers.items())
            self._named.update(dict.fromkeys((*stone.names, *ids), stone))
            if stone.title:
                self._titled[stone.title] = stone

    def __bool__(self) -> bool:
        return bool(self._named)

    def stone_of(
        self, names: Iterable[str], title: str, identifiers: Mapping[str, str], *, stored: bool
    ) -> Stone | None:
        """What stays of the paper that has one of these names, or this title.

        The title tells nothing if many papers have it, if a paper that is `stored` has it too, or
        if arXiv or the ACL Anthology knows the two as different papers.
        """
        found = next((self._named[name] for name in sorted(names) if name in self._named), None)
        if found is None and not stored and not is_generic(title):
            found = self._titled.get(title_hash(title))
            if found and differ(found.identifiers, identifiers):
                return None
        return found

    def stone_told(self, record: bytes) -> Stone | None:
        """What stays of the paper that the bytes of a record tell of, which nobody could read."""
        if not self._named:
            return None
        for name in told.names_in(record):
            if name in self._named:
                return self._named[name]
        for title in told.titles_in(record):
            if len(normal_title(title)) < TELLING or is_generic(title):
                continue
            former = self._named.get(permanent_id({}, title))
            if found := former or self._titled.get(title_hash(title)):
                return found
        return None


def why(stone: Stone) -> str:
    """Why a paper stays out, and how to let it in again."""
    path = path_of(stone.id)
    if isinstance(stone, DamagedTombstone):
        return f"was removed; {path} cannot be read whole, mend it (paperfeed check)"
    return f"was removed on {stone.day} ({stone.reason}); to let it in again, delete {path}"

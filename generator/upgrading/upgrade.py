"""A content folder brought from the form that it has to the present one, a form at a time.

All records first, and then the number that says so. A run that was cut short is brought to its end
by the next: records that are done already stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of
from generator.files import decoded, put
from generator.front_matter import load_mapping, split
from generator.record import dump_values
from generator.schema import FIRST, keep, require, schema_of
from generator.store import locked, record_files
from generator.upgrading.migrations import MIGRATIONS, Migration
from generator.yaml_lines import located

#: Records that are put in place at once; each has an open file meanwhile.
_AT_ONCE = 100
#: Letters and values of a record; one whose YAML refers to itself has no end of them.
_MOST = 2_000_000
#: What a migration may raise that meets a shape of which nobody thought.
_UNFORESEEN = (LookupError, TypeError, ValueError, AttributeError, RecursionError, yaml.YAMLError)


@dataclass(frozen=True, slots=True)
class Step:
    """What one migration did: the form that it leads to, in words, how many records it changed."""

    to: int
    summary: str
    changed: int


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Which form the records had and have, how many were changed, and those that were left."""

    before: int
    after: int
    changed: int
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()


def upgrade(
    content: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    dry_run: bool = False,
    each: Callable[[], None] = lambda: None,
) -> Upgraded:
    """Bring every record of `content` to the form of the last of the migrations.

    A record that cannot be read is left, and then the number stays too: mend it and call this
    again. `each` is called at each record. Raises SchemaError if the form is one that no migration
    leads to, StoreError if the disk refuses.
    """
    present = migrations[-1].to if migrations else FIRST
    with nullcontext() if dry_run else locked(content):
        before = after = schema_of(content, present)
        if before > present:
            require(content, present)
        todo = [migration for migration in migrations if migration.to > before]
        run = _Run(content, each, dry_run=dry_run)
        # Nothing is kept of a dry run, so there each record takes all steps at once.
        for several in [todo] if dry_run else [[one] for one in todo]:
            run.take(several)
            if run.faults or not several:
                break
            after = several[-1].to
            if not dry_run:
                keep(content, after)
    steps = (Step(one.to, one.summary, run.counts.get(one.to, 0)) for one in todo)
    return Upgraded(before, after, len(run.changed), tuple(steps), tuple(run.faults))


class _Run:
    """What a run has changed and found so far."""

    def __init__(self, content: Path, each: Callable[[], None], *, dry_run: bool) -> None:
        self.counts: dict[int, int] = {}
        self.changed: set[str] = set()
        self.faults: list[Fault] = []
        self._content, self._each, self._dry_run = content, each, dry_run

    def take(self, migrations: Sequence[Migration]) -> None:
        """Every record through these migrations; those that are changed are put in place."""
        waiting: dict[Path, bytes] = {}
        for path, wrong in list(record_files(self._content)) if migrations else ():
            self._each()
            try:
                if wrong:
                    raise FlawedError([Flaw(wrong)])
                old = decoded(Path(path).read_bytes())
                new, by = _migrated(old, migrations)
            except FlawedError as error:
                self._tell(path, error.flaws)
                continue
            except OSError as error:
                self._tell(path, [Flaw(f"cannot be read: {error.strerror}; make it readable")])
                continue
            for number in by:
                self.counts[number] = self.counts.get(number, 0) + 1
            if by:
                self.changed.add(path)
                waiting[Path(path)] = new.encode()
            if len(waiting) == _AT_ONCE:
                self._put(waiting)
                waiting = {}
        self._put(waiting)

    def _put(self, files: dict[Path, bytes]) -> None:
        if self._dry_run:
            return
        try:
            put(self._content, files)
        except OSError as error:
            where = error.filename or self._content
            raise StoreError(f"{where}: cannot be written: {error.strerror}") from error

    def _tell(self, path: str, flaws: Sequence[Flaw]) -> None:
        shown = f"{self._content.name}/{Path(path).relative_to(self._content).as_posix()}"
        self.faults += [fault_of(shown, flaw) for flaw in flaws]


def _migrated(text: str, migrations: Sequence[Migration]) -> tuple[str, list[int]]:
    """A record's text after the migrations, and which of them changed it, by their `to`.

    Raises FlawedError if the text is no record, or a migration cannot make sense of it.
    """
    parts = split(text)
    if parts is None:
        said = "the file does not begin with front matter; put `---` above and below"
        raise FlawedError([Flaw(said, (), 1)])
    front, body = parts
    try:
        values, abstract = load_mapping(front), body.strip("\n")
    except FlawedError as error:
        raise FlawedError(located(error.flaws, front, first=2)) from None
    if _is_endless(values):
        raise FlawedError([Flaw("refers to itself, or holds too much; write it out")])
    by = []
    for migration in migrations:
        try:
            new = _applied(migration, values, abstract)
            if new != (values, abstract):
                by.append(migration.to)
            if _applied(migration, *new) != new:
                said = f"the change to schema {migration.to} would change it twice; report this"
                raise FlawedError([Flaw(said)])
        except FlawedError:
            raise
        except _UNFORESEEN as error:
            said = f"the change to schema {migration.to} does not know what to do with it: {error}"
            raise FlawedError([Flaw(f"{said}; correct the record, or report this")]) from None
        values, abstract = new
    if not by:
        return text, by
    try:
        return dump_values(values, abstract), by
    except _UNFORESEEN as error:
        raise FlawedError([Flaw(f"cannot be written as YAML: {error}; report this")]) from None


def _applied(migration: Migration, values: dict[Any, Any], abstract: str) -> tuple[Any, str]:
    front, text = migration.apply(MappingProxyType(values), abstract)
    return dict(front), text


def _is_endless(value: object) -> bool:
    """Whether it has no end, or one that nobody waits for."""
    size = 0
    for text in _texts(value):
        size += 1 + len(text)
        if size > _MOST:
            return True
    return False


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        yield each if isinstance(each, str) else ""
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list | tuple | set):
            waiting += each

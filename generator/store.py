"""The record files under `content/papers/`: found, read, and written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from generator.caches import FOLDER as CACHES
from generator.caches import forget_removed
from generator.collector import no_cycles
from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of
from generator.files import clear, decoded, put
from generator.front_matter import split
from generator.merge import holds
from generator.model import DamagedTombstone, Paper, Stone, Tombstone
from generator.paper_cache import PaperCache, paper_cache, remember
from generator.record import RecordError, dump, parse
from generator.schema import begin, require
from generator.tombstones import load_tombstones
from generator.tombstones import path_of as tombstone_path
from generator.yaml_lines import located

#: Seconds that a second writer waits for the first.
LOCK_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Contents:
    """What the store holds: the papers by path, and each file's faults."""

    papers: tuple[Paper, ...]
    faults: tuple[Fault, ...]
    #: Names (without `.md`, in lower case) of files that are there and cannot be read: their ids
    #: are taken.
    unreadable: frozenset[str]
    #: Papers whose files are still there though they have become part of others: a run that made
    #: one paper of two was cut short. The next one that writes takes the files away.
    merged: tuple[Paper, ...] = ()
    #: What stays of papers that were removed.
    removed: tuple[Tombstone, ...] = ()
    #: The same of damaged tombstones, and the faults of those that do not say which papers they
    #: keep out.
    damaged: tuple[DamagedTombstone, ...] = ()
    unknown: tuple[Fault, ...] = ()

    @property
    def stones(self) -> tuple[Stone, ...]:
        """All of removed papers; the whole ones last, for they say more."""
        return *self.damaged, *self.removed


def path_of(paper: Paper) -> str:
    """The paper's file, relative to the content folder; it never changes."""
    return f"papers/{paper.listed.year:04d}/{paper.listed.month:02d}/{paper.id}.md"


def load(content: Path, each: Callable[[], None] = lambda: None, *, again: bool = True) -> Contents:
    """Every record under `content`, in the order of their paths; a bad file stops no other.

    `each` is called at each file. If one goes away meanwhile, for another run makes one paper of
    two, all are read `again`, once. A record of a paper that was removed is a fault. Raises
    StoreError if a folder cannot be read: its papers would seem to be gone. Raises SchemaError if
    records have a form that this program does not know.
    """
    require(content)
    papers: dict[str, Paper] = {}
    faults: list[Fault] = []
    unreadable: set[str] = set()
    merged: list[Paper] = []
    first: dict[str, str] = {}  # the path of the record that has a name
    stones = load_tombstones(content)
    faults += stones.faults
    every: tuple[Stone, ...] = (*stones.damaged, *stones.whole)
    tombstones = {name: each for each in every for name in each.names}
    try:
        forget_removed(content, (each.id for each in every))
    except StoreError as error:
        faults.append(Fault(f"{content.name}/{CACHES}", f"{error}; it may hold what was removed"))
    with paper_cache(content) as cache, no_cycles():
        for path, wrong_kind in record_files(content):
            each()
            try:
                if wrong_kind:
                    raise RecordError([Flaw(wrong_kind)])
                paper = _read(path, cache, tombstones)
                found: Sequence[Flaw] = _flaws_of_place(paper, path, content, tombstones)
                known = {first[name] for name in (paper.id, *paper.aliases) if name in first}
                if not found and any(holds(papers[other], paper) for other in known):
                    merged.append(paper)
                    continue
                parts = {other for other in known if holds(paper, papers[other])}
                if known - parts and not found:
                    found = _flaws_of_names(paper, path, content, first, parts)
            except FlawedError as error:
                found = error.flaws
            except OSError as error:
                if again and isinstance(error, FileNotFoundError):
                    return load(content, each, again=False)
                found = [Flaw(f"cannot be read: {error.strerror}")]
            if found:
                faults += [fault_of(_shown(path, content), flaw) for flaw in found]
                unreadable.add(Path(path).stem)
                continue
            merged += [papers.pop(other) for other in sorted(parts)]
            first.update(dict.fromkeys((paper.id, *paper.aliases), path))
            papers[path] = paper
    names = frozenset(map(str.lower, unreadable))
    return Contents(
        tuple(papers.values()),
        tuple(faults),
        names,
        tuple(merged),
        stones.whole,
        stones.damaged,
        stones.unknown,
    )


def load_to_write(content: Path, each: Callable[[], None] = lambda: None) -> Contents:
    """`load` for a run that holds the store; what another left half done is brought to its end."""
    contents = load(content, each)
    for paper in contents.merged:
        remove(content, paper)
    begin(content)
    return contents


def _read(path: str, cache: PaperCache, removed: Container[str]) -> Paper:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - 100,000 times
        data = file.read()
    paper = cache.get(data)
    if paper is None:
        paper = parse(decoded(data))
        if paper.id not in removed:  # its record is still there, but no cache knows it
            cache.remember(data, paper)
    return paper


def flaws_at(file: Path, *flaws: Flaw) -> list[Flaw]:
    """Flaws of a record that was read, with the lines on which its file has what they are about."""
    try:
        parts = split(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):  # changed meanwhile
        parts = None
    if parts is None:
        return list(flaws)
    front, body = parts
    text = front.count("\n") + 3 + len(body) - len(body.lstrip("\n"))
    return [
        replace(flaw, line=text) if flaw.path == ("abstract",) else flaw
        for flaw in located(flaws, front, first=2)
    ]


def _flaws_of_place(
    paper: Paper, path: str, content: Path, removed: Mapping[str, Stone]
) -> list[Flaw]:
    belongs = path_of(paper)
    if path != os.path.join(content, belongs):  # noqa: PTH118 - ten times as fast, 100,000 times
        return [Flaw(_misplaced(paper, path, content / belongs))]
    if tombstone := removed.get(paper.id):
        stone = tombstone_path(tombstone.id)
        day = f" on {tombstone.day}" if isinstance(tombstone, Tombstone) else ""
        said = f"was removed{day}; delete this file, or {stone} to have it back"
        return [Flaw(said)]
    return []


def _misplaced(paper: Paper, path: str, place: Path) -> str:
    belongs = path_of(paper)
    # What knows no case has the same file there; that one is only named otherwise.
    if os.path.lexists(place) and not (place.exists() and place.samefile(path)):
        return f"`{paper.id}` is already the id of {belongs}; delete one of the two"
    return f"is not where it belongs; move it to {belongs}"


def _flaws_of_names(
    paper: Paper, path: str, content: Path, first: Mapping[str, str], parts: Container[str]
) -> list[Flaw]:
    """Whether a file that is not a part of the paper is the `first` that has one of its names."""
    ways: Iterator[tuple[object, ...]] = (("aliases", n) for n in range(len(paper.aliases)))
    for name, way in zip((paper.id, *paper.aliases), chain([("id",)], ways), strict=True):
        if name in first and first[name] not in parts:
            other = _shown(first[name], content)
            said = (
                f"{way[0]}: `{name}` is already the id or alias of {other}; "
                "take it out of one of the two, or delete one"
            )
            return flaws_at(Path(path), Flaw(said, way))
    return []


def _shown(path: str, content: Path) -> str:
    return f"{content.name}/{Path(path).relative_to(content).as_posix()}"


def write(content: Path, *papers: Paper) -> None:
    """Put the papers' files in place: of each the old one or the new one is there, never a part.

    Raises StoreError if the disk refuses.
    """
    files = {content / path_of(paper): dump(paper).encode() for paper in papers}
    try:
        put(content, files)
    except OSError as error:
        where = error.filename or content / (path_of(papers[0]) if len(papers) == 1 else "papers")
        raise StoreError(f"{where}: cannot be written: {error.strerror}") from error
    remember(content, dict(zip(files.values(), papers, strict=True)))


def remove(content: Path, paper: Paper) -> None:
    """Take the paper's file away: it has become part of another's."""
    try:
        (content / path_of(paper)).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{content / path_of(paper)}: cannot be removed: {error.strerror}"
        ) from error


def remove_files(content: Path, paper_id: str) -> None:
    """Take every file of this name away, wherever it lies. Raises StoreError if that cannot be."""
    for path, _ in list(record_files(content)):
        if Path(path).stem == paper_id:
            try:
                Path(path).unlink()
            except OSError as error:
                raise StoreError(f"{path}: cannot be removed: {error.strerror}") from error


def records_named(content: Path, paper_id: str) -> Iterator[Paper]:
    """The papers in files of this name, wherever they lie; what cannot be read is passed over.

    Raises StoreError if a folder cannot be read.
    """
    for path, linked in record_files(content):
        if Path(path).stem == paper_id and not linked:
            with suppress(FlawedError, OSError):
                yield parse(decoded(Path(path).read_bytes()))


@contextmanager
def locked(content: Path, seconds: float | None = None) -> Iterator[None]:
    """Hold the store: one writer at a time. Raises StoreError if it stays held for `seconds`."""
    seconds = LOCK_SECONDS if seconds is None else seconds
    lock = FileLock(content / ".lock", timeout=seconds)
    try:
        content.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StoreError(
            f"{content}: another paperfeed has been writing for {seconds:g} s; try again later"
        ) from None
    except OSError as error:
        raise StoreError(f"{content}: cannot be written: {error.strerror}") from error
    try:
        clear(content)
        yield
    finally:
        lock.release()


def record_files(content: Path) -> Iterator[tuple[str, str]]:
    """Every record file in order, and every linked folder; what else it is if it is no file.

    What lies behind a link is not looked at, and what is no file must not be opened: a named pipe
    would be waited for. Raises StoreError if a folder cannot be read.
    """
    yield from _files(content / "papers")


_LINK = "a symbolic link; put the record itself here"
_NO_FILE = "a named pipe, socket or device; remove it, a record is a file"


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif (entry.name.endswith(".md") and entry.name[0] != ".") or (
            entry.is_symlink() and entry.is_dir()
        ):
            if entry.is_file(follow_symlinks=False):
                yield entry.path, ""
            else:
                yield entry.path, _LINK if entry.is_symlink() else _NO_FILE

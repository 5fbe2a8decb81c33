"""One input -> admitted records in batches, here or in a process of its own that works ahead."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from generator.admit import Admitted, Refused, admitted
from generator.days_to_come import days_to_come
from generator.formats import detect
from generator.incoming import (
    EmptyInputError,
    Incoming,
    InputError,
    Note,
    Reading,
    Rejected,
    Source,
)
from generator.inputs import Input, opened
from generator.parsing.xml import is_html

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from multiprocessing.queues import Queue

_BATCH = 200
#: Bytes (packed) from which a second process is worth its start of half a second.
_LARGE = 1_000_000
#: Batches that the second process may be ahead: some 60 MB.
_AHEAD = 150


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read and how: what the person said, and when it is."""

    one: Input
    source: Source | None
    name: str | None
    day: date | None
    now: datetime
    #: The names of rejected records that are kept, by source.
    kept: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """The format that the input is in; comes first."""

    format: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Records in the order of the input, and which part (0 to 1) of it is read by now."""

    records: tuple[Admitted | Refused | Note, ...]
    part: float


@dataclass(frozen=True, slots=True)
class Broken:
    """Why the input cannot be read, or not to its end; comes last.

    `empty` says that nothing is wrong with it: it has no record. `strange` says that it is in no
    format that is known.
    """

    reason: str
    empty: bool = False
    strange: bool = False


Message = Format | Batch | Broken


def read(request: Request) -> Iterator[Message]:
    """The input's format, then its records; what is wrong with the input as a whole comes last."""
    try:
        with opened(request.one) as input_:
            source = request.source or detect(input_.head)
            if source is None:
                yield _unknown(input_.head)
                return
            yield Format(source.format)
            reading = Reading(
                request.one.name, request.name or source.source, request.day, request.now.date()
            )
            found = _of_days_that_came(source.read(input_.stream, reading), reading.today)
            records = admitted(
                found, reading, request.now, lambda name: request.kept.get(name, frozenset())
            )
            yield from _batches(records, input_.part)
    except InputError as error:
        yield Broken(str(error), isinstance(error, EmptyInputError))


def _of_days_that_came(
    found: Iterable[Incoming | Rejected | Note], today: date
) -> Iterator[Incoming | Rejected | Note]:
    """The records, those rejected that say they were seen on a day to come.

    The site would seem to be of that day, and `paperfeed check` would stop what is deployed.
    """
    for record in found:
        flaw = next(days_to_come(record.raw, today), None) if isinstance(record, Incoming) else None
        if flaw is not None and isinstance(record, Incoming):
            reason = flaw.message.partition(";")[0]
            yield Rejected(record.where, reason, record.original, record.raw)
        else:
            yield record


def _batches(
    records: Iterator[Admitted | Refused | Note], part: Callable[[], float]
) -> Iterator[Batch | Broken]:
    """The records in batches; those before an error of the input are not lost with it."""
    batch: list[Admitted | Refused | Note] = []
    broken = None
    try:
        for record in records:
            batch.append(record)
            if len(batch) == _BATCH:
                yield Batch(tuple(batch), part())
                batch = []
    except InputError as error:
        broken = Broken(str(error), isinstance(error, EmptyInputError))
    yield Batch(tuple(batch), part())
    if broken:
        yield broken


def _unknown(head: bytes) -> Broken:
    if not head.strip():
        return Broken("is empty")
    page = " (it is an HTML page)" if is_html(head) else ""
    return Broken(f"is in no format that is known{page}", strange=True)


@contextmanager
def reading_ahead(request: Request) -> Iterator[Iterator[Message]]:
    """The messages of `read`; a large input is read in a process of its own, at once."""
    if request.one.size < _LARGE:
        yield read(request)
        return
    # A new interpreter, not a fork: threads and locks of this one stay here, on every system.
    context = multiprocessing.get_context("spawn")
    messages: Queue[Message | None] = context.Queue(_AHEAD)
    process = context.Process(target=_work, args=(request, messages), daemon=True)
    process.start()
    try:
        yield _received(process, messages)
    finally:
        process.kill()
        process.join()


def _work(request: Request, messages: Queue[Message | None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the first process's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for message in read(request):
        messages.put(message)
    messages.put(None)


def _end_with_parent() -> None:
    """A process that nobody reads from any more would wait for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _received(process: BaseProcess, messages: Queue[Message | None]) -> Iterator[Message]:
    while True:
        try:
            message = messages.get(timeout=1)
        except queue.Empty:
            if not process.is_alive():
                yield Broken("the process that read it was killed; is there memory enough?")
                return
            continue
        if message is None:
            return
        yield message

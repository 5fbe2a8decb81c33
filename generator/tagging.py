"""JSON lines of papers -> the texts that topics are found in, each with its line's own id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from generator.admit import InadmissibleError, clean_categories, clean_text
from generator.incoming import Incoming, Note, Reading, Rejected
from generator.sources import jsonl


@dataclass(frozen=True, slots=True)
class Text:
    """What topics are found in, clean as a record's is, and what a person said of them.

    `id` is what the line has there, whatever it is; None if it has none.
    """

    where: str
    id: Any
    title: str
    abstract: str
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def texts(stream: BinaryIO, reading: Reading) -> Iterator[Text | Rejected]:
    """The text of each line; a line that has none is rejected with its place and the reason.

    The lines are those that `ingest` reads as `jsonl`, and become as clean as there; but a paper
    needs neither a day nor an identifier here. Raises InputError where the input cannot be read on.
    """
    for record in jsonl.read(stream, reading):
        if isinstance(record, Incoming):
            try:
                title, abstract = clean_text(record.raw)
            except InadmissibleError as error:
                yield Rejected(record.where, str(error), record.original)
                continue
            yield Text(
                record.where,
                # NaN and infinities, which Python reads, are no JSON that others could read again.
                json.loads(record.original(), parse_constant=lambda name: None).get("id"),
                title,
                abstract,
                clean_categories(record.raw),
                record.raw.topics,
            )
        elif not isinstance(record, Note):  # which keys a record would not have is no matter here
            yield record

"""Papers as reference managers, spreadsheets and programs take them, a format a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.exports import bibtex, csl_json, csv_table, jsonl, ris
from generator.exports.cited import Cited

#: By the name of the format: makes a file's text, piece by piece.
FORMATS: Mapping[str, Callable[[Iterable[Cited]], Iterator[str]]] = {
    "bibtex": bibtex.pieces,
    "ris": ris.pieces,
    "csl-json": csl_json.pieces,
    "jsonl": jsonl.pieces,
    "csv": csv_table.pieces,
}

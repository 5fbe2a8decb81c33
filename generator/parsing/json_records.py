"""The records of JSON, be it one document or a value a line, each with its place and its bytes.

Source: https://www.rfc-editor.org/rfc/rfc8259 and https://jsonlines.org
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO

from generator.incoming import InputError, Original, Rejected
from generator.parsing.shapes import json_document, mapping_of, original_json, text_of

#: Says which list of records a value wraps, or None: then the value is a record.
Unwrap = Callable[[Any], list[Any] | None]

_BOM = b"\xef\xbb\xbf"
#: A record deeper in lists than this is none: no API wraps its answers so often.
_DEPTH = 3
_ERRORS = ("error", "errors", "message", "detail", "msg")


@dataclass(frozen=True, slots=True)
class Found:
    """A value that should be a record: where it stood, and its bytes as they stood."""

    where: str
    value: Any
    original: Original = field(default=bytes, compare=False)


def records(stream: BinaryIO, unwrap: Unwrap) -> Iterator[Found | Rejected]:
    """Every record of the input in order; a line that is not JSON is rejected with its number.

    Raises InputError if the input is neither form of JSON, ends within a line, is an API's error
    or holds no record.
    """
    for group in record_groups(stream, unwrap):
        if isinstance(group, Rejected):
            yield group
        else:
            yield from group


def record_groups(stream: BinaryIO, unwrap: Unwrap) -> Iterator[list[Found] | Rejected]:
    """What `records` yields, those of one JSON value together."""
    count = 0
    for value in _values(stream):
        if isinstance(value, Rejected):
            count += 1
            yield value
            continue
        if not value.where:
            _check(value.value, unwrap)
        group = list(_within(value, unwrap, 0))
        count += len(group)
        yield group
    if not count:
        raise InputError("holds no records; check what was asked for")


def is_mapping(found: Found) -> Rejected | None:
    """Why the value is not a record at all, if it is no JSON object."""
    if isinstance(found.value, dict):
        return None
    return Rejected(found.where, f"{_kind(found.value)} in place of an object", found.original)


def _within(found: Found, unwrap: Unwrap, depth: int) -> Iterator[Found]:
    value = found.value
    inner = (value if isinstance(value, list) else unwrap(value)) if depth < _DEPTH else None
    if inner is None:
        yield Found(found.where or "item 0", value, found.original)
        return
    for index, item in enumerate(inner):
        where = f"{found.where}, item {index}".removeprefix(", ")
        yield from _within(Found(where, item, original_json(item)), unwrap, depth + 1)


def _values(stream: BinaryIO) -> Iterator[Found | Rejected]:
    """The document with no place, or the lines' values with theirs."""
    lines = enumerate(stream, 1)
    filled = ((number, line) for number, line in lines if _bare(number, line))
    first = next(filled, None)
    if first is None:
        raise InputError("holds no records: it is empty; get the file again")
    try:
        value = json.loads(_bare(*first))
    except (ValueError, RecursionError):
        data = first[1] + stream.read()
        try:
            value = json_document(io.BytesIO(data))
        except InputError:
            if not _is_lines(data):
                raise
            yield from map(_line, enumerate(io.BytesIO(data), first[0]))
            return
        yield Found("", value, lambda: data)
        return
    second = next(filled, None)
    if second is None:
        yield Found("", value, lambda: first[1])
        return
    yield from map(_line, chain((first, second), filled))


def _bare(number: int, line: bytes) -> bytes:
    return (line.removeprefix(_BOM) if number == 1 else line).strip()


def _is_lines(data: bytes) -> bool:
    """Whether lines follow that are JSON objects, although the first is not."""
    following = io.BytesIO(data)
    if not following.readline().lstrip(_BOM + b" \t").startswith(b"{"):
        return False
    second = next((line for line in following if line.strip()), b"")
    try:
        return isinstance(json.loads(second), dict)
    except (ValueError, RecursionError):
        return False


def _line(numbered: tuple[int, bytes]) -> Found | Rejected:
    number, line = numbered
    where = f"line {number}"
    try:
        return Found(where, json.loads(_bare(number, line)), lambda: line)
    except (ValueError, RecursionError) as error:
        if not line.endswith(b"\n") and not line.rstrip().endswith(b"}"):
            raise InputError(f"ends within {where}; get the file again") from error
        return Rejected(where, f"not JSON: {error}", lambda: line)


def _check(document: Any, unwrap: Unwrap) -> None:
    """Raise InputError if the document is no record and no list of records."""
    if not isinstance(document, dict | list):
        raise InputError(f"{_kind(document)} in place of records; get the file again")
    value = mapping_of(document)
    if "title" in value or unwrap(value):
        return
    said = (text_of(value.get(key)).strip() for key in _ERRORS)
    if error := next((text for text in said if text), ""):
        raise InputError(f"an error in place of records, `{error[:200]}`; ask for the data again")


def _kind(value: Any) -> str:
    return "null" if value is None else f"a JSON {type(value).__name__}"

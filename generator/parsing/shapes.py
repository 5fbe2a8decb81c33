"""Reading values of unknown shape: each is what it should be, or it is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from generator.identifiers import identifiers_in
from generator.incoming import InputError, Original
from generator.model import Author, Link


def json_document(stream: BinaryIO) -> Any:
    """The one JSON value that a stream holds; raises InputError if it holds none or half of one."""
    data = stream.read()
    try:
        return json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        found = "an HTML page in place of JSON" if data.lstrip()[:1] == b"<" else "not JSON"
        raise InputError(f"{found}: {error}; get the file again") from error


def original_json(value: object) -> Original:
    """The bytes of a JSON value, for a record that is rejected."""

    def original() -> bytes:
        try:
            return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        except RecursionError:
            return b"(nested too deep to be kept)"

    return original


def text_of(value: object) -> str:
    """`value` if it is a string, else the empty string."""
    return value if isinstance(value, str) else ""


def mapping_of(value: object) -> Mapping[str, Any]:
    """`value` if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: object) -> list[Any]:
    """`value` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def count_of(value: object) -> int | None:
    """`value` if it is a whole number from 0, else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def day_of(value: object) -> date | None:
    """The day (UTC) of an ISO 8601 day or moment, else None."""
    text = text_of(value).strip()
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def authors_of(value: object) -> tuple[Author, ...]:
    """The authors of a list of names, or of mappings with a `name`."""
    names = (text_of(item) or text_of(mapping_of(item).get("name")) for item in list_of(value))
    return tuple(Author(name) for name in names if name.strip())


def links_of(*pairs: tuple[str, object]) -> tuple[Link, ...]:
    """A link for each pair of a rel and an address that is a string with something in it."""
    return tuple(Link(rel, text_of(url).strip()) for rel, url in pairs if text_of(url).strip())


def identified(*addresses: object) -> dict[str, str]:
    """The identifiers that addresses and prefixed identifiers state; the first of a kind counts."""
    found: dict[str, str] = {}
    for address in addresses:
        found = {**identifiers_in(text_of(address)), **found}
    return found


def given_first(name: str) -> str:
    """`Lovelace, Ada` as `Ada Lovelace`, `King, Martin Luther, Jr.` with the suffix at the end."""
    family, *rest = (part.strip() for part in name.split(","))
    given, suffix = [*rest, "", ""][:2]
    return " ".join(part for part in (given, family, suffix) if part)


def partial_date(year: object, month: object = None, day: object = None) -> str | None:
    """`2019`, `2019-06` or `2019-06-12` of numbers or digits, as far as they make sense."""
    numbers: list[int] = []
    for part, least, most in ((year, 1000, 2999), (month, 1, 12), (day, 1, 31)):
        text = str(part).strip() if isinstance(part, (int, str)) else ""
        if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
            break
        numbers.append(int(text))
    if len(numbers) == 3:
        try:
            return date(*numbers).isoformat()
        except ValueError:
            numbers.pop()
    return "-".join(f"{number:02d}" for number in numbers) or None

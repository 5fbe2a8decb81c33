"""Every change of the form of records that there was, in order. None yet: the first is published.

A change adds one here, raises `CURRENT` in `generator/schema.py`, and keeps a feed of the new form
in `tests/fixtures/schemas/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: The plain values of a record's front matter, and its abstract.
Values = tuple[Mapping[Any, Any], str]


@dataclass(frozen=True, slots=True)
class Migration:
    """How a record of the form before `to` becomes one of the form `to`.

    `apply` is pure and changes nothing of what it is given. Values may be of any shape, for people
    write records, too; what it cannot make sense of it leaves. A record that has the form `to`
    already it gives back as it is: a run that was cut short meets some of these.
    """

    to: int
    #: What it does, as people are told: “the key `licence` is `license` now”.
    summary: str
    apply: Callable[[Mapping[Any, Any], str], Values]


MIGRATIONS: tuple[Migration, ...] = ()

"""Values as compact JSON, quickly."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def encoded(value: Any) -> bytes:
    """The value as JSON in UTF-8, without a blank that it can do without; dates as ISO has them."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half of a pair of surrogates, which only `json` lets pass
        return json.dumps(value, separators=(",", ":"), default=str).encode()


def encoded_lines(value: Any) -> bytes:
    """The same with a line for each of the outermost values, for people who look at it."""
    return msgspec.json.format(encoded(value), indent=1) + b"\n"

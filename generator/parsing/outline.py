"""The outline of JSON that may be cut off: which keys stand where. Formats are detected by it."""

from __future__ import annotations

import json
import re
from functools import lru_cache

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_DEPTH = 6


@lru_cache(maxsize=4)
def outline(head: bytes) -> frozenset[str]:
    """The paths of the keys in the first JSON value of `head`, down to six levels.

    A path names keys, and `[]` for "in a list": `[].paper.id`, `data[].title`; `[]` alone and
    `data[]` say that there is a list. Empty if `head` does not begin with an object or a list.
    """
    text = head.decode("utf-8-sig", "replace")
    if not text.lstrip().startswith(("{", "[")):
        return frozenset()
    paths: set[str] = set()
    stack: list[tuple[str, bool]] = []
    path, key, at_key = "", "", False
    for found in _TOKEN.finditer(text):
        part = found[0]
        if part in "{[":
            prefix = f"{path}.{key}".strip(".") if stack and stack[-1][1] and key else path
            stack.append((path, part == "{"))
            # Below the levels that count a path would only grow, and with it the time.
            if len(stack) <= _DEPTH:
                path = prefix if part == "{" else f"{prefix}[]"
                if part == "[":
                    paths.add(path)
            key, at_key = "", part == "{"
        elif part in "}]":
            if not stack:
                break
            path, _ = stack.pop()
            key, at_key = "", False
            if not stack:
                break
        elif part == ",":
            at_key = bool(stack) and stack[-1][1]
        elif at_key and part.startswith('"'):
            key, at_key = _string(part), False
            if len(stack) <= _DEPTH:
                paths.add(f"{path}.{key}".strip("."))
    return frozenset(paths)


def _string(part: str) -> str:
    try:
        return str(json.loads(part, strict=False))
    except ValueError:
        return part.strip('"')

"""A record as Markdown for programs and language models: front matter, then the abstract.

It is a record file as `record.py` reads it, without what a feed keeps for itself (where each field
came from, which of them were edited). Values are written as JSON, which YAML can read: that takes
a tenth of the time.
"""

from __future__ import annotations

import re
from typing import Any

from generator.model import Paper
from generator.plain_json import encoded
from generator.record import to_mapping

#: What YAML takes for the end of a line or refuses, and JSON lets stand.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_KEPT_BACK = ("pinned", "provenance")


def markdown(paper: Paper) -> bytes:
    """The file."""
    lines = [
        f"{key}: {_value(value)}\n"
        for key, value in to_mapping(paper).items()
        if key not in _KEPT_BACK
    ]
    body = f"\n{paper.abstract}\n" if paper.abstract else ""
    return f"---\n{''.join(lines)}---\n{body}".encode(errors="backslashreplace")


def _value(value: Any) -> str:
    return _ESCAPED.sub(_escape, encoded(value).decode())


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

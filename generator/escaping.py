"""Text escaped for HTML as markupsafe does it, in less time where nothing in it needs that.

A paper's page escapes two hundred values, of which nearly all are as they were afterwards.
"""

from __future__ import annotations

import markupsafe
from markupsafe import Markup


def escaped(value: object) -> str:
    """What `markupsafe.escape` gives; a text in which nothing needs to be escaped is itself."""
    kind = type(value)
    if kind is str:
        text = str(value)
        if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
            return markupsafe.escape(text)
        return text
    return value if kind is Markup else markupsafe.escape(value)


def safe(text: str) -> Markup:
    """Text that is HTML already, of which everything was escaped that needed it."""
    return str.__new__(Markup, text)

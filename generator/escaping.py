"""Text escaped for HTML as markupsafe does it, in less time where nothing in it needs that.

A paper's page escapes two hundred values, of which nearly all are as they were afterwards.
"""

from __future__ import annotations

import markupsafe
from markupsafe import Markup


def escape(value: object) -> str:
    """What `markupsafe.escape` gives; a text in which nothing needs to be escaped is itself."""
    if type(value) is str:
        active = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        return markupsafe.escape(value) if active else value
    return value if type(value) is Markup else markupsafe.escape(value)


def safe(text: str) -> Markup:
    """Text that is HTML already, of which everything was escaped that needed it."""
    return str.__new__(Markup, text)

"""ORCID iDs in the forms in which sources state them.

Source: https://support.orcid.org/hc/en-us/articles/360006897674
"""

from __future__ import annotations

import re

from generator.parsing.shapes import text_of

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])/?", re.I
)


def orcid_of(value: object) -> str | None:
    """The bare iD (`0000-0002-1825-0097`) of an iD or its address; None if it is none."""
    found = _ORCID.fullmatch(text_of(value).strip())
    return found[1].upper() if found else None

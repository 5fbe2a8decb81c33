"""What the pages know of the site itself: its name, what it is, where it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The site's own facts, from `mkdocs.yml`; `url` ends with a slash."""

    name: str
    description: str
    url: str

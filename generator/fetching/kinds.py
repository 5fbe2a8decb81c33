"""The ways to ask a source for a day's papers; a new one is a module here and a line in `KINDS`.

A module is loaded when its kind is asked for: a build asks for none but those of its sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from generator.fetching.asking import Kind

#: The module of each, by its name.
KINDS: Mapping[str, str] = {
    "hf-daily": "hf_daily",
    "arxiv-api": "arxiv_api",
    "arxiv-oai": "arxiv_oai",
    "arxiv-rss": "arxiv_rss",
    "feed": "feed",
}


def kind_of(name: str) -> Kind | None:
    """The kind of this name; None if there is none."""
    if name not in KINDS:
        return None
    kind: Kind = import_module(f"generator.fetching.{KINDS[name]}").KIND
    return kind

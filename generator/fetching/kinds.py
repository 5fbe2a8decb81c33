"""The ways to ask a source for a day's papers; a new one is a module here and a line in `KINDS`."""

from __future__ import annotations

from generator.fetching import arxiv_api, arxiv_oai, arxiv_rss, feed, hf_daily
from generator.fetching.asking import Kind

KINDS: tuple[Kind, ...] = (
    hf_daily.KIND,
    arxiv_api.KIND,
    arxiv_oai.KIND,
    arxiv_rss.KIND,
    feed.KIND,
)


def kind_of(name: str) -> Kind | None:
    """The kind of this name; None if there is none."""
    return next((kind for kind in KINDS if kind.name == name), None)

"""The formats that Paperfeed reads; a new one is a module in `sources/` and a line in `SOURCES`."""

from __future__ import annotations

from generator.incoming import Source
from generator.sources import (
    acl_xml,
    arxiv_abs,
    arxiv_atom,
    arxiv_daily,
    arxiv_kaggle,
    arxiv_rss,
    bibtex,
    csl_json,
    hf_daily_json,
    hf_page_text,
    hf_papers_html,
    jsonl,
    oai_pmh,
    openalex,
    openreview,
    paperlists,
    pmlr_post,
    ris,
    semantic_scholar,
    web_feed,
)

#: In the order in which they are tried on an input of unknown format: what is sure of itself first,
#: then what takes anything that looks like papers.
SOURCES: tuple[Source, ...] = (
    hf_daily_json.SOURCE,
    hf_papers_html.SOURCE,
    arxiv_atom.SOURCE,
    arxiv_rss.SOURCE,
    oai_pmh.SOURCE,
    arxiv_kaggle.SOURCE,
    arxiv_daily.SOURCE,
    arxiv_abs.SOURCE,
    semantic_scholar.SOURCE,
    openalex.SOURCE,
    openreview.SOURCE,
    paperlists.SOURCE,
    acl_xml.SOURCE,
    pmlr_post.SOURCE,
    csl_json.SOURCE,
    bibtex.SOURCE,
    ris.SOURCE,
    web_feed.SOURCE,
    jsonl.SOURCE,
    hf_page_text.SOURCE,
)


def detect(head: bytes) -> Source | None:
    """The source whose format `head`, the first 64 KiB of an input, is in; None if none is."""
    return next((source for source in SOURCES if source.detect(head)), None)

"""The formats that Paperfeed reads; a new one is a module here and a line in `SOURCES`."""

from __future__ import annotations

from generator.incoming import Source
from generator.sources import hf_daily_json, hf_page_text, jsonl

#: In the order in which they are tried on an input of unknown format.
SOURCES: tuple[Source, ...] = (hf_daily_json.SOURCE, jsonl.SOURCE, hf_page_text.SOURCE)


def detect(head: bytes) -> Source | None:
    """The source whose format `head`, the first 64 KiB of an input, is in; None if none is."""
    return next((source for source in SOURCES if source.detect(head)), None)

"""What scripts in the page say, as a module that they import."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.addresses import WORDS_SCRIPT
from generator.feed import Feed
from generator.model import OutputFile
from generator.site import Site


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one module; JSON is a part of JavaScript."""
    words = json.dumps(site.words.for_scripts(), ensure_ascii=False, separators=(",", ":"))
    yield OutputFile(WORDS_SCRIPT, f"export default {words};\n".encode())

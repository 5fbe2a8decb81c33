"""What scripts in the page say, and when the site was last updated, as a module that they import.

The day changes daily: in the pages it would make all of them new each day, and a file of its own
would be one more that each of them asks for.
"""

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
    day = feed.updated.isoformat() if feed.updated else None
    update = json.dumps({"day": day, "staleAfter": site.stale_after}, separators=(",", ":"))
    script = f"export default {words};\nexport const UPDATE = {update};\n"
    yield OutputFile(WORDS_SCRIPT, script.encode())

"""How the site stands and how the intake of each day went, as one JSON file for machines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from generator.addresses import STATUS
from generator.api import VERSION
from generator.feed import Feed
from generator.model import OutputFile
from generator.site import Site


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """The one file: papers, listing days, and by source each day's state, counts and reason."""
    sources: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for day, intakes in sorted(feed.intake.items()):
        for each in intakes:
            sources[each.source].append(
                {
                    "day": day.isoformat(),
                    "state": each.state,
                    "records": each.records,
                    "rejected": each.rejected,
                    "reason": each.reason,
                }
            )
    status = {
        "api": VERSION,
        "site": site.url,
        "papers": len(feed.papers),
        "days": len(feed.days),
        "updated": feed.updated.isoformat() if feed.updated else None,
        "stale_after": site.stale_after,
        "latest": feed.days[-1].isoformat() if feed.days else None,
        "sources": {name: sources[name] for name in sorted(sources)},
    }
    yield OutputFile(STATUS, json.dumps(status, ensure_ascii=False, indent=1).encode())

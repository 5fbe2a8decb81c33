"""The schemas of the API's documents."""

from __future__ import annotations

from collections.abc import Iterator

from generator.addresses import schema_file
from generator.api.schemas import SCHEMAS, schema
from generator.feed import Feed
from generator.model import OutputFile
from generator.plain_json import encoded_lines
from generator.site import Site


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """A file a kind of document."""
    for name in SCHEMAS:
        yield OutputFile(schema_file(name), encoded_lines(schema(name, site.url)))

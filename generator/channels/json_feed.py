"""Channels as JSON Feed 1.1.

Source: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from generator.channels.item import Item

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def joined(
    title: str, description: str, url: str, page: str, language: str, items: Sequence[msgspec.Raw]
) -> bytes:
    """A whole document of items that are made."""
    head = {
        "version": VERSION,
        "title": title,
        "home_page_url": page,
        "feed_url": url,
        "description": description,
        "language": language,
    }
    return msgspec.json.encode({**head, "items": items})


def entry(item: Item) -> msgspec.Raw:
    """An item of any document."""
    external = next((address for rel, address in item.links if rel == "paper"), "")
    made: dict[str, Any] = {
        "id": item.url,
        "url": item.url,
        "external_url": external,
        "title": item.title,
        "content_html": item.content,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": [{"name": name} for name in item.authors],
        "tags": [each.label for each in item.categories],
        "language": item.language,
    }
    return msgspec.Raw(msgspec.json.encode({key: value for key, value in made.items() if value}))

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
    whole = _encoded(head)
    return b'%b,"items":%b}' % (whole[:-1], msgspec.json.encode(items))


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
    return msgspec.Raw(_encoded({key: value for key, value in made.items() if value}))


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half of a pair of surrogates, which UTF-8 cannot have
        return msgspec.json.encode(_whole(value))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {key: _whole(each) for key, each in value.items()} if isinstance(value, dict) else value

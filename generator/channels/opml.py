"""All channels as one list that feed readers import.

Source: OPML 2.0, http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from generator.addresses import ATOM
from generator.channels.atom import allowed
from generator.channels.channel import Channel
from generator.site import Site


def document(channels: Iterable[Channel], site: Site) -> bytes:
    """The list; a channel that has papers or not, for it may have some tomorrow."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = allowed(site.name)
    body = etree.SubElement(root, "body")
    for channel in channels:
        etree.SubElement(
            body,
            "outline",
            type="rss",
            text=allowed(channel.title),
            title=allowed(channel.title),
            description=allowed(channel.description),
            xmlUrl=f"{site.url}{channel.folder}{ATOM}",
            htmlUrl=f"{site.url}{channel.page}",
        )
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)

"""Whether files for machines are what their names say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from lxml import etree

from generator.builder.bibtex_form import fault_of_bibtex

#: It reads JSON as strictly as any, and makes nothing of it.
_JSON = msgspec.json.Decoder(msgspec.Raw)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def fault_of_json(data: bytes) -> str:
    """Why JSON cannot be read; the empty string if it can."""
    try:
        _JSON.decode(data)
        data.decode()  # that does not look into texts
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"JSON that cannot be read: {error}"
    return ""


def fault_of_xml(data: bytes) -> str:
    """Why a feed, a sitemap or a list of feeds cannot be read; the empty string if it can."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        return f"XML that cannot be read: {error}"
    if root.getroottree().docinfo.internalDTD is not None:
        return "XML with a document type; take it out"
    return ""


def fault_of_bib(data: bytes) -> str:
    """Why BibTeX cannot be read; the empty string if it can."""
    fault = fault_of_bibtex(data.decode("utf-8", "replace"))
    return f"BibTeX that cannot be read: {fault}" if fault else ""


#: Checks of files for machines, by the ends of their names.
FORMS: Mapping[str, Callable[[bytes], str]] = {
    ".bib": fault_of_bib,
    ".json": fault_of_json,
    ".opml": fault_of_xml,
    ".xml": fault_of_xml,
}

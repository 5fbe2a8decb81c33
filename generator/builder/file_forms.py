"""Whether files are what their names say, and pictures and documents in XML run nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec
from lxml import etree

from generator.builder.bibtex_form import fault_of_bibtex

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
#: What runs, loads, changes or styles others in a picture or document in XML.
_LIVE = frozenset(
    "script iframe frame object embed applet foreignobject handler listener link base meta form "
    "animate animatemotion animatetransform set style stylesheet template transform".split()
)
_HARMLESS = re.compile(
    r"#|https?://|(?!//)[^\s:/?#]*(?:[/?#]|\Z)|data:image/(?:png|jpeg|gif|webp);", re.IGNORECASE
)
_SHOWN = 60


def fault_of_json(data: bytes) -> str:
    """Why JSON cannot be read; the empty string if it can."""
    try:
        msgspec.json.decode(data)
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


def fault_of_picture(data: bytes) -> str:
    """What a browser would run in XML that it shows: a picture, a document, a feed with a style.

    What cannot be read to its end is a fault, for browsers show and run what stands before it.
    """
    if fault := fault_of_xml(data):
        return fault
    root = etree.fromstring(data, _PARSER)
    for told in root.itersiblings(etree.PI, preceding=True):
        return f"{etree.tostring(told).decode()[:_SHOWN]} is not allowed; take it out"
    for node in root.iter(etree.Element):
        tag = etree.QName(node).localname
        if tag.lower() in _LIVE:
            return f"<{tag[:_SHOWN]}> is not allowed; take it out"
        for name, value in _live_attributes(dict(node.attrib)):
            return f"<{tag} {name[:_SHOWN]}={value[:_SHOWN]!r}> is not allowed; take it out"
    return ""


def _live_attributes(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        local = etree.QName(name).localname.lower()
        leads = local in ("href", "src", "action", "from", "to", "values", "begin")
        if local.startswith("on") or (leads and not _HARMLESS.match(value)):
            yield local, value


#: Checks of files for machines, by the ends of their names.
FORMS: Mapping[str, Callable[[bytes], str]] = {
    ".bib": fault_of_bib,
    ".json": fault_of_json,
    ".opml": fault_of_xml,
    ".xml": fault_of_xml,
}

"""Answers of OAI-PMH 2.0 (`ListRecords`, `GetRecord`) and files that hold one such record.

Source: https://www.openarchives.org/OAI/openarchivesprotocol.html and
https://info.arxiv.org/help/oa/index.html; what the records say is read by `oai_metadata`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from generator.incoming import (
    EmptyInputError,
    Incoming,
    InputError,
    Note,
    Reading,
    Rejected,
    Source,
)
from generator.parsing.arxiv_fields import parse_oai_arxiv
from generator.parsing.xml import elements, is_html, original_xml, tags_in, words_of
from generator.sources.oai_metadata import READERS, local_name, metadata_of

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RECORD, _ERROR, _TOKEN = "record", "error", "resumptionToken"
#: Without the namespace too: archives hold records cut out of their answer.
_TAGS = tuple(f"{space}{name}" for space in (_OAI, "") for name in (_RECORD, _ERROR, _TOKEN))
_HEADERS = (f"{_OAI}header", "header")


def detect(head: bytes) -> bool:
    """Whether it is an answer of OAI-PMH, or begins with a record that has a header."""
    tags = tags_in(head)
    if tags[:1] == (f"{_OAI}OAI-PMH",):
        return True
    return bool(tags) and tags[0] in _TAGS[::3] and tags[1:2] in ((_HEADERS[0],), (_HEADERS[1],))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the answer; records that are deleted or cannot be read are rejected.

    Raises InputError where the repository answered with an error or with no records.
    """
    data = stream.read()
    if is_html(data[:1024]):
        raise InputError("an HTML page in place of XML; ask the repository again")
    count, token = 0, None
    for element in elements(io.BytesIO(data), _TAGS):
        name = local_name(element)
        if name == _RECORD:
            count += 1
            yield _record(f"record {count}", element, reading)
        elif name == _TOKEN:
            token = element.get("completeListSize"), words_of(element).strip()
        elif (parent := element.getparent()) is not None and local_name(parent) == "OAI-PMH":
            code, words = element.get("code", "no code")[:40], words_of(element).strip()[:300]
            error = EmptyInputError if code == "noRecordsMatch" else InputError
            raise error(f"the repository answered `{code}`: {words}; change the request")
    if count == 0:
        raise InputError("holds no records; ask the repository for ListRecords or GetRecord")
    if token and token[1]:
        size = f" of {token[0][:12]} records" if token[0] else ""
        yield Note(
            f"the list{size} goes on: ask for the rest with resumptionToken={token[1][:200]}",
            more=True,
        )


def _record(where: str, record: etree._Element, reading: Reading) -> Incoming | Rejected:
    header, held = _child(record, "header"), _child(record, "metadata")
    facts = metadata_of(header) if header is not None else None
    identifier = facts.text("identifier").strip() if facts else ""
    where = f"{where} ({identifier[:80]})" if identifier else where
    original = original_xml(record)
    if header is not None and facts and header.get("status") == "deleted":
        day = facts.text("datestamp").strip()[:20] or "a day it does not say"
        return Rejected(where, f"deleted at the source on {day}", original)
    element = next((e for e in held if isinstance(e.tag, str)), None) if held is not None else None
    if element is None:
        return Rejected(where, "has no metadata", original)
    read_metadata = READERS.get(local_name(element))
    if read_metadata is None:
        known = "arXiv, arXivRaw or oai_dc"
        found = local_name(element)[:40]
        return Rejected(where, f"its metadata is `{found}`; ask for {known}", original)
    arxiv = parse_oai_arxiv(identifier)
    raw = read_metadata(metadata_of(element), arxiv[0] if arxiv else None)
    if not raw.title.strip():
        return Rejected(where, "has no title", original)
    return Incoming(where, raw, _source(identifier, reading), original)


def _child(record: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in record if local_name(child) == name), None)


def _source(identifier: str, reading: Reading) -> str | None:
    """`oai` for a record of another repository than arXiv, unless `--source` said otherwise."""
    if reading.source != SOURCE.source or identifier.lower().startswith("oai:arxiv.org:"):
        return None
    return "oai" if identifier else None


SOURCE = Source(
    format="oai-pmh",
    summary="OAI-PMH records: arXiv, arXivRaw, oai_dc",
    source="arxiv",
    detect=detect,
    read=read,
)

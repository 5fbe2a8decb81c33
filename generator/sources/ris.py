"""RIS and the Web of Science's tagged text, as rispy reads them, a record at a time.

rispy drops a record without its `ER`, runs two into one without the `TY` between, and fails where
a line stands too early: it is given whole records only, and each is accounted for.
Source: https://en.wikipedia.org/wiki/RIS_(file_format), https://pypi.org/project/rispy/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

from rispy import RisParser, WokParser

from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source
from generator.parsing.references import Decoded, decoded
from generator.parsing.xml import is_html
from generator.sources.ris_entry import RIS_TAGS, WOS_TAGS, paper_of_ris, paper_of_wos, title_of

_BEFORE = r"^[\ufeff \t]{0,8}"
_TAG = re.compile(_BEFORE + r"([A-Z][A-Z0-9])  - ?(.*)")
#: Some writers put one blank or a tab where two belong; in the files of others that is prose.
_LOOSE_TAG = re.compile(_BEFORE + r"([A-Z][A-Z0-9])[ \t]{0,3}- ?(.*)")
_STRICT_START = re.compile(_BEFORE + r"TY  -", re.MULTILINE)
_LOOSE_START = re.compile(_BEFORE + r"TY[ \t]{0,3}-", re.MULTILINE)
_WOS_TAG = re.compile(r"^\ufeff?([A-Z][A-Z0-9])(?: (.*))?$")
_WOS_START = re.compile(r"^\ufeff?PT [A-Z][ \t]*$", re.MULTILINE)
_HEAD_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?[ \t]{0,8}TY(?:  -|[ \t]{0,3}-(?:[ \t]|$))|^PT [A-Z][ \t]*$", re.MULTILINE
)
_HEAD_TAG = re.compile(rb"^(?:T1|TI|AU|A1|JF|JO|PY|Y1)  - ", re.MULTILINE)
_HEAD_END = re.compile(rb"^ER  -", re.MULTILINE)
_NOT_PAPERS = frozenset(
    "ADVS AGGR ART BILL CASE CHART COMP CTLG DATA DBASE EDBOOK EQUA FIGURE GRANT HEAR ICOMM JFULL "
    "LEGAL MAP MPCT MULTI MUSIC PAT PCOMM SER SLIDE SOUND STAND STAT UNBILL VIDEO".split()
)
#: Tags of the Web of Science that stand before the first record and behind the last.
_OUTSIDE = ("FN", "VR", "EF")
#: Stands between the lines that rispy is given, so that a value may have line breaks.
_BREAK = "\x1e"


@dataclass(slots=True)
class _Block:
    """The lines of a record, its first to its last; `started` and `ended` say if its marks are."""

    line: int
    started: bool
    ended: bool = False
    lines: list[str] = field(default_factory=list)
    tagged: list[tuple[str, list[str]]] = field(default_factory=list)

    def add(self, line: str, tag: str, value: str) -> None:
        self.lines.append(line)
        if tag:
            self.tagged.append((tag, [value]))
        elif self.tagged:
            self.tagged[-1][1].append(line.strip(" \t\ufeff"))

    def values(self, name: str) -> list[str]:
        return ["\n".join(parts).strip() for tag, parts in self.tagged if tag == name]


def detect(head: bytes) -> bool:
    """Whether a line begins a record (`TY  - JOUR`, `PT J`), or tags and `ER` stand without it."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\x00", b"")
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    if text.lstrip()[:1] in (b"{", b"[", b"<"):
        return False
    text = text.replace(b"\r\n", b"\n")
    unstarted = _HEAD_TAG.search(text) and _HEAD_END.search(text)
    return bool(_HEAD_START.search(text) or unstarted)


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of the file in its order; a record that is none is rejected with its line."""
    data = stream.read()
    if is_html(data[:100]):
        raise InputError("an HTML page in place of RIS; get the file again")
    source = decoded(data)
    if source.note:
        yield Note(source.note)
    is_wos = not _LOOSE_START.search(source.text) and bool(_WOS_START.search(source.text))
    told: Counter[str] = Counter()
    found = False
    for block in _blocks(source.text, is_wos):
        found = True
        told["records without their `ER` line; read up to the next"] += not block.ended
        yield _wos_record(block, source) if is_wos else _ris_record(block, source)
    yield from (Note(f"{text}: {count:,}") for text, count in told.items() if count)
    if not found:
        raise InputError("holds no records: no line begins with `TY  - `; check that it is RIS")


def _blocks(text: str, is_wos: bool) -> Iterator[_Block]:
    """The records; lines between them that have no tag (`1.`, `Provider: x`) are of none."""
    start = "PT" if is_wos else "TY"
    strict = _TAG if _STRICT_START.search(text) or not _LOOSE_START.search(text) else _LOOSE_TAG
    pattern = _WOS_TAG if is_wos else strict
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        found = pattern.match(line)
        tag, value = (found[1], found[2] or "") if found else ("", "")
        if tag == start:
            if block:
                yield block
            block = _Block(number, started=True)
        elif tag == "ER" or (is_wos and tag in _OUTSIDE):
            if block:
                block.add(line, tag, value)
                block.ended = tag == "ER"
                yield block
            block = None
            continue
        elif block is None and tag:
            block = _Block(number, started=False)
        if block:
            block.add(line, tag, value)
    if block:
        yield block


def _ris_record(block: _Block, source: Decoded) -> Incoming | Rejected:
    original = partial(source.encoded, "\n".join(block.lines))
    key = next(iter(block.values("ID")), "")[:60]
    where = f"line {block.line}" + (f" ({' '.join(key.split())})" if key else "")
    if not block.started:
        return Rejected(where, "no `TY  - ` line begins this record", original)
    lines = [f"{tag}  - " + "\n".join(parts) for tag, parts in block.tagged]
    tags = _parsed(RisParser, RIS_TAGS, lines, "TY")
    kind = str(tags.get("TY", "")).split("\n")[0].strip()
    if kind.upper() in _NOT_PAPERS:
        return Rejected(where, f"`TY  - {kind}` is no paper", original)
    if not title_of(tags):
        doi = next(iter(tags.get("DO", ())), "")[:100]
        return Rejected(where, f"has no title (DOI {doi})" if doi else "has no title", original)
    return Incoming(where, paper_of_ris(kind.upper(), tags), original=original)


def _wos_record(block: _Block, source: Decoded) -> Incoming | Rejected:
    original = partial(source.encoded, "\n".join(block.lines))
    key = next(iter(block.values("UT")), "")[:60]
    where = f"line {block.line}" + (f" ({' '.join(key.split())})" if key else "")
    if not block.started:
        return Rejected(where, "no `PT` line begins this record", original)
    kind = next(iter(block.values("PT")), "")
    tags = _parsed(WokParser, WOS_TAGS, [line.lstrip("\ufeff") for line in block.lines], "PT")
    if kind == "P":
        return Rejected(where, "`PT P` is a patent, not a paper", original)
    if not "".join(tags.get("TI", ())).strip():
        return Rejected(where, "has no title", original)
    return Incoming(where, paper_of_wos(tags), original=original)


def _parsed(
    parser: type[RisParser], names: list[str], lines: list[str], start: str
) -> Mapping[str, Any]:
    """What rispy reads in a record: a list of values for each tag, in which none is dropped."""
    records = parser(
        mapping={name: name for name in (*names, "ER")},
        list_tags=[name for name in names if name != start],
        delimiter_tags_mapping={},
        skip_unknown_tags=True,
        newline=_BREAK,
    ).parse(_BREAK.join([*(line.replace(_BREAK, " ") for line in lines), "ER  - "]))
    return records[0] if records else {}


SOURCE = Source(
    format="ris",
    summary="RIS (.ris) and the Web of Science's tagged text",
    source="ris",
    detect=detect,
    read=read,
)

"""arXiv's `.abs` files, and its mailings, which hold many records in the same form.

Source: arXiv's own reader of them (https://github.com/arXiv/arxiv-browse,
`browse/services/documents/fs_implementation/parse_abs.py`) and
https://info.arxiv.org/help/prep.html for what the fields hold. Between lines of `\\\\` stand the
identifier, who sent it when, and the fields; then the abstract, which may hold such a line itself.
The submitter (`From:`, with an e-mail address) is never taken, nor kept in what is rejected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from generator.identifiers import parse_arxiv
from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source, states
from generator.model import Paper
from generator.parsing.arxiv_authors import split_authors
from generator.parsing.arxiv_fields import first_doi
from generator.parsing.arxiv_versions import Version, dated, stamped_day
from generator.parsing.xml import is_html

_START = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])\\\\[ \t]{0,20}(?:\r\n|\r|\n)(?:arXiv|Paper):[ \t]{0,20}[^\s]"
)
_BAR = re.compile(rb"\\\\\s*")
#: The last line of a record in a mailing: `\\ ( https://arxiv.org/abs/2503.01234 ,  86kb)`.
_LAST = re.compile(rb"\\\\\s{1,9}\(\s{0,9}https?://.*")
_RULE = re.compile(rb"(?:-{20,}|(?:%%--){5,}%*)\s*")
#: What these three begin with; other lines need not be compared.
_MARKS = (b"\\", b"-", b"%")
_NO_TEXT = re.compile(rb"\s*|" + _BAR.pattern + rb"|" + _RULE.pattern)
_NAMED = re.compile(rb"(?:arXiv|Paper):")
_IDENTIFIER = re.compile(r"(?:arXiv|Paper):\s{0,20}(\S{1,80})")
_CAME = re.compile(
    r"(?:Date ?(?::|\(revised(?: ?v?(?P<number>[0-9]{1,4}))?\):)|replaced with revised version)"
    r"(?P<day>[^()]{0,100})(?:\((?P<size>[0-9]{1,9})kb,?(?P<flags>[A-Z]{0,9})\))?"
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{2,14}) ?:(.*)", re.DOTALL)
_FIELDS = frozenset(
    "title authors author categories comments comment journal-ref doi license".split()
)
#: Fields that a record has no place for.
_NO_PLACE = frozenset("report-no msc-class acm-class subj-class proxy".split())
_ADDRESS = re.compile(rb"^From:[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE)
_WITHDRAWN = re.compile(r"\bwithdrawn\b|\bremoved by arXiv\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one record; `body` is None if it has no abstract.

    `ended` says that a mailing's last line of a record came: there a record may have none.
    """

    line: int
    head: list[bytes] = field(default_factory=list)
    body: list[bytes] | None = None
    ended: bool = False

    @property
    def original(self) -> bytes:
        """The record as it stood, without the address of who sent it in."""
        abstract = [rb"\\", *self.body] if self.body is not None else []
        return _ADDRESS.sub(b"From: (left out)", b"\n".join([rb"\\", *self.head, *abstract, b""]))


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the abstract."""

    identifier: str
    versions: list[Version]
    gone: bool
    fields: Mapping[str, str]

    def text(self, *names: str) -> str:
        """The first of these fields that has any words."""
        return next((text for name in names if (text := self.fields.get(name, "").strip())), "")


def detect(head: bytes) -> bool:
    """Whether a line of two backslashes comes right before an identifier."""
    return bool(_START.search(head))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers, each named by the line it begins on.

    Raises InputError where there is none, and where the last one is cut short.
    """
    count = no_dois = 0
    left_out: Counter[str] = Counter()
    for block in _blocks(stream):
        count += 1
        head = _head(block)
        left_out.update(_NO_PLACE.intersection(head.fields))
        no_dois += bool(head.text("doi") and not first_doi(head.text("doi")))
        yield _record(block, head)
    if count == 0:
        raise InputError("holds no records: no line of two backslashes begins one; get it again")
    for name, number in sorted(left_out.items()):
        yield Note(f"`{name}` has no field in a record; left out: {number}")
    if no_dois:
        yield Note(f"what stands as `doi` is none; left out: {no_dois}")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, ended by LF, CR LF or CR."""
    number = 0
    for chunk in stream:
        for line in chunk.removesuffix(b"\n").removesuffix(b"\r").split(b"\r"):
            number += 1
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _blocks(stream: BinaryIO) -> Iterator[_Block]:
    block: _Block | None = None
    closed = False
    for number, line in _lines(stream):
        if number == 1 and is_html(line):
            raise InputError("an HTML page in place of a text file; get it again")
        marks = line.startswith(_MARKS)
        bar = marks and bool(_BAR.fullmatch(line))
        if block is not None and block.body is not None and closed:
            # A bar may stand in the abstract: only what follows tells that it was the last.
            if marks and _RULE.fullmatch(line):
                yield block
                block = None
                continue
            if _NAMED.match(line):
                yield block
                block = _Block(number, [line])
                continue
        if block is None:
            block, closed = (_Block(number), False) if bar else (None, False)
        elif marks and _LAST.fullmatch(line):
            yield replace(block, ended=True)
            block = None
        elif block.body is None:
            if bar:
                block, closed = _Block(block.line, block.head, []), False
            elif marks and _RULE.fullmatch(line):
                yield block
                block = None
            else:
                block.head.append(line)
        else:
            closed = bar or (closed and not line.strip())
            block.body.append(line)
    if block is not None:
        if not closed:
            raise InputError(f"ends within the record of line {block.line}; get the file again")
        yield block


def _record(block: _Block, head: _Head) -> Incoming | Rejected:
    where = f"line {block.line}"
    where = f"{where} ({head.identifier})" if head.identifier else where
    if block.body is None and not block.ended:
        return Rejected(where, "breaks off before its abstract", lambda: block.original)
    arxiv = parse_arxiv(head.identifier)
    if not head.text("title"):
        return Rejected(where, "has no title", lambda: block.original)
    if arxiv is None:
        what = f"`{head.identifier}` is not an arXiv identifier"
        return Rejected(where, what, lambda: block.original)
    raw = _raw(block, head, arxiv)
    return Incoming(where, raw, original=lambda: block.original)


def _raw(block: _Block, head: _Head, arxiv: tuple[str, int | None]) -> Paper:
    identifiers = {"arxiv": arxiv[0]}
    if doi := first_doi(head.text("doi")):
        identifiers["doi"] = doi
    abstract, comment = _abstract(block), head.text("comments", "comment")
    withdrawn = head.gone and (_WITHDRAWN.search(comment) or _WITHDRAWN.search(abstract))
    return states(
        title=head.text("title"),
        abstract=abstract,
        authors=split_authors(head.text("authors", "author")),
        identifiers=identifiers,
        categories=tuple(head.text("categories").split()),
        comment=comment or None,
        journal_ref=head.text("journal-ref") or None,
        license=head.text("license") or None,
        status="withdrawn" if withdrawn else None,
        **dated(head.versions),
    )


def _head(block: _Block) -> _Head:
    identifier, gone = "", False
    versions: list[Version] = []
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _text(block.head).split("\n"):
        named = _FIELD.match(line)
        name = named[1].lower() if named else ""
        if not identifier and (found := _IDENTIFIER.match(line)):
            identifier = found[1]
        elif came := _CAME.match(line):
            number = int(came["number"]) if came["number"] else 1 if line[:5] == "Date:" else None
            versions.append(Version(number, stamped_day(came["day"])))
            gone = came["size"] is not None and (int(came["size"]) == 0 or "I" in came["flags"])
        elif named and (name in _FIELDS or name in _NO_PLACE):
            current = fields[name] = [named[2]]
        elif name == "from":
            current = []
        else:
            current.append(line)
    return _Head(
        identifier, versions, gone, {name: "\n".join(lines) for name, lines in fields.items()}
    )


def _abstract(block: _Block) -> str:
    lines = block.body or []
    end = len(lines)
    while end and _NO_TEXT.fullmatch(lines[end - 1]):
        end -= 1
    return _text(lines[:end])


def _text(lines: list[bytes]) -> str:
    """The text of lines: UTF-8 if it is that, else Latin-1, as arXiv itself reads them."""
    data = b"\n".join(lines)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


SOURCE = Source(
    format="arxiv-abs",
    summary="arXiv's .abs files and mailings",
    source="arxiv",
    detect=detect,
    read=read,
)

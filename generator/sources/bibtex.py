"""BibTeX and biblatex, as bibtexparser splits it; what it cannot read is rejected with its line.

Source: https://ctan.org/pkg/bibtex, https://ctan.org/pkg/biblatex (2.1 Entry Types; 2.4.1.1
crossref), https://proceedings.mlr.press/spec.html (the first entry is the volume).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.splitter import Splitter

from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source
from generator.parsing.references import Decoded, decoded
from generator.parsing.xml import is_html
from generator.sources.bibtex_entry import is_shortened, paper_of
from generator.sources.bibtex_values import strings_of, unwrap, values_of

# It logs each block that it cannot read; Python would print that beside our own account.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_ENTRY = re.compile(
    rb"^[ \t]*@(?:(?:comment|string|preamble)\s{0,9}[{(]"
    rb"|[A-Za-z]{1,40}\s{0,9}[{(]\s{0,9}[^\s{}(),=\"]{0,400}\s{0,9}(?:,|[})][ \t]*\r?$))",
    re.IGNORECASE | re.MULTILINE,
)
#: An entry that bibtexparser takes for free text: its `{` is missing or on the next line.
_LOST = re.compile(
    r"^[ \t]*@(?:[A-Za-z]{1,40}\s{0,9}[{(]|(?:article|book|inbook|incollection|inproceedings"
    r"|conference|misc|online|techreport|report|phdthesis|mastersthesis|thesis|unpublished)\b)",
    re.IGNORECASE | re.MULTILINE,
)
#: Here bibtexparser sees `\}` or no end of the line, and BibTeX a `}` and an end.
_NO_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)+(?=[{}",=\n])|\\(?=\n)')
_MARK = "\ufdd3"
#: They hold papers, or fields for others, and are no papers.
_VOLUMES = frozenset(
    "proceedings mvproceedings collection mvcollection periodical reference mvreference set "
    "xdata".split()
)
_NOT_PAPERS = frozenset(
    "software softwareversion softwaremodule codefragment dataset patent artwork audio image movie "
    "music performance video legislation legal jurisdiction standard letter".split()
)
#: With the name all that an entry takes over from its volume: its identifiers are not the paper's.
_DATES = ("year", "month", "date", "published")


@dataclass(frozen=True, slots=True)
class _Failed:
    """A block that bibtexparser could not read."""

    line: int
    kind: str
    reason: str
    text: str


def detect(head: bytes) -> bool:
    """Whether a line begins an entry: `@article{key,`, `@string{`; JSON, XML, YAML are not it."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text[2:].replace(b"\x00", b"")
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    return not text.lstrip()[:3].startswith((b"{", b"[", b"<", b"---")) and bool(
        _ENTRY.search(text)
    )


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The papers of a bibliography in its order, with what they take over from their volumes."""
    data = stream.read()
    if is_html(data[:100]):
        raise InputError("an HTML page in place of BibTeX; get the file again")
    source = decoded(data)
    if source.note:
        yield Note(source.note)
    blocks = _split(source.text)
    told: Counter[str] = Counter()
    any_record = False
    for record in _records(blocks, source, told):
        any_record = True
        yield record
    yield from (Note(f"{text}: {count:,}") for text, count in told.items())
    if not any_record:
        raise InputError("holds no records: no entry of it is a paper; check that it is BibTeX")


def _split(text: str) -> list[Block | _Failed]:
    """The blocks of the text in order; of a block that failed, all text up to the next one."""
    try:
        marked = _NO_ESCAPE.sub(rf"\g<0>{_MARK}", text) if "\\" in text else text
        blocks = Splitter(marked).split().blocks
    except Exception as error:  # its own bugs surface as exceptions of any class
        raise InputError(f"bibtexparser cannot read it: {error!r:.200}; report this") from error
    lines: list[str] = []
    found: list[Block | _Failed] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1 : index + 3]
        if type(block) is not ParsingFailedBlock:
            found.append(block)
            continue
        lines = lines or text.split("\n")
        start = block.start_line or 0
        rest = [one for one in after if not isinstance(one, ImplicitComment)]
        end = (rest[0].start_line or 0) if rest else len(lines)
        whole = "\n".join(lines[start:end]) if end > start else _unmarked(block.raw or "")
        kind = (block.raw or "")[1:9].lower()
        found.append(_Failed(start + 1, kind, _why(block.error), whole))
    return found


def _why(error: Exception) -> str:
    reason = error.abort_reason if isinstance(error, BlockAbortedException) else str(error)
    return " ".join(_unmarked(reason[:300]).split())


def _unmarked(text: str) -> str:
    return text.replace(_MARK, "") if _MARK in text else text


def _records(
    blocks: list[Block | _Failed], source: Decoded, told: Counter[str]
) -> Iterator[Incoming | Rejected]:
    strings = strings_of(block for block in blocks if isinstance(block, Block))
    entries = [entry for block in blocks if (entry := _entry(block))]
    for entry in entries:
        unwrap(entry)
    volumes = _volumes(entries, strings)
    unknown: Counter[str] = Counter()
    for block in blocks:
        entry = _entry(block)
        if entry is None:
            yield from _rest(block, source, told)
            continue
        if isinstance(block, DuplicateFieldKeyBlock):
            told["entries that state a field twice; the first counts"] += 1
        elif isinstance(block, DuplicateBlockKeyBlock) and entry.key:
            told["entries with the key of an earlier one; each is read for itself"] += 1
        values = _inheriting(entry, _values(entry, strings, unknown), volumes, told)
        if record := _record(entry, values, source, told):
            yield record
    if unknown:
        names = ", ".join(f"`{name[:40]}`" for name in sorted(unknown)[:5])
        told[f"values left out, for no @string of the file defines {names}"] += unknown.total()


def _entry(block: Block | _Failed) -> Entry | None:
    """The entry of a block, also of one that bibtexparser holds to be a failed duplicate."""
    if isinstance(block, (DuplicateFieldKeyBlock, DuplicateBlockKeyBlock)):
        kept = block.ignore_error_block
        return kept if isinstance(kept, Entry) else None
    return block if isinstance(block, Entry) else None


def _values(entry: Entry, strings: Mapping[str, str], unknown: Counter[str]) -> dict[str, str]:
    values = values_of(entry, strings, unknown)
    return {name: _unmarked(value) for name, value in values.items()}


def _volumes(entries: list[Entry], strings: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The entries that others name in `crossref`, by key; by `` the volume that PMLR puts first."""
    fields = (field for entry in entries for field in entry.fields)
    wanted = {_key(str(field.value)) for field in fields if _key(field.key) == "crossref"} - {""}
    volumes: dict[str, dict[str, str]] = {}
    for entry in entries:
        if (key := _key(entry.key)) in wanted and key not in volumes:
            volumes[key] = _values(entry, strings, Counter())
    proceedings = [entry for entry in entries if entry.entry_type == "proceedings"]
    if len(proceedings) == 1 and proceedings[0] is entries[0] and not volumes:
        volumes[""] = _values(entries[0], strings, Counter())
    return volumes


def _key(key: str) -> str:
    """A key as BibTeX compares it."""
    return _unmarked(key).strip().lower()


def _inheriting(
    entry: Entry,
    values: dict[str, str],
    volumes: Mapping[str, dict[str, str]],
    told: Counter[str],
) -> dict[str, str]:
    """The values of an entry, and of its volume the names and dates that it lacks."""
    key = _key(values.get("crossref", ""))
    if not key and (entry.entry_type != "inproceedings" or "booktitle" in values):
        return values
    volume = volumes.get(key)
    if volume is None:
        if key:
            told["entries whose `crossref` names none that the file holds"] += 1
        return values
    if not key:
        told["entries with name and date of the @proceedings that begins the file"] += 1
    name = "journaltitle" if entry.entry_type == "article" else "booktitle"
    title = volume.get(name) or volume.get("booktitle") or volume.get("title")
    taken = {one: volume[one] for one in _DATES if one in volume}
    dated = any(one in values for one in _DATES)
    return ({name: title} if title else {}) | ({} if dated else taken) | values


def _record(
    entry: Entry, values: Mapping[str, str], source: Decoded, told: Counter[str]
) -> Incoming | Rejected | None:
    kind, key = entry.entry_type, " ".join(_unmarked(entry.key)[:60].split())
    where = f"line {(entry.start_line or 0) + 1}" + (f" ({key})" if key else "")
    original = partial(source.encoded, _unmarked(entry.raw or ""))
    if kind in _VOLUMES:
        told["volumes (@proceedings, @collection, ...): their papers are read, not they"] += 1
        return None
    if kind in _NOT_PAPERS:
        return Rejected(where, f"@{kind} is no paper", original)
    if not kind:
        return Rejected(where, "no entry type stands behind the `@`", original)
    if not values.get("title", "").strip("{}~ \t\n"):
        return Rejected(where, "has no title", original)
    if is_shortened(values.get("author", "")):
        told["entries whose authors end with `and others`; those named are kept"] += 1
    return Incoming(where, paper_of(values), original=original)


def _rest(block: Block | _Failed, source: Decoded, told: Counter[str]) -> Iterator[Rejected]:
    """What is no entry: only what may have been meant to be one is rejected."""
    if isinstance(block, _Failed):
        if block.kind.startswith(("comment", "preamble", "string")):
            told[
                "@string, @preamble or @comment blocks left out, for they are not well-formed"
            ] += 1
            return
        original = partial(source.encoded, block.text)
        yield Rejected(f"line {block.line}", f"not well-formed: {block.reason}", original)
    elif isinstance(block, ImplicitComment):
        comment = _unmarked(block.comment)
        starts = [found.start() for found in _LOST.finditer(comment)]
        line, before = (block.start_line or 0) + 1, 0
        for start, end in zip(starts, [*starts[1:], len(comment)], strict=False):
            line, before = line + comment.count("\n", before, start), start
            yield Rejected(
                f"line {line}",
                "not well-formed: no `{` follows the entry's type on its line",
                partial(source.encoded, comment[start:end]),
            )


SOURCE = Source(
    format="bibtex",
    summary="BibTeX and biblatex bibliographies (.bib)",
    source="bibtex",
    detect=detect,
    read=read,
)

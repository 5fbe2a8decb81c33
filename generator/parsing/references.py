"""What the files of reference managers share: unstated encodings, months in words, arXiv in prose.

Source: https://ctan.org/pkg/biblatex (fields), https://en.wikipedia.org/wiki/RIS_(file_format).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.identifiers import parse_arxiv
from generator.parsing.shapes import partial_date

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_ISO = re.compile(
    r"[\s{(\[~]{0,3}([12][0-9]{3})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9])", re.ASCII
)
_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])")
_ARXIV_ID = (
    r"([0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?|[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[a-z]{2})?/[0-9]{7}"
    r"(?:v[0-9]{1,3})?)(?![0-9])"
)
_ARXIV = re.compile(
    r"(?:\barxiv(?:\.org/(?:abs|pdf)/|\s?:\s?|\s(?:preprint\s)?)|\babs/)" + _ARXIV_ID,
    re.ASCII | re.IGNORECASE,
)
#: A note that begins so names the paper itself, not one that it answers or extends.
_ARXIV_NOTE = re.compile(r"[\s{(]{0,9}(?:e-?print|preprint)?[\s,:]{0,3}arxiv\b", re.IGNORECASE)
_PREPRINT = re.compile(r"[\s{]*(?:arxiv|corr|computing research repository)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[\s;,]{1,5}(?=https?://)")
#: Longer texts are prose, not a date or the name of a journal.
_SHORT = 500


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in; `note` says so where that had to be supposed."""

    text: str
    codec: str
    note: str | None

    def encoded(self, part: str) -> bytes:
        """A part of the text as bytes of that encoding."""
        return part.encode(self.codec, "replace")


def decoded(data: bytes) -> Decoded:
    """Bytes as text with `\\n` at each line's end: UTF-8, UTF-16 with a mark, else Windows' own."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for codec in ("utf-16",) if marked else ("utf-8-sig",):
        try:
            return Decoded(_lines(data.decode(codec)), codec.removesuffix("-sig"), None)
        except UnicodeDecodeError:
            pass
    note = "is not UTF-8; read as {}: look at the accents, and save the file as UTF-8 if wrong"
    try:
        return Decoded(_lines(data.decode("cp1252")), "cp1252", note.format("Windows-1252"))
    except UnicodeDecodeError:
        return Decoded(_lines(data.decode("latin-1")), "latin-1", note.format("Latin-1"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def month_and_day(text: str) -> tuple[int | None, int | None]:
    """The month that a text such as `jun`, `June 3`, `15~Sept.` or `6` names first, and its day.

    A range of days has none.
    """
    short = text[:_SHORT]
    numbers = re.findall(r"[0-9]+", short, re.ASCII)
    for word in re.findall(r"[a-z]+", short.lower(), re.ASCII):
        name = "sep" if word == "sept" else word
        for index, month in enumerate(_MONTHS, 1):
            if len(name) >= 3 and month.startswith(name):
                day = int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 2 else None
                return index, day
    alone = short.strip(" {}\t\n")
    if len(numbers) == 1 and alone == numbers[0] and len(alone) <= 2 and 1 <= int(alone) <= 12:
        return int(alone), None
    return None, None


def date_of(text: str) -> str | None:
    """The date that an ISO date, a range or RIS's `2014/04/08/` begins with, as far as it goes."""
    found = _ISO.match(text)
    return partial_date(found[1], found[2], found[3]) if found else None


def year_of(text: str) -> str | None:
    """The first year in a short text: `2019`, `c. 2019`, `2019a`, `2014/2015`."""
    found = _YEAR.search(text[:_SHORT])
    return found[1] if found else None


def arxiv_in(text: str) -> tuple[str, int | None] | None:
    """The identifier that prose names: `arXiv preprint arXiv:2503.01234`, `abs/2503.01234`."""
    found = _ARXIV.search(text[:_SHORT])
    return parse_arxiv(found[1]) if found else None


def arxiv_of_note(note: str) -> tuple[str, int | None] | None:
    """The identifier that a note gives if that is what it begins with."""
    return arxiv_in(note) if _ARXIV_NOTE.match(note) else None


def addresses_in(text: str) -> list[str]:
    """The addresses of a field: one, or more with blanks, commas or semicolons between."""
    return [address for part in _SEVERAL.split(text) if (address := part.strip(" \n\t;,"))]


def is_pdf(address: str) -> bool:
    """Whether an address ends as that of a PDF file does."""
    return address.lower().split("?")[0].endswith(".pdf")


def is_preprint_server(journal: str) -> bool:
    """Whether what stands for the journal is arXiv or its other name, CoRR: not a venue."""
    return bool(_PREPRINT.match(journal))


def journal_reference(
    journal: str, volume: str, number: str, pages: str, published: str | None
) -> str | None:
    """`Journal 12(3), 4-5 (2019)` of what is known; None without a journal and a place in it."""
    if not journal or not (volume or pages):
        return None
    issue = f"{volume}({number})" if volume and number else volume
    where = (f" {issue}" if issue else "") + (f", {pages}" if pages else "")
    return f"{journal}{where}" + (f" ({published[:4]})" if published else "")

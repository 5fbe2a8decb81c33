"""What the tests of the core share: a fixed clock, short ways to make records, and strategies."""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from generator.admit import admit
from generator.admit import admitted as admit_all
from generator.days import YEARS
from generator.incoming import Incoming, Note, Reading, Rejected, Source, states
from generator.ingest import Account, ingest
from generator.model import Author, Link, Listing, Paper
from generator.shelf import Shelf
from generator.store import load, locked
from generator.text import clean_line, clean_paragraphs

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2025, 3, 12, 6, 30, tzinfo=UTC)
LATER = datetime(2025, 4, 1, 6, 30, tzinfo=UTC)
DAY = date(2025, 3, 11)
NEXT_DAY = date(2025, 3, 12)

Records = Iterable[Incoming | Rejected | Note]


def reading(
    name: str = "input",
    source: str = "hf-page",
    day: date | None = None,
    today: date = NEXT_DAY,
) -> Reading:
    return Reading(name, source, day, today)


def record(source: str = "hf-page", day: date | None = DAY, **fields: Any) -> Incoming:
    """A record of a source, listed on a day, with what it states; authors as names."""
    if names := fields.get("authors"):
        fields["authors"] = tuple(Author(name) for name in names)
    listings = (Listing(source, day),) if day else ()
    return Incoming("item 0", states(**{"listings": listings, **fields}), source)


def admitted(source: str = "hf-page", day: date | None = DAY, **fields: Any) -> Paper:
    """The paper that such a record alone makes."""
    return admit(record(source, day, **fields), reading(), NOW)[0]


def take(
    content: Path,
    records: Records,
    about: Reading | None = None,
    now: datetime = NOW,
    dry_run: bool = False,
) -> Account:
    """Ingest the records as one run does and say how each ended."""
    account = Account()
    with locked(content):
        shelf = Shelf(load(content))
        known = about or reading()
        clean = admit_all(records, known, now)
        ingest(content, shelf, clean, known.name, account, dry_run=dry_run)
    return account


def take_file(content: Path, source: Source, path: Path, day: date | None = None) -> Account:
    """Ingest a file, unpacked where it is packed, as a run of that format does."""
    about = reading(path.name, source.source, day)
    data = path.read_bytes()
    with io.BytesIO(gzip.decompress(data) if path.suffix == ".gz" else data) as stream:
        return take(content, source.read(stream, about), about)


def read_all(
    source: Source, data: bytes | str, about: Reading
) -> tuple[list[Incoming], list[Rejected], list[str]]:
    """What the source makes of these bytes: records, rejected ones, and the texts of its notes."""
    raw = data.encode() if isinstance(data, str) else data
    records = list(source.read(io.BytesIO(raw), about))
    return (
        [item for item in records if isinstance(item, Incoming)],
        [item for item in records if isinstance(item, Rejected)],
        [item.text for item in records if isinstance(item, Note)],
    )


def stored(content: Path) -> list[Paper]:
    """Every paper of the folder, which must have no fault."""
    contents = load(content)
    assert [str(fault) for fault in contents.faults] == []
    return list(contents.papers)


def only(papers: Sequence[Paper]) -> Paper:
    assert [paper.id for paper in papers] == [papers[0].id]
    return papers[0]


def files(content: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of change of every record file."""
    found = sorted((content / "papers").rglob("*")) if content.exists() else []
    return {
        path.relative_to(content).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in found
        if path.is_file()
    }


def cases(name: str) -> list[tuple[str, str]]:
    """The cases of a fixture: pairs of an input and what is expected; its head says how."""
    blocks = (FIXTURES / name).read_text(encoding="utf-8").split("\n----\n")[1:]
    pairs = [block.strip("\n").split("\n.\n") for block in blocks]
    return [(given, expected) for given, expected in pairs]


def hostile(data: Path, step: int = 1) -> Iterator[str]:
    """Every `step`th text of the hostile collection."""

    def texts() -> Iterator[str]:
        for path in sorted((data / "hostile").glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                yield (
                    base64.b64decode(item["b64"]).decode("utf-8", "surrogateescape")
                    if "b64" in item
                    else item["text"]
                )

    return islice(texts(), 0, None, step)


#: Scalars that YAML, Markdown, HTML or TeX would like to take for something else.
AWKWARD = (
    "1e5|12e345|2401.00010|0x1F|1_000|.5|1:30|no|yes|on|true|~|null|: |a: b|# x|a # b|---|...|- x"
    "|-|? x|[a]|{a: b}|*x|&x|!x|!!str x|%x|@x|`x`|'x'|\"x\"|\\|\\n|a\\tb|it's|\"|'|\U0001f600 x|é"
    "|e\u0301|x\U000e0101|日本語|\u05d0\u05d1|<b>|&amp;lt;|$x$|$5 and $6|\\$5|<<|=|2025-03-11"
    "|2025-03-11T06:00:00Z|0o7|\u3000x|x\u00a0y|\U0010ffff|\ud83d|a\u2028b|[x](y)|http://a.b/"
).split("|")

#: Pieces of texts that go wrong, and any character at all.
PIECES = st.one_of(
    st.sampled_from(AWKWARD),
    st.sampled_from(
        "\\( \\) \\[ \\] $ $$ \\$ `` '' {\\em { } \\textbf{ \\href{ }{ & &amp; &#38; amp; lt; &lt; "
        "~ - -- --- \\' \\\" \\ \\\\ \\alpha \\times{} \\% \\_ < > <p> http:// "
        "https://x.org/ ] ) ( [ . , x "
        "\\footnote{ \\cite{ \\textcolor{red}{ \\color{ \\c \\u{ \\eg 5 6 \u0301 \u202e \u200f \u200b "
        "\ufeff \ufdd0 \ufdd1 0".split()
    ),
    st.sampled_from(["\n", "\n\n", "\n  ", " ", "\t", "\r\n", "\x0b", "\x85", "\x00", "\x1b"]),
    st.text(max_size=8),
)
#: Days that a feed may have.
DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[1], 12, 31))
RAW = st.lists(PIECES, max_size=12).map("".join)
LINES = RAW.map(clean_line)
PARAGRAPHS = RAW.map(clean_paragraphs)
#: Titles that a paper can have: clean, and with something to read in them.
TITLES = LINES.filter(lambda line: any(c.isalnum() for c in line))


def link(rel: str, url: str) -> Link:
    return Link(rel, url)

"""A paper of the Proceedings of Machine Learning Research: one Markdown post, all front matter.

PMLR keeps each volume as a Jekyll site (github.com/mlresearch/v206) whose `_posts/` its scripts
write from BibTeX, so values hold TeX and HTML entities. A paper's page is at
`/v<volume>/<id>.html`, as the site's permalinks have it. `date` is the day on which the volume was
published, not one on which a list showed the paper.

Source: https://github.com/mlresearch/papersite and https://proceedings.mlr.press/spec.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from generator.front_matter import FrontMatterError, load, split
from generator.incoming import Incoming, InputError, Note, Reading, Rejected, Source, states
from generator.model import Author, Paper
from generator.parsing.shapes import (
    links_of,
    list_of,
    mapping_of,
    partial_date,
    text_of,
)
from generator.yaml_lines import located

_HOST = "https://proceedings.mlr.press"
_WHERE = "line 1"
_KEY = re.compile(rb"^([a-z_-]{2,20}):", re.MULTILINE)
_END = re.compile(rb"^---[ \t\r]*$", re.MULTILINE)
#: Keys that PMLR's scripts write and others do not; two of them tell a post of PMLR.
_OWN = frozenset(
    (
        b"container-title",
        b"tex_title",
        b"bibtex_author",
        b"firstpage",
        b"cycles",
        b"genre",
        b"issued",
    )
)
#: What YAML refuses and no text needs. Source: https://yaml.org/spec/1.2.2/#51-character-set
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_NO_VALUE = frozenset(("", "~", "null"))


def detect(head: bytes) -> bool:
    """Whether the text begins with front matter that has PMLR's keys."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if not text.startswith((b"---\n", b"---\r\n")):
        return False
    end = _END.search(text, 4)
    return len(_OWN & set(_KEY.findall(text[: end.start()] if end else text))) >= 2


def read(stream: BinaryIO, reading: Reading) -> Iterator[Incoming | Rejected | Note]:
    """The one paper of the post; rejected if its front matter is no YAML or has no title."""
    data = stream.read()
    parts = split(_NOT_YAML.sub(" ", data.decode("utf-8-sig", "replace")))
    if parts is None:
        raise InputError("holds no post: one begins with front matter between two `---` lines")
    original = partial(bytes, data)
    try:
        post = load(parts[0], as_text=True)
    except FrontMatterError as error:
        (flaw,) = located(error.flaws, parts[0], first=2)
        yield Rejected(_WHERE, str(flaw), original)
        return
    if not isinstance(post, dict):
        yield Rejected(_WHERE, "the front matter is no mapping of keys to values", original)
        return
    where = f"{_WHERE} ({name[:60]})" if (name := _text(post, "id")) else _WHERE
    if title := _text(post, "title") or _text(post, "tex_title"):
        yield Incoming(where, _paper(post, title), original=original)
    else:
        yield Rejected(where, "has no title", original)


def _paper(post: Mapping[Any, Any], title: str) -> Paper:
    volume, name = _text(post, "volume"), _text(post, "id")
    page = ""
    if _NUMBER.fullmatch(volume) and _NAME.fullmatch(name):
        page = f"{_HOST}/v{int(volume)}/{name}.html"
    return states(
        title=title,
        abstract=_text(post, "abstract"),
        authors=tuple(map(_author, list_of(post.get("author")))),
        identifiers={"doi": _text(post, "doi"), "openreview": _text(post, "openreview")},
        published=_published(post),
        venue=_text(post, "container-title") or _text(post, "booktitle") or None,
        journal_ref=_journal_ref(post, volume) or None,
        comment=_text(post, "note") or None,
        links=links_of(
            ("paper", page),
            ("pdf", _text(post, "pdf")),
            ("code", _text(post, "software")),
            ("video", _text(post, "video")),
            ("related", _text(post, "supplementary")),
            *(("related", _text(mapping_of(item), "link")) for item in list_of(post.get("extras"))),
        ),
    )


def _text(values: Mapping[Any, Any], key: str) -> str:
    """The value as it is written; empty if there is none, in whatever way YAML says that."""
    text = text_of(values.get(key)).strip()
    return "" if text in _NO_VALUE else text


def _author(item: object) -> Author:
    """A person; YAML's words for nothing are names here: someone is called Null."""
    person = mapping_of(item)
    parts = (text_of(person.get(key)).strip() for key in ("given", "prefix", "family", "suffix"))
    return Author(" ".join(part for part in parts if part) or text_of(item))


def _published(post: Mapping[Any, Any]) -> str | None:
    found = _DATE.match(_text(post, "date"))
    dates = list_of(mapping_of(post.get("issued")).get("date-parts"))
    if dates and isinstance(dates[0], list):
        dates = dates[0]
    year, month, day = ([*(found.groups() if found else dates), None, None, None])[:3]
    return partial_date(year, month, day)


def _journal_ref(post: Mapping[Any, Any], volume: str) -> str:
    """Where the paper stands as PMLR cites it: `Proceedings of ... Research 206:7999-8028`."""
    series = _text(post, "series") or _text(post, "publisher")
    pages = _text(post, "page")
    return f"{series} {volume}{':' if pages else ''}{pages}" if series and volume else ""


SOURCE = Source(
    format="pmlr-post",
    summary="a post of PMLR's proceedings: Markdown with front matter",
    source="pmlr",
    detect=detect,
    read=read,
)

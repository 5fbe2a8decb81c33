"""The papers in the markup of a Hugging Face Papers page, for pages that lack their data.

A list has an `<article>` a paper with its title and votes, neither abstract nor all authors; a
paper's own page has all but the votes. What is read hangs on elements, addresses and words of the
page rather than on its looks, which change.

Source: pages of https://huggingface.co/papers as saved in 2026; there is no specification.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag, XMLParsedAsHTMLWarning
from bs4.filter import SoupStrainer

from generator.identifiers import parse_arxiv
from generator.incoming import Incoming, InputError, Original, Reading, Rejected, states
from generator.model import Author, Listing
from generator.parsing.shapes import day_of, links_of
from generator.sources.hf_daily_json import day_in

_HOST = "https://huggingface.co"
_PAPER = re.compile(rf"(?:{re.escape(_HOST)})?/papers/[^/?#\s]+/?(?:[?#]|\Z)")
_COMMUNITY = re.compile(r"#community\Z")
_CODE = re.compile(r"https?://(?:www\.)?github\.com/[^/]")
_ARXIV = re.compile(r"https?://(?:www\.)?arxiv\.org/abs/")
_SUBMITTED = re.compile(r"\A\s*Submitted by\b")
#: A strainer sees the whole attribute, not a class alone.
_AUTHOR = re.compile(r"(?:\A|\s)author(?:\s|\Z)")
_PAPER_PAGE = re.compile(r"\s*Paper page -\s*")


def list_parts(text: str) -> Sequence[Tag]:
    """What there is to read of a page that lists papers."""
    return _outermost(text, SoupStrainer(["article", "time", "title"]))


def paper_parts(text: str) -> Sequence[Tag]:
    """What there is to read of a page of one paper."""
    return _outermost(text, SoupStrainer(["title", "h1", "h2", "h3", "p"]))


def _outermost(text: str, wanted: SoupStrainer) -> Sequence[Tag]:
    """The elements that are wanted and in no other such element.

    A page may be nested without end; to look for nothing inside what was found keeps this linear.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            page = BeautifulSoup(text, "lxml", parse_only=wanted)
        except (ParserRejectedMarkup, RecursionError) as error:
            raise InputError(f"HTML that cannot be read: {error}; get the page again") from error
    return [part for part in page.contents if isinstance(part, Tag)]


def day_shown(parts: Sequence[Tag]) -> date | None:
    """The day that a list's heading or title shows."""
    times = (day_of(_attribute(part, "datetime")) for part in parts if part.name == "time")
    return next(filter(None, times), None) or day_in(_first(parts, "title"))


def is_single(parts: Sequence[Tag]) -> bool:
    """Whether the page calls itself that of one paper."""
    return bool(_PAPER_PAGE.match(_first(parts, "title")))


def names_a_paper(parts: Sequence[Tag]) -> bool:
    """Whether an `<article>` has the address of a paper."""
    return any(part.name == "article" and part.find("a", href=_PAPER) for part in parts)


def listed_papers(
    parts: Sequence[Tag], day: date | None, reading: Reading
) -> Iterator[Incoming | Rejected]:
    """The paper of every `<article>`."""
    listings = (Listing(reading.source, day),) if day else ()
    articles = (part for part in parts if part.name == "article")
    for index, article in enumerate(articles):
        yield _article(f"article {index}", article, listings)


def _article(where: str, article: Tag, listings: tuple[Listing, ...]) -> Incoming | Rejected:
    original = _original(article)
    link = article.find("a", href=_PAPER)
    if link is None:
        return Rejected(where, "has no link to a paper", original)
    address = _attribute(link, "href")
    title = _words(article.find(["h1", "h2", "h3", "h4"])) or _words(link)
    if not title:
        return Rejected(where, f"has no title: `{address[:60]}`", original)
    arxiv = parse_arxiv(_HOST + address.removeprefix(_HOST))
    if arxiv is None:
        return Rejected(where, f"`{address[:60]}` names no arXiv identifier", original)
    raw = states(
        title=title,
        identifiers={"arxiv": arxiv[0]},
        listings=listings,
        upvotes=_count(article.find(class_="leading-none")),
        comments=_count(article.find("a", href=_COMMUNITY)),
        submitted_by=_submitter(article),
        links=links_of(("code", _attribute(article.find("a", href=_CODE), "href"))),
    )
    return Incoming(where, raw, original=original)


def single_paper(text: str, address: str) -> Incoming | Rejected:
    """The paper of a page of its own; `address` is the page's, empty if it does not say."""
    where, parts = "the page", paper_parts(text)

    def original() -> bytes:
        return text.encode("utf-8", "replace")

    title = _first(parts, "h1") or _PAPER_PAGE.sub("", _first(parts, "title"))
    if not title:
        return Rejected(where, "has no title", original)
    links = _outermost(text, SoupStrainer("a", href=_ARXIV))
    arxiv = parse_arxiv(address) or parse_arxiv(_attribute(links[0], "href") if links else "")
    if arxiv is None:
        return Rejected(where, "names no arXiv identifier", original)
    names = (_words(part).strip(" ,") for part in _outermost(text, SoupStrainer(class_=_AUTHOR)))
    raw = states(
        title=title,
        abstract=_abstract(parts),
        authors=tuple(Author(name) for name in names if name),
        identifiers={"arxiv": arxiv[0]},
    )
    return Incoming(where, raw, original=original)


def _abstract(parts: Sequence[Tag]) -> str:
    """The paragraph below the heading `Abstract`."""
    below = False
    for part in parts:
        if part.name == "p" and below:
            return _words(part)
        below = below or (part.name in ("h2", "h3") and _words(part) == "Abstract")
    return ""


def _original(element: Tag) -> Original:
    return lambda: str(element).encode("utf-8", "replace")


def _first(parts: Sequence[Tag], name: str) -> str:
    return next((_words(part) for part in parts if part.name == name), "")


def _words(element: object) -> str:
    return " ".join(element.get_text().split()) if isinstance(element, Tag) else ""


def _attribute(element: object, name: str) -> str:
    value = element.get(name) if isinstance(element, Tag) else None
    return value.strip() if isinstance(value, str) else ""


def _count(element: object) -> int | None:
    digits = _words(element)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else None


def _submitter(article: Tag) -> str | None:
    words = article.find(string=_SUBMITTED)
    around = _words(words.parent) if words is not None else ""
    return _SUBMITTED.sub("", around).strip() or None

"""arXiv by category through OAI-PMH: whatever was announced or changed on a day.

Source: https://www.openarchives.org/OAI/openarchivesprotocol.html (3.5: resumption tokens) and
https://info.arxiv.org/help/oa/index.html. Also asks other repositories, whose sets `categories`
then names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from generator.fetching.arxiv_categories import doubts
from generator.fetching.asking import Ask, FetchedSource, Kind, unchecked
from generator.fetching.errors import FetchError
from generator.incoming import InputError
from generator.model import Paper
from generator.parsing.xml import elements, words_of
from generator.sources import oai_pmh

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_TAGS = (f"{_OAI}error", f"{_OAI}identifier", f"{_OAI}resumptionToken")
#: arXiv's answers hold about a thousand records; a day has some thousands in all categories.
_MOST_PAGES = 200
#: Archives that arXiv's sets have under physics.
_PHYSICS = (
    "astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nlin nucl-ex nucl-th physics "
    "quant-ph"
).split()


def set_of(category: str) -> str:
    """arXiv's set of a category: `cs.CL` is `cs:cs:CL`, `hep-th` is `physics:hep-th`."""
    if ":" in category:
        return category
    archive, _, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    if not subject:
        return archive if group == archive else f"{group}:{archive}"
    return f"{group}:{archive}:{subject}"


def pages(source: FetchedSource, day: date, ask: Ask) -> Iterator[bytes]:
    """The pages of each category's list; what a category has not is no error of the day."""
    nothing: bytes | None = None
    some = False
    for category in source.categories:
        for body in _list(source, set_of(category), day, ask):
            if _facts(body).error == "noRecordsMatch":
                nothing = body
                continue
            some = True
            yield body
    if nothing is not None and not some:
        yield nothing


def _list(source: FetchedSource, set_: str, day: date, ask: Ask) -> Iterator[bytes]:
    """The pages of one set; begun anew, once, if the repository forgets what it had shown."""
    first = {
        "verb": "ListRecords",
        "metadataPrefix": "arXiv",
        "set": set_,
        "from": day.isoformat(),
        "until": day.isoformat(),
    }
    asked, seen, tokens, is_new = first, set[str](), set[str](), True
    for page in range(_MOST_PAGES):
        body = ask(f"{source.url or KIND.url}?{urlencode(asked)}", unchecked)
        facts = _facts(body)
        if facts.error == "badResumptionToken":
            if not is_new:
                raise FetchError("the list expires before it ends; the rest is missing")
            asked, tokens, is_new = first, set(), False
            continue
        if page > 0 and facts.identifiers and facts.identifiers <= seen and is_new:
            raise FetchError(f"page {page + 1} repeats what came before; the rest is missing")
        yield body
        seen |= facts.identifiers
        if not facts.token:
            return
        if facts.token in tokens:
            raise FetchError("the list goes round in a circle; the rest is missing")
        tokens.add(facts.token)
        asked = {"verb": "ListRecords", "resumptionToken": facts.token}
    raise FetchError(f"the list does not end after {_MOST_PAGES} pages; the rest is missing")


class _Facts:
    """What a page says of the list: its records, the token of the next page, an error's code."""

    def __init__(self) -> None:
        self.identifiers: set[str] = set()
        self.token: str = ""
        self.error: str | None = None


def _facts(body: bytes) -> _Facts:
    facts = _Facts()
    try:
        for element in elements(io.BytesIO(body), _TAGS):
            if element.tag == _TAGS[0]:
                facts.error = element.get("code", "")
            elif element.tag == _TAGS[1]:
                facts.identifiers.add(words_of(element).strip())
            else:
                facts.token = words_of(element).strip()
    except InputError:
        pass  # what is wrong with the page is the format's to say
    return facts


def _day_asked_for(paper: Paper) -> None:
    """A record does not say on which day it was changed."""


KIND = Kind(
    name="arxiv-oai",
    summary="arXiv by category, through OAI-PMH: new papers and changes of old ones",
    source="arxiv",
    format=oai_pmh.SOURCE,
    pages=pages,
    day_of=_day_asked_for,
    url="https://oaipmh.arxiv.org/oai",
    host="arxiv.org",
    pause=3.0,
    needs=("categories",),
    doubts=doubts,
)

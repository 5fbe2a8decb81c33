"""Identifiers of papers, and the permanent id that is made of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from generator.formulas import characters
from generator.math_parts import Formula, split_math

#: The kinds of identifier a record may hold, in the order in which they make the permanent id.
KINDS = ("arxiv", "doi", "acl", "openreview")

_ARXIV_NEW = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.([0-9]{4,5})(?:v([0-9]{1,3}))?", re.ASCII)
_ARXIV_OLD = re.compile(
    r"(astro-ph|cond-mat|cs|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|nlin|nucl-(?:ex|th)|physics"
    r"|q-bio|q-fin|quant-ph|stat|acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an|chao-dyn"
    r"|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|mtrl-th|patt-sol|plasm-ph|q-alg|solv-int|supr-con)"
    r"(?:\.[a-z]{2})?/([0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})(?:v([0-9]{1,3}))?",
    re.ASCII | re.IGNORECASE,
)
_ARXIV_PREFIX = re.compile(
    r"(?:https?://)?(?:(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|format|src)/"
    r"|(?:www\.)?huggingface\.co/papers/|(?:dx\.|www\.)?doi\.org/10\.48550/arxiv\.)"
    r"|doi:10\.48550/arxiv\.|10\.48550/arxiv\.|arxiv:\s*",
    re.IGNORECASE,
)
_DOI_PREFIX = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+", re.ASCII)
_ACL_PREFIX = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/", re.IGNORECASE
)
_ACL = re.compile(
    r"[0-9]{4}\.[a-z0-9_]+-[a-z0-9]+\.[0-9]+|[a-z][0-9]{2}-[0-9]{4,5}", re.ASCII | re.IGNORECASE
)
_OPENREVIEW_URL = re.compile(
    r"https?://openreview\.net/(?:forum|pdf|attachment)\?(?:[^#]*&)?id=([A-Za-z0-9_-]{6,20})(?:[&#].*)?",
    re.ASCII,
)
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{6,20}", re.ASCII)
#: Where an address ends and what its reader asked of it begins; the category behind an arXiv id.
_ADDRESS_TAIL = re.compile(
    r"^((?:https?://|(?:[a-z0-9-]+\.)+[a-z]{2,}/)[^?#]*)[?#].*$", re.I | re.S
)
_CATEGORY_TAIL = re.compile(r"\s+\[[A-Za-z.-]+\]$")
#: Characters that an identifier has at most, address and all: much longer text would take long.
_LONGEST = 2_000
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?", re.ASCII)

#: Names that MkDocs makes the page of the folder itself, those of records as Markdown, and with any
#: ending Windows' devices.
_NOT_IDS = re.compile(r"index|readme|.*\.md|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")

_MACRO_NAME = re.compile(r"\\(?:text|math)?(?:bf|it|rm|sc|sf|tt|cal|bb|bm)\b")
_NOT_LETTERS = re.compile(r"[\W_]+")
#: `C++` and `C#` are other languages than `C`.
_SHARP = re.compile(r"(?<![^\W_])[a-z](?:\+\+|#)(?![^\W_])")
#: Letters that Unicode does not take apart, as those write them who lack the key.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})

#: Titles that many papers share; of these the title alone says nothing.
GENERIC_TITLES = frozenset(
    "abstract acknowledgements acknowledgments announcement appendix bookreview bookreviews "
    "comment comments conclusion conclusions contents correction corrections corrigendum "
    "discussion editorial editorialnote editorsnote erratum errata foreword frontmatter "
    "generalintroduction guesteditorial guesteditorsintroduction index introduction "
    "introductiontothespecialissue letter message note notes obituary organizers overview "
    "panel preface preliminaries prologue rejoinder reply response retraction review reviews "
    "summary supplement supplementarymaterial symposium tableofcontents title untitled "
    "welcome".split()
)


@lru_cache(maxsize=1024)
def parse_arxiv(text: str) -> tuple[str, int | None] | None:
    """The arXiv identifier in `text` without its version, and the version; None if it is none.

    Takes identifiers of both styles, with or without `arXiv:`, as addresses of arXiv or Hugging
    Face, and as arXiv's DOIs. Old-style identifiers lose their subject class (`math.GT/0309136`
    is `math/0309136`), as arXiv itself has it.

    Source: https://info.arxiv.org/help/arxiv_identifier.html
    """
    if len(text) > _LONGEST:
        return None
    named = _CATEGORY_TAIL.sub("", text.strip())
    bare = _without(_ARXIV_PREFIX, named).removesuffix("/").removesuffix(".pdf")
    if new := _ARXIV_NEW.fullmatch(bare):
        year, month, number, version = new.groups()
        digits = 5 if year >= "15" else 4
        if len(number) == digits and year + month >= "0704":
            return f"{year}{month}.{number}", int(version) if version else None
    elif old := _ARXIV_OLD.fullmatch(bare):
        archive, number, version = old.groups()
        return f"{archive.lower()}/{number}", int(version) if version else None
    return None


def arxiv_month(arxiv: str) -> date:
    """The first day of the month in which arXiv gave this identifier (as `parse_arxiv` has it)."""
    digits = arxiv.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    return date(year + (1900 if year >= 91 else 2000), month, 1)


def parse_doi(text: str) -> str | None:
    """The DOI in `text`, in lower case (DOIs ignore case); None if it is none.

    Source: https://www.doi.org/doi-handbook/HTML/
    """
    if len(text) > _LONGEST:
        return None
    bare = _without(_DOI_PREFIX, text).rstrip(".,;/")
    bare = unquote(bare) if "doi.org/" in text.lower() else bare
    return bare.lower() if _DOI.fullmatch(bare) else None


def parse_acl(text: str) -> str | None:
    """The ACL Anthology identifier in `text` (`2022.acl-long.1`, `P19-1001`), else None.

    Source: https://aclanthology.org/info/ids/
    """
    if len(text) > _LONGEST:
        return None
    bare = _without(_ACL_PREFIX, text).removesuffix("/").removesuffix(".pdf")
    if not _ACL.fullmatch(bare):
        return None
    return bare.upper() if "." not in bare else bare.lower()


def parse_openreview(text: str) -> str | None:
    """The OpenReview forum in an address of OpenReview, else None; its case matters."""
    found = _OPENREVIEW_URL.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return found.group(1) if found else None


def normal_identifier(kind: str, value: str) -> str | None:
    """`value` as the canonical identifier of `kind` (one of `KINDS`), or None if it is not one."""
    if kind == "arxiv":
        found = parse_arxiv(value)
        return found[0] if found else None
    if kind == "doi":
        return parse_doi(value)
    if kind == "acl":
        return parse_acl(value)
    if kind == "openreview":
        bare = parse_openreview(value) or value.strip()
        return bare if _OPENREVIEW.fullmatch(bare) else None
    return None


def identifiers_in(address: str) -> dict[str, str]:
    """The identifiers that an address or prefixed identifier states, by kind."""
    if arxiv := parse_arxiv(address):
        return {"arxiv": arxiv[0]}
    if forum := parse_openreview(address):
        return {"openreview": forum}
    if _ACL_PREFIX.match(address.strip()) and (acl := parse_acl(address)):
        return {"acl": acl}
    if _DOI_PREFIX.match(address.strip()) and (doi := parse_doi(address)):
        return {"doi": doi}
    return {}


def is_id(text: str) -> bool:
    """Whether `text` can be a permanent id: lower-case ASCII, safe in a path on any system."""
    usable = len(text) <= 120 and ".." not in text and not _NOT_IDS.fullmatch(text)
    return usable and bool(_ID.fullmatch(text))


# Of a whole store: the titles that come in are mostly those that are there.
@lru_cache(maxsize=200_000)
def normal_title(title: str) -> str:
    """The title reduced to what two sources agree on: letters and digits, no case, no accents."""
    plain = "".join(
        characters(part.tex) if isinstance(part, Formula) else part.text
        for part in split_math(title)
    )
    folded = _folded(_MACRO_NAME.sub("", plain)).replace("&", " and ").translate(_STROKES)
    kept = _NOT_LETTERS.sub("", _SHARP.sub(_spelled, folded))
    return kept or " ".join(folded.split())


def _spelled(found: re.Match[str]) -> str:
    return found[0].replace("#", "sharp").replace("+", "plus")


def normal_name(name: str) -> str:
    """A person's name reduced to letters without case and accents, `Last, First` turned round."""
    family, comma, given = name.partition(",")
    whole = f"{given} {family}" if comma and given.strip() else name
    folded = _folded(whole)
    letters = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(letters.split())


def is_generic(title: str) -> bool:
    """Whether so many papers may share this title that it tells nothing by itself."""
    normal = normal_title(title)
    return len(normal) < 4 or normal.rstrip("0123456789") in GENERIC_TITLES


def permanent_id(
    identifiers: Mapping[str, str], title: str, first_author: str = "", abstract: str = ""
) -> str:
    """The id that a paper with these facts gets at its first ingest, for ever.

    Its arXiv identifier, else its DOI, ACL or OpenReview identifier made safe for a path, else
    the title's slug and six hex digits of a hash of the normalised title and first author (and,
    for a generic title, the abstract); twelve where the slug cannot spell the title. Always
    `is_id`: two ids never differ by case alone.
    """
    for kind in KINDS:
        if value := identifiers.get(kind):
            return identifier_id(kind, value)
    facts = [normal_title(title), normal_name(first_author)]
    if is_generic(title):
        facts.append(normal_title(abstract))
    digits = 6 if _letters(title).isascii() else 12
    return f"{_slug(title)}-{_short_hash(chr(10).join(facts), digits)}"


def identifier_id(kind: str, value: str) -> str:
    """The permanent id that a canonical identifier makes."""
    if kind == "arxiv":
        return value.replace("/", "-")
    if kind == "doi":
        return _path_safe(value.replace("/", "-", 1), value)
    if kind == "acl":
        return value.lower()
    return _path_safe(f"openreview-{value}", value)


def search_keys(paper_id: str, identifiers: Mapping[str, str]) -> str:
    """The identifiers that an id does not show, as search has them: letters and digits.

    search-named.js makes the same of what readers ask for. In one piece each, for of several
    Pagefind would find any: `acl` would be a word of all that is in the ACL Anthology.
    """
    shown = (value.lower() for value in identifiers.values())
    hidden = [value for value in shown if value.replace("/", "-", 1) != paper_id]
    return " ".join(_NOT_LETTERS.sub("", value) for value in hidden)


def _path_safe(text: str, exact: str) -> str:
    """`text` as an id; where that changes it, a hash of `exact` keeps it apart from its likes."""
    safe = re.sub(r"[^a-z0-9._-]+", "-", text.lower())
    safe = re.sub(r"\.{2,}", ".", safe).strip(".-")[:100].rstrip(".-")
    kept = safe == text and not _NOT_IDS.fullmatch(safe)
    return safe if kept else f"{safe}-{_short_hash(exact)}"


def _without(prefix: re.Pattern[str], text: str) -> str:
    """What stands behind the prefix, without what an address asks (`?context=cs`, `#page=3`)."""
    bare = _ADDRESS_TAIL.sub(r"\1", text.strip())
    found = prefix.match(bare)
    return bare[found.end() :] if found else bare


def _folded(text: str) -> str:
    """`text` without the differences of case and Unicode form (UAX #15's caseless match)."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", text).casefold()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())


def _slug(title: str) -> str:
    letters = _folded(title).translate(_STROKES).replace("'", "")
    if not letters.isascii():
        letters = "".join(
            c if c.isalnum() or c.isascii() else " "
            for c in letters
            if c != "\u2019" and not unicodedata.combining(c)
        )
    words = re.findall(r"[a-z0-9]+", letters.encode("ascii", "ignore").decode())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:60]
        if len(longer) > 60:
            break
        slug = longer
    return slug or "paper"


def _letters(title: str) -> str:
    return _NOT_LETTERS.sub("", _folded(title).translate(_STROKES))


def _short_hash(text: str, digits: int = 6) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]

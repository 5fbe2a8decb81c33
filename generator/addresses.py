"""Where each page of the site is: the permanent addresses, and the files that make them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from datetime import date
from urllib.parse import quote
from zlib import crc32

HOME = "index.md"
ARCHIVE = "archive/index.md"
TOPICS = "topics/index.md"
SEARCH = "search.md"
SUBSCRIBE = "subscribe.md"
AUTHORS = "authors/index.md"
VENUES = "venues/index.md"
STATS = "stats.md"
ABOUT = "about.md"
ATOM = "feed.xml"
JSON_FEED = "feed.json"
DAILY = "daily.xml"
OPML = "feeds.opml"
STATUS = "status.json"
LIBRARY = "library.md"
RECENT = "api/recent.json"
API_INDEX = "api/index.json"
ROBOTS = "robots.txt"
LLMS = "llms.txt"
SEARCH_WORDS = "api/words.txt"
SEARCH_TOPICS = "api/search-topics.json"
#: Of most names only the blanks are quoted, which is quickly done.
_PLAIN_NAME = re.compile(r"[A-Za-z .-]+")
_AUTHORS_URL = "authors/"
_SLUG_PARTS = re.compile(r"[a-z0-9]+")
#: The picture that chat programs show with a link to the site.
CARD = "card.png"
WORDS_SCRIPT = "assets/javascripts/words.js"


def paper_uri(paper_id: str) -> str:
    """The file of a paper's page."""
    return f"papers/{paper_id}.md"


def day_uri(day: date) -> str:
    """The file of a day's page."""
    return f"archive/{day.year:04d}/{day.month:02d}/{day.day:02d}.md"


def day_card(day: date) -> str:
    """The picture that is shown with a link to a day's page."""
    return f"archive/{day.year:04d}/{day.month:02d}/{day.day:02d}/card.png"


def month_uri(year: int, month: int) -> str:
    """The file of a month's page."""
    return f"archive/{year:04d}/{month:02d}/index.md"


def week_uri(year: int, week: int) -> str:
    """The file of the page of an ISO week."""
    return f"archive/{year:04d}/W{week:02d}.md"


def year_uri(year: int) -> str:
    """The file of a year's page."""
    return f"archive/{year:04d}/index.md"


def topic_uri(slug: str, number: int = 1) -> str:
    """The file of a topic's page; `number` counts its pages from 1."""
    return f"topics/{slug}/index.md" if number == 1 else f"topics/{slug}/{number}.md"


def venue_uri(slug: str, number: int = 1) -> str:
    """The file of a venue's page; `number` counts its pages from 1."""
    return f"venues/{slug}/index.md" if number == 1 else f"venues/{slug}/{number}.md"


def trending_uri(span: str = "") -> str:
    """The file of the most upvoted papers of the latest day, `week` or `month`."""
    return f"trending/{span}.md" if span else "trending/index.md"


def authors_file(shard: int) -> str:
    """The file that has the papers of some authors; see `authors.py` for which."""
    return f"api/authors/{shard}.json"


def paper_file(paper_id: str) -> str:
    """A paper for programs."""
    return f"api/papers/{paper_id}.json"


def record_file(paper_id: str) -> str:
    """A paper's record as Markdown, beside its page."""
    return f"papers/{paper_id}.md"


def day_file(day: date) -> str:
    """A day's papers for programs."""
    return f"api/days/{day.isoformat()}.json"


def daily_papers_file(day: date) -> str:
    """A day's papers as Hugging Face's API gives them."""
    return f"api/daily_papers/{day.isoformat()}.json"


def month_file(year: int, month: int) -> str:
    """The records of the papers that were listed in a month, a line each, packed."""
    return f"api/months/{year:04d}-{month:02d}.jsonl.gz"


def topic_file(slug: str) -> str:
    """A topic's papers for programs."""
    return f"api/topics/{slug}.json"


def schema_file(name: str) -> str:
    """What a kind of the API's documents holds."""
    return f"api/schemas/{name}.json"


def citations_file(uri: str, kind: str) -> str:
    """The citations of all papers of a day, a month or a topic, beside its page; see `exports`."""
    return f"{url_of(uri)}papers.{kind}"


def sitemap_file(number: int) -> str:
    """One of the sitemaps of a site that is too large for one; `number` counts from 1."""
    return f"sitemaps/{number}.xml"


def area_folder(area: str) -> str:
    """The folder of an area's channel.

    Areas have no slug: it is made of the name, and one that had to lose something gets a hash, so
    that none clash.
    """
    slug = slug_of(area)
    if slug.replace("-", " ").capitalize() != area:
        slug = f"{slug or 'area'}--{crc32(area.encode()):08x}"  # no whole slug has two hyphens
    return f"areas/{slug}/"


def query_folder(slug: str) -> str:
    """The folder of a saved query's channel."""
    return f"queries/{slug}/"


def slug_of(name: str) -> str:
    """Small letters and digits of a name, with hyphens between; maybe none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(_SLUG_PARTS.findall(plain))


def author_url(name: str) -> str:
    """The address that lists a person's papers, from the root; in Markdown link to `AUTHORS`."""
    asked = name.replace(" ", "%20") if _PLAIN_NAME.fullmatch(name) else quote(name, safe="")
    return f"{_AUTHORS_URL}?name={asked}"


def url_of(uri: str) -> str:
    """The address that a page's file makes, relative to the site's root: `papers/x/`."""
    stem = uri.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("index") if stem.endswith("/index") else f"{stem}/"


def base_of(uri: str) -> str:
    """The way from a page back to the site's root: `../../`, or `./` at the root itself."""
    return "../" * url_of(uri).count("/") or "./"


def link(source: str, target: str) -> str:
    """A link between two Markdown files, as Markdown writes it."""
    return posixpath.relpath(target, posixpath.dirname(source) or ".")

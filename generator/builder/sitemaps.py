"""Sitemaps: MkDocs' own with poured pages in it, in as many files as it takes, and their days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote

from generator.addresses import paper_uri, sitemap_file, url_of
from generator.model import Paper

#: Addresses that one sitemap may hold. Source: https://www.sitemaps.org/protocol.html
MOST = 50_000
#: MkDocs cannot do without a day; sitemaps do not tell this one.
NO_DAY = "1970-01-01"
_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENTRY = "<url>"


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which pages last changed, as sitemaps tell them: the content's, not the build's.

    A paper's is the last on which a source told of it; all other pages may say something of every
    paper, and have the last of these.
    """

    latest: str
    by_uri: Mapping[str, str]

    def of(self, uri: str) -> str:
        """The day of a page, by its file."""
        return self.by_uri.get(uri, self.latest)


def days_of(papers: Iterable[Paper]) -> Days:
    """The days of a site with these papers; without any it has none but `NO_DAY`."""
    by_uri = {paper_uri(paper.id): _day_of(paper).isoformat() for paper in papers}
    return Days(max(by_uri.values(), default=NO_DAY), by_uri)


def _day_of(paper: Paper) -> date:
    told = [each.retrieved for each in paper.provenance]
    return max(told).date() if told else paper.listed


def sitemaps(
    theirs: str, poured: Iterable[str], hidden: Iterable[str], site_url: str, days: Days
) -> tuple[str, dict[str, str]]:
    """What MkDocs' sitemap becomes with poured pages and without those that want not to be found,
    and by their names the further files that it then leads to.
    """
    listed = without_pages(theirs, hidden, site_url)
    whole = with_pages(listed, poured, site_url, days)
    return split_sitemap(whole.replace(f"<lastmod>{NO_DAY}</lastmod>", ""), site_url)


def with_pages(sitemap: str, uris: Iterable[str], site_url: str, days: Days) -> str:
    """MkDocs' sitemap with these pages added, in its own form."""
    head, end, tail = sitemap.rpartition("</urlset>")
    root = f"{site_url.removesuffix('/')}/"
    entries = [
        f"\n    <url>\n         <loc>{escape(root + quote(url_of(uri)))}</loc>\n"
        f"         <lastmod>{days.of(uri)}</lastmod>\n    </url>"
        for uri in uris
    ]
    return f"{head.rstrip()}{''.join(entries)}\n{end}{tail}" if end else sitemap


def without_pages(sitemap: str, uris: Iterable[str], site_url: str) -> str:
    """The sitemap without these pages."""
    root = f"{site_url.removesuffix('/')}/"
    left_out = {escape(root + quote(url_of(uri))) for uri in uris}
    if not left_out:
        return sitemap
    head, *entries = sitemap.split(_ENTRY)
    last = entries.pop() if entries else ""
    last, end, tail = last.partition("</urlset>")
    kept = [
        each
        for each in (*entries, last)
        if each.partition("<loc>")[2].partition("</loc>")[0] not in left_out
    ]
    return _ENTRY.join((head, *kept)) + end + tail


def split_sitemap(sitemap: str, site_url: str, most: int = MOST) -> tuple[str, dict[str, str]]:
    """The sitemap, and by their names the files that it leads to if it has more than one may hold.

    These have `most` addresses each, in their order.
    """
    head, *entries = sitemap.rpartition("</urlset>")[0].split(_ENTRY)
    if len(entries) <= most or "<urlset" not in head:
        return sitemap, {}
    parts = [entries[start : start + most] for start in range(0, len(entries), most)]
    root = f"{site_url.removesuffix('/')}/"
    files = {
        sitemap_file(number): f"{_DECLARED}{_URLSET}\n"
        + "".join(f"    {_ENTRY}{entry.rstrip()}\n" for entry in part)
        + "</urlset>\n"
        for number, part in enumerate(parts, 1)
    }
    named = "".join(f"    <sitemap><loc>{escape(root + name)}</loc></sitemap>\n" for name in files)
    return f"{_DECLARED}{_INDEX}\n{named}</sitemapindex>\n", files

"""Poured pages as MkDocs knows them: files that links may lead to, and lines of the sitemaps."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import PurePath
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_build_date

from generator.addresses import sitemap_file, url_of

#: Addresses that one sitemap may hold. Source: https://www.sitemaps.org/protocol.html
MOST = 50_000
_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENTRY = "<url>"


class FilesAndPoured(Files):
    """MkDocs' files, in which a link from a page by hand to a poured page leads somewhere too.

    The poured ones are made when they are asked for, and are no part of the rest: a hundred
    thousand of them would all be read, rendered and listed.
    """

    def __init__(self, files: Iterable[File], poured: frozenset[str], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._poured = poured
        self._config = config

    def get_file_from_path(self, path: str) -> File | None:
        """The file of this name, poured or not."""
        found = super().get_file_from_path(path)
        uri = PurePath(path).as_posix()
        if found is None and uri in self._poured:
            quiet = InclusionLevel.NOT_IN_NAV
            return File.generated(self._config, uri, content="", inclusion=quiet)
        return found


def with_pages(sitemap: str, uris: Iterable[str], site_url: str) -> str:
    """MkDocs' sitemap with these pages added, in its own form."""
    head, end, tail = sitemap.rpartition("</urlset>")
    root, day = f"{site_url.removesuffix('/')}/", get_build_date()
    entries = [
        f"\n    <url>\n         <loc>{escape(root + quote(url_of(uri)))}</loc>\n"
        f"         <lastmod>{day}</lastmod>\n    </url>"
        for uri in uris
    ]
    return f"{head.rstrip()}{''.join(entries)}\n{end}{tail}" if end else sitemap


def without_pages(sitemap: str, uris: Iterable[str], site_url: str) -> str:
    """The sitemap without these pages."""
    root = f"{site_url.removesuffix('/')}/"
    left_out = {f"<loc>{escape(root + quote(url_of(uri)))}</loc>" for uri in uris}
    if not left_out:
        return sitemap
    head, *entries = sitemap.split(_ENTRY)
    last = entries.pop() if entries else ""
    last, end, tail = last.partition("</urlset>")
    kept = [each for each in (*entries, last) if not any(loc in each for loc in left_out)]
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

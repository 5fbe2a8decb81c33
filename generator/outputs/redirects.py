"""The addresses that a paper had under its other ids: small pages that lead to it."""

from __future__ import annotations

import html
from collections.abc import Iterator

from generator.addresses import paper_uri, url_of
from generator.feed import Feed
from generator.markup import plain
from generator.model import OutputFile
from generator.site import Site

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><p>This paper is at <a href="{target}">{title}</a>.</p></body>
</html>
"""


def files(feed: Feed, site: Site) -> Iterator[OutputFile]:
    """A redirecting page for each alias of each paper."""
    for paper in feed.papers:
        title = html.escape(plain(paper.title))
        for alias in paper.aliases:
            page = _PAGE.format(
                title=title,
                canonical=html.escape(f"{site.url}{url_of(paper_uri(paper.id))}"),
                target=html.escape(f"../{paper.id}/"),
            )
            yield OutputFile(f"{url_of(paper_uri(alias))}index.html", page.encode())

"""Sitemaps of sites that are too large for one, and what else stands in a site or does not."""

from __future__ import annotations

import gzip
from pathlib import Path

from lxml import etree

from generator.builder.sitemaps import (
    MOST,
    Days,
    split_sitemap,
    with_pages,
    without_pages,
)
from tests.toy import SITE

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(addresses: int) -> str:
    """As MkDocs and pouring make one."""
    empty = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SPACE[1:-1]}">\n</urlset>'
    uris = (f"papers/a&{number}.md" for number in range(addresses))
    return with_pages(empty, uris, SITE.url, Days("2024-03-06", {}))


def places(text: str) -> list[str | None]:
    tree = etree.fromstring(text.encode())
    return [found.text for found in tree.iter(f"{SPACE}loc")]


def test_one_that_holds_all_stays_as_it_is() -> None:
    text = sitemap(10)
    assert split_sitemap(text, SITE.url, 10) == (text, {})


def test_a_larger_one_leads_to_several_that_hold_all_in_their_order() -> None:
    text = sitemap(25)
    index, parts = split_sitemap(text, SITE.url, 10)
    assert etree.fromstring(index.encode()).tag == f"{SPACE}sitemapindex"
    assert places(index) == [f"{SITE.url}{name}" for name in parts]
    assert list(parts) == ["sitemaps/1.xml", "sitemaps/2.xml", "sitemaps/3.xml"]
    assert [len(places(part)) for part in parts.values()] == [10, 10, 5]
    assert [place for part in parts.values() for place in places(part)] == places(text)


def test_the_limit_is_that_of_the_protocol() -> None:
    assert split_sitemap(sitemap(50_000), SITE.url)[1] == {}
    _, parts = split_sitemap(sitemap(50_001), SITE.url)
    assert (MOST, [len(places(part)) for part in parts.values()]) == (50_000, [50_000, 1])


def test_the_packed_one_is_the_same(toy_built: Path) -> None:
    packed = gzip.decompress((toy_built / "sitemap.xml.gz").read_bytes())
    assert packed == (toy_built / "sitemap.xml").read_bytes()


def test_templates_of_e_mails_are_no_files_of_the_site(toy_built: Path) -> None:
    assert not (toy_built / "digest").exists()
    assert not (toy_built / "words").exists()


def test_pages_that_want_not_to_be_found_are_left_out(toy_built: Path) -> None:
    text = sitemap(4)
    for left_out in ([0], [2], [3], [0, 1, 2, 3], []):
        gone = [f"papers/a&{number}.md" for number in left_out]
        rest = [place for n, place in enumerate(places(text)) if n not in left_out]
        assert places(without_pages(text, gone, SITE.url)) == rest
    built = (toy_built / "sitemap.xml").read_text()
    assert (toy_built / "papers/2401.00099/index.html").is_file()  # that it was removed
    assert "papers/2401.00099/" not in built
    assert "papers/2312.00011/" in built

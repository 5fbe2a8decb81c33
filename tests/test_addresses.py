"""Addresses: the permanent ones of the design, and the ways between them."""

from __future__ import annotations

import posixpath
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses import (
    ABOUT,
    ARCHIVE,
    AUTHORS,
    HOME,
    SEARCH,
    STATS,
    SUBSCRIBE,
    TOPICS,
    VENUES,
    author_url,
    base_of,
    day_uri,
    link,
    month_uri,
    paper_uri,
    topic_uri,
    trending_uri,
    url_of,
    venue_uri,
    week_uri,
    year_uri,
)

FILES = [
    (HOME, "index.md", ""),
    (paper_uri("2503.01234"), "papers/2503.01234.md", "papers/2503.01234/"),
    (paper_uri("index"), "papers/index.md", "papers/"),
    (ARCHIVE, "archive/index.md", "archive/"),
    (year_uri(2025), "archive/2025/index.md", "archive/2025/"),
    (month_uri(2025, 3), "archive/2025/03/index.md", "archive/2025/03/"),
    (day_uri(date(2025, 3, 1)), "archive/2025/03/01.md", "archive/2025/03/01/"),
    (day_uri(date(991, 3, 1)), "archive/0991/03/01.md", "archive/0991/03/01/"),
    (week_uri(2025, 1), "archive/2025/W01.md", "archive/2025/W01/"),
    (TOPICS, "topics/index.md", "topics/"),
    (topic_uri("trees"), "topics/trees/index.md", "topics/trees/"),
    (topic_uri("trees", 1), "topics/trees/index.md", "topics/trees/"),
    (topic_uri("trees", 2), "topics/trees/2.md", "topics/trees/2/"),
    (VENUES, "venues/index.md", "venues/"),
    (venue_uri("acl-2022"), "venues/acl-2022/index.md", "venues/acl-2022/"),
    (venue_uri("acl-2022", 2), "venues/acl-2022/2.md", "venues/acl-2022/2/"),
    (trending_uri(), "trending/index.md", "trending/"),
    (trending_uri("week"), "trending/week.md", "trending/week/"),
    (STATS, "stats.md", "stats/"),
    (SEARCH, "search.md", "search/"),
    (SUBSCRIBE, "subscribe.md", "subscribe/"),
    (ABOUT, "about.md", "about/"),
    (AUTHORS, "authors/index.md", "authors/"),
    (paper_uri("10.1234-an.index"), "papers/10.1234-an.index.md", "papers/10.1234-an.index/"),
]


@pytest.mark.parametrize(("uri", "file", "url"), FILES)
def test_each_page_has_its_file_and_its_address(uri: str, file: str, url: str) -> None:
    assert uri == file
    assert url_of(uri) == url


@pytest.mark.parametrize("uri", [uri for uri, _, _ in FILES])
def test_the_way_back_to_the_root(uri: str) -> None:
    base = base_of(uri)
    assert base.endswith("/")
    assert posixpath.normpath(posixpath.join("/", url_of(uri), base)) == "/"
    # An address never climbs above the root, where the site may lie in a folder of a host.
    assert base.count("../") == url_of(uri).count("/")


URIS = st.sampled_from([uri for uri, _, _ in FILES])


@given(URIS, URIS)
def test_a_link_between_files_leads_to_the_target(source: str, target: str) -> None:
    way = link(source, target)
    assert not way.startswith("/")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(source), way)) == target


def test_no_two_days_share_a_file() -> None:
    days = [date.fromordinal(date(2023, 12, 1).toordinal() + n) for n in range(800)]
    assert len({day_uri(day) for day in days}) == len(days)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_persons_address_keeps_any_name(name: str) -> None:
    address = author_url(name)
    assert address.isascii()
    assert not set(address) & set("\"'<>& #")
    found = urlsplit(address)
    assert (found.path, found.fragment) == ("authors/", "")
    assert parse_qs(found.query, keep_blank_values=True) == {"name": [name]}

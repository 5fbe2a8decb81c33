"""The table of addresses in the documents is what the site serves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from generator.addresses import url_of
from generator.channels.query import Query
from generator.feed import Feed
from generator.outputs import all_outputs
from generator.pages import all_pages
from tests.toy import ROOT, SITE

TEXT = Path(ROOT / "content/docs/addresses.md").read_text(encoding="utf-8")


def named(section: str) -> set[str]:
    """The addresses of a section's table, without the slash at their beginning."""
    body = TEXT.split(f"## {section}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in body.splitlines() if line.startswith("| `")]
    return {each.removeprefix("/") for cell in cells for each in re.findall(r"`([^`]+)`", cell)}


def patterns(section: str) -> dict[str, re.Pattern[str]]:
    return {
        each: re.compile(
            re.sub(r"<\w+>", "[^/]+", re.escape(each.split("?")[0])).replace(r"<\.\.\.>", ".+")
        )
        for each in named(section)
    }


def unmatched(addresses: set[str], wanted: dict[str, re.Pattern[str]]) -> set[str]:
    """Addresses that none of the patterns is of, and patterns that none of them is of."""
    lost = {each for each in addresses if not any(p.fullmatch(each) for p in wanted.values())}
    unused = {
        name for name, p in wanted.items() if not any(p.fullmatch(each) for each in addresses)
    }
    return lost | unused


FILES = patterns("Feeds") | patterns("Citations") | patterns("Files")


def test_every_file_for_machines_is_in_the_table(toy_feed: Feed) -> None:
    site = replace(SITE, queries=(Query("mine", "Mine", words=("tide",)),))
    files = {output.path for output in all_outputs(toy_feed, site)}
    # What MkDocs and Pagefind make, and people.
    made = ("sitemap", "404", "pagefind", "assets", "docs")
    others = {each for each in FILES if each.startswith(made)}
    assert unmatched(files, FILES) <= others


def test_every_file_of_a_built_site_is_in_the_table_and_the_table_names_no_other(
    toy_built: Path,
) -> None:
    pages = patterns("Pages")
    built = {p.relative_to(toy_built).as_posix() for p in toy_built.rglob("*") if p.is_file()}
    addresses = {
        name.removesuffix("index.html") if name.endswith("index.html") else name for name in built
    }
    wanted = FILES | pages
    lost = {a for a in addresses if not any(p.fullmatch(a) for p in wanted.values())}
    assert lost == set()
    # The toy feed has no second page of anything, no saved query, and is too small for two maps;
    # and an alias has the address of a paper.
    assert unmatched(addresses, wanted) <= {
        "papers/<id>/index.html",
        "queries/<slug>/feed.json",
        "queries/<slug>/feed.xml",
        "sitemaps/<number>.xml",
        "topics/<slug>/<number>/",
        "venues/<slug>/<number>/",
    }


def test_every_page_is_in_the_table(toy_feed: Feed) -> None:
    pages = {url_of(page.uri) for page in all_pages(toy_feed, SITE)}
    # The toy feed has no second page of anything, and some are written by hand.
    spare = {"topics/<slug>/<number>/", "venues/<slug>/<number>/", "about/", "docs/<page>/"}
    spare |= {"docs/", "reading/"}
    assert unmatched(pages, patterns("Pages")) <= spare

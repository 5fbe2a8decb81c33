"""The plain Markdown has other homes: what ProperDocs and Zensical make of it says the same."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from lxml import html

from tests.test_setup import inputs, pins
from tests.toy import (
    ROOT,
    SITE,
    environment,
    internal_links,
    live,
    main_of,
    page_files,
    parsed,
    words,
)

HOMES = ROOT / "tests" / ".homes"
#: Where each theme has what a page says.
MAIN = {
    "properdocs": "//*[@role='main']",
    "zensical": "//article[contains(@class, 'md-content')]",
}
SETTINGS = {
    "properdocs": "theme: {name: mkdocs}\nplugins: []\n",
    # It begins with other extensions than MkDocs, with which `$` and headings look otherwise.
    "zensical": "markdown_extensions: [tables, fenced_code, toc]\nplugins: []\n",
}
OPTIONS = {"properdocs": ["--strict"], "zensical": ["--strict", "--clean"]}


def built(home: str, generated: Path, folder: Path) -> Path:
    """The site that a builder makes of generated Markdown; skips where it is not installed."""
    program = HOMES / home / "bin" / home
    if not (HOMES / home / "lock.txt").is_file():
        pytest.skip(f"{home} is not installed; `sh tests/install_homes.sh` says why")
    (folder / "mkdocs.yml").write_text(
        f"site_name: Stock\nsite_url: {SITE.url}\ndocs_dir: markdown\nsite_dir: site\n"
        f"{SETTINGS[home]}",
        encoding="utf-8",
    )
    shutil.copytree(generated, folder / "markdown")  # Zensical wants it within
    done = subprocess.run(
        [program, "build", "-f", "mkdocs.yml", *OPTIONS[home]],
        cwd=folder,
        env=environment(PYTHONPATH="", PYTHONWARNINGS="default"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return folder / "site"


def differences(home: str, stock: Path, other: Path) -> Iterator[str]:
    """What another builder says otherwise than stock MkDocs and Material."""
    ours, theirs = page_files(stock), page_files(other)
    yield from (f"{address}: only one has it" for address in sorted(ours.keys() ^ theirs.keys()))
    for address in sorted(ours.keys() & theirs.keys()):
        if not (found := parsed(theirs[address]).xpath(MAIN[home])):
            if ours[address].read_bytes() != theirs[address].read_bytes():
                yield f"{address}: has no content"
            continue
        first, second = main_of(parsed(ours[address])), without_tags(found[0])
        if words(first) != words(second):
            yield f"{address}: `{words(first)}` is `{words(second)}`"
        if internal_links(first, address) != internal_links(second, address):
            yield f"{address}: links to other pages"
        # A page by hand has a picture, of our own.
        if alive := [each for each in live(second) if (each, address) != _PICTURE]:
            yield f"{address}: {alive[0]} is alive"
    for path in sorted(stock.rglob("*")):
        name = path.relative_to(stock).as_posix()
        if path.suffix in (".xml", ".json", ".bib", ".opml", ".txt") and name not in _THEIRS:
            there = other / name
            if not there.is_file() or there.read_bytes() != path.read_bytes():
                yield f"{name}: is another file"


_PICTURE = ("img", "docs/architecture/")
#: What each builder makes by itself.
_THEIRS = ("sitemap.xml", "search/search_index.json")


def without_tags(element: html.HtmlElement) -> html.HtmlElement:
    """Without the tags of the front matter, which stock Material shows only by a plugin."""
    for found in element.xpath(".//nav[contains(@class, 'md-tags')]"):
        cast("html.HtmlElement", found).drop_tree()
    return element


def test_properdocs_makes_the_same_addresses_and_texts(
    toy_generated: Path, toy_stock: Path, tmp_path: Path
) -> None:
    site = built("properdocs", toy_generated, tmp_path)
    assert len(page_files(site)) > 60
    found = [each[:300] for each in differences("properdocs", toy_stock, site)]
    assert not found, "\n".join(found[:10])


def test_zensical_makes_the_same_addresses_and_texts(
    toy_generated: Path, toy_stock: Path, tmp_path: Path
) -> None:
    """It is young and changes; what differs is told and is no failure."""
    try:
        site = built("zensical", toy_generated, tmp_path)
    except AssertionError as error:
        pytest.xfail(f"it does not build: {str(error)[:1000]}")
    if found := list(differences("zensical", toy_stock, site)):
        pytest.xfail(f"{len(found)} differences: " + "; ".join(each[:200] for each in found[:5]))


@pytest.mark.skipif(not os.environ.get("CI"), reason="only CI leaves nothing out")
def test_properdocs_is_there_in_continuous_integration() -> None:
    assert (HOMES / "properdocs" / "lock.txt").is_file()


@pytest.mark.parametrize("home", MAIN)
def test_each_home_is_locked_with_hashes(home: str) -> None:
    found = {name for name, _ in pins(f"{home}.txt")}
    assert {line.split(">")[0] for line in inputs(f"{home}.in")} <= found
    text = (ROOT / "requirements" / f"{home}.txt").read_text("utf-8")
    assert "/" not in text
    for name in ("Makefile", "tests/install_homes.sh"):
        assert home in (ROOT / name).read_text("utf-8")

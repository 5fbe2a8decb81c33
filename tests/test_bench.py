"""What is measured against: Hugo's pages say what ours say, so that the same work is compared."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from bench import for_hugo
from generator.builder.project import load_feed
from generator.feed import Feed
from generator.model import Author
from generator.pages import all_pages
from generator.store import write
from tests import toy

#: The kinds of page that both make, and an expression for their addresses.
KINDS = {
    "home": r"",
    "day": r"archive/\d{4}/\d\d/\d\d/",
    "week": r"archive/\d{4}/W\d\d/",
    "month": r"archive/\d{4}/\d\d/",
    "year": r"archive/\d{4}/",
    "topics": r"topics/",
    "topic": r"topics/[a-z-]+/(\d+/)?",
    "paper": r"papers/[^/]+/",
}
#: What only our pages say, as XPath, and why.
ONLY_OURS = {
    "//svg": "the drawing of papers a month; the sentence below it is in both",
}
_INLINE = ("a", "bdi", "button", "em", "label", "span", "strong", "summary")
#: Pages that only we make, and why.
PAGES_ONLY_OURS = (
    r"archive/",  # a calendar of everything, once in a site, as are the next ones
    r"(trending/.*|stats/|venues/|search/|library/|authors/|subscribe/)",
    r"venues/.+/",  # one a venue, and records seldom name one
    r"(about|docs/[a-z-]+)/",  # written by hand
)


@pytest.fixture(scope="module")
def feed_and_content(tmp_path_factory: pytest.TempPathFactory) -> tuple[Feed, Path]:
    """The toy feed and a day of sixty more papers, so that topics have pages."""
    content = toy.make_toy(tmp_path_factory.mktemp("bench") / "content")
    names = tuple(Author(f"Author {number}") for number in range(1, 6))
    more = [
        toy.paper(
            100 + number,
            "2024-03-04",
            f"A tree that costs \\$5, number ${number}$",
            abstract=f"We look at $x_{number}$ and https://tree.example/{number} again.\n\nAnd *so*.",
            authors=names[: number % 6],
            upvotes=number % 7 * 300,
        )
        for number in range(60)
    ]
    write(content, *more)
    loaded = load_feed(content)
    assert not loaded.faults
    return loaded.feed, content


@pytest.fixture(scope="module")
def by_hugo(feed_and_content: tuple[Feed, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = for_hugo.program()
    if program is None:
        pytest.skip("no Hugo in bench/.venv or on the PATH; `make bench` sets it up")
    folder = tmp_path_factory.mktemp("bench") / "hugo"
    for_hugo.write_project(folder, feed_and_content[0], toy.SITE)
    done = subprocess.run(
        [program, "build", "--panicOnWarning"],
        cwd=folder,
        env=for_hugo.environment(toy.SITE),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "public"


@pytest.fixture(scope="module")
def by_us(feed_and_content: tuple[Feed, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = "plugins: [{paperfeed: {search: false}}]\n"
    project = toy.make_project(tmp_path_factory.mktemp("bench") / "ours", feed_and_content[1], more)
    done = toy.run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


def said(path: Path) -> str:
    """What a page says, without its chrome and what is listed above."""
    main = toy.main_of(toy.parsed(path))
    for only in ONLY_OURS:
        for element in main.xpath(f".{only}"):
            element.drop_tree()
    for element in main.iter(*_INLINE):
        # Whether there is a blank between two of them in the file is no difference to a reader.
        element.tail = f" {element.tail or ''}"
    return toy.words(main)


def of_kind(site: Path, kind: str) -> dict[str, Path]:
    pages = toy.page_files(site)
    return {address: path for address, path in pages.items() if re.fullmatch(KINDS[kind], address)}


def test_hugo_makes_our_addresses(by_hugo: Path, by_us: Path) -> None:
    ours, theirs = set(toy.page_files(by_us)), set(toy.page_files(by_hugo))
    assert theirs - ours == set()
    only = {each for each in ours if any(re.fullmatch(p, each) for p in PAGES_ONLY_OURS)}
    assert ours - theirs == only
    assert {"topics/trees/2/", "papers/2401.00032/"} <= theirs


@pytest.mark.parametrize("kind", KINDS)
def test_hugo_says_what_we_say(kind: str, by_hugo: Path, by_us: Path) -> None:
    aliases = {"papers/2401.00032/", "papers/a-survey-of-crabs-0b1c2d/"}
    ours = of_kind(by_us, kind)
    assert ours
    for address in sorted(ours.keys() - aliases):
        theirs = by_hugo / address / "index.html"
        assert said(theirs) == said(ours[address]), address


@pytest.mark.parametrize("kind", KINDS)
def test_hugo_links_where_we_link(kind: str, by_hugo: Path, by_us: Path) -> None:
    for address, path in of_kind(by_us, kind).items():
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
            continue
        ours, theirs = (
            toy.main_of(toy.parsed(site / address / "index.html")) for site in (by_us, by_hugo)
        )
        assert toy.internal_links(theirs, address) == toy.internal_links(ours, address), address
        for title in ("title", "meta[@name='description']/@content"):
            assert toy.parsed(by_hugo / address / "index.html").xpath(f"string(//{title})") == (
                toy.parsed(path).xpath(f"string(//{title})")
            )


def test_hugo_s_atom_feed_says_what_ours_says(by_hugo: Path, by_us: Path) -> None:
    ours, theirs = (etree.parse(site / "feed.xml").getroot() for site in (by_us, by_hugo))
    assert _lines(theirs) == _lines(ours)


def _lines(root: etree._Element) -> list[str]:
    """Each element with its attributes and text; HTML in it as what it says."""
    lines = []
    for element in root.iter():
        text = (element.text or "").strip()
        if element.get("type") == "html":
            text = toy.words(html.fragment_fromstring(text, create_parent=True))
        given = {name: value for name, value in element.attrib.items()}
        lines.append(f"{etree.QName(element).localname} {given} {text}")
    return lines

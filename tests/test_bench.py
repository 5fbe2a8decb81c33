"""What is measured against: Hugo's pages say what ours say, so that the same work is compared."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html

from bench import for_hugo, rows
from bench.corpus import Corpus, latest_day
from bench.rows import HUGO, OURS, Row
from generator.builder.project import load_feed
from generator.feed import Feed
from generator.model import Author
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
_INLINE = ("a", "bdi", "button", "em", "label", "span", "strong", "summary", "th")
#: Pages that only we make, and why.
REMOVED = ("2401.00099", "a-paper-that-nobody-may-read-0a1b2c")
PAGES_ONLY_OURS = (
    r"archive/",  # a calendar of everything, once in a site, as are the next ones
    r"(trending/.*|stats/|venues/|search/|library/|authors/|subscribe/)",
    r"venues/.+/",  # one a venue, and records seldom name one
    r"(about|reading|docs|docs/[a-z-]+)/",  # written by hand
    rf"papers/({'|'.join(REMOVED)})/",  # in the place of papers that were removed
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
        # A run of CI's leaves nothing out.
        without = pytest.fail if os.environ.get("CI") else pytest.skip
        without("no Hugo in bench/.venv or on the PATH; `make bench` sets it up")
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
    removed = {f"papers/{name}/" for name in REMOVED}
    return {
        address: path
        for address, path in pages.items()
        if re.fullmatch(KINDS[kind], address) and address not in removed
    }


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


@pytest.mark.parametrize("kind", KINDS)
def test_hugo_s_heads_tell_programs_what_ours_tell(kind: str, by_hugo: Path, by_us: Path) -> None:
    for address, path in of_kind(by_us, kind).items():
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
            continue
        ours, theirs = (told(site / address / "index.html") for site in (by_us, by_hugo))
        if kind == "topic" and re.search(r"/\d+/$", address):
            ours, theirs = ([each for each in t if each[1] != "og:url"] for t in (ours, theirs))
        assert len(ours) > 4
        assert theirs == ours, address


def told(path: Path) -> list[tuple[str | None, str | None, str | None]]:
    """What a head tells programs, as name, property and value."""
    named = "starts-with(@name, 'citation_') or @property or @name='twitter:card'"
    links = "@rel='cite-as' or @rel='describedby' or @rel='alternate'"
    found = toy.parsed(path).xpath(f"//head/meta[{named}] | //head/link[{links}]")
    return sorted(
        (
            (e.get("name") or e.get("rel"), e.get("property"), e.get("content") or e.get("href"))
            for e in found
        ),
        key=str,
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
        given = dict(element.attrib.items())
        lines.append(f"{etree.QName(element).localname} {given} {text}")
    return lines


# The papers


def test_papers_are_made_of_our_own_words_where_there_are_no_others(tmp_path: Path) -> None:
    content, again = tmp_path / "content", tmp_path / "again"
    corpus = Corpus(tmp_path / "nowhere")
    corpus.fill(content, 12)
    loaded = load_feed(content)
    assert (len(loaded.feed.papers), loaded.faults) == (12, ())
    assert all(paper.abstract and paper.authors for paper in loaded.feed.papers)
    Corpus(tmp_path / "nowhere").fill(again, 12)
    assert [p.title for p in load_feed(again).feed.papers] == [p.title for p in loaded.feed.papers]
    day = latest_day(content)
    assert day == loaded.feed.days[-1]
    corpus.fill(content, 3, date(2026, 9, 1))
    assert len(load_feed(content).feed.by_day[date(2026, 9, 1)]) == 3


def test_more_papers_are_made_of_real_ones(tmp_path: Path) -> None:
    real = {"title": "One two three four", "abstract": "It is. It was.", "authors": ["A. Gull"]}
    lines = [
        json.dumps({**real, "id": f"arXiv:2401.0000{n}", "title": f"{real['title']} {n}"})
        for n in range(3)
    ]
    with gzip.open(tmp_path / "venues.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([*lines, lines[0], "{}"]))
    Corpus(tmp_path).fill(tmp_path / "content", 8)
    papers = load_feed(tmp_path / "content").feed.papers
    assert len(papers) == 8
    assert {author.name for paper in papers for author in paper.authors} == {"A. Gull"}


# The table


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    head = {"cores": 2, "commit": None, "in_memory": True}
    found = [Row(OURS, 1000, "build", cpu_s=1.5, wall_s=1.0), Row(HUGO, 1000, "build", cpu_s=3.0)]
    rows.save(tmp_path / "some" / "rows.json", head, found)
    assert rows.read(tmp_path / "some" / "rows.json") == (head, found)
    assert rows.ratios(found) == ["1,000 papers: 0.50 of Hugo's CPU seconds."]
    assert rows.printed(found).splitlines()[1].split() == [
        "1,000",
        "Paperfeed",
        "build",
        "1.50",
        "1.00",
    ]


def test_the_documents_show_the_latest_table() -> None:
    text = rows.document(*rows.read(toy.ROOT / "bench" / "latest.json"))
    assert text in rows.DOCUMENT.read_text(encoding="utf-8")


def test_the_table_goes_between_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "speed.md"
    file.write_text(f"before\n{rows.BEGINS}\nold\n{rows.ENDS}\nafter\n", encoding="utf-8")
    rows.into_document("new", file)
    assert (
        file.read_text(encoding="utf-8") == f"before\n{rows.BEGINS}\n\nnew\n\n{rows.ENDS}\nafter\n"
    )
    file.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="the marks"):
        rows.into_document("new", file)


def test_hugo_is_pinned_with_hashes() -> None:
    folder = toy.ROOT / "bench"
    (asked,) = [
        line for line in (folder / "requirements.in").read_text().splitlines() if line[0] != "#"
    ]
    first, *others = (folder / "requirements.txt").read_text().splitlines()
    assert first == f"{asked} \\"
    assert re.fullmatch(r"hugo==[0-9.]+", asked)
    hashes = [
        line for line in others if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)
    ]
    assert hashes
    assert others == [*hashes, "    # via -r requirements.in"]

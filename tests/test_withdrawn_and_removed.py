"""A withdrawn paper says so wherever a list or a file names it; of a removed one nothing is left."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html

from generator.builder.fragments import renderer
from generator.builder.run import build_site, configured
from generator.citing import citation, plain_citation
from generator.digest.digest import digest_of
from generator.digest.message import Envelope, message
from generator.digest.period import day_period
from generator.exports import FORMATS
from generator.exports.cited import cited
from generator.feed import Feed
from generator.model import Author
from generator.outputs import OUTPUTS, Output
from generator.pages import KINDS, markdown_file, pages_of
from generator.removal import remove_paper
from generator.site import Site
from generator.store import write
from tests.builder.test_plugin import files_of
from tests.toy import ROOT, SITE, WORDS, feed_of, make_project, make_toy, paper, topic

TITLE, ABSTRACT, AUTHOR = "Zugspitze tides", "On zymurgy and tides.", "Zebedee Quux"
#: It offers words of titles, and names no paper.
WORDS_ALONE = {"api/words.txt"}


@pytest.fixture(params=["withdrawn", "retracted"])
def feed(request: pytest.FixtureRequest) -> Feed:
    """A feed with one paper of that status, and one of none."""
    gone = paper(1, title=TITLE, authors=(Author(AUTHOR),), abstract=ABSTRACT, status=request.param)
    return feed_of(gone, paper(2, "2024-01-04"), topics=[topic("tides", "tides")])


def status_in(feed: Feed) -> str:
    return next(each.status for each in feed.papers if each.status)


@pytest.mark.parametrize("files", OUTPUTS, ids=lambda files: files.__module__.split(".")[-1])
def test_a_file_that_names_a_withdrawn_paper_says_so(
    files: Callable[[Feed, Site], Iterator[Output]], feed: Feed
) -> None:
    for output in files(feed, SITE):
        text = text_of(output.data)
        if TITLE in text and output.path not in WORDS_ALONE:
            assert status_in(feed) in text.lower(), output.path


def test_the_kinds_of_file_that_name_it_are_these(feed: Feed) -> None:
    naming = {
        files.__module__.split(".")[-1]
        for files in OUTPUTS
        if any(TITLE in text_of(output.data) for output in files(feed, SITE))
    }
    assert naming == {
        "api_lists", "api_papers", "authors", "channels", "citations", "recent",
    }  # fmt: skip


#: Kinds of page that name no paper in a list, or name them when a script has read a file.
NAME_NONE = {
    "archive", "year", "topics", "venues", "stats", "authors", "search", "library", "subscribe",
    "removed",
    "paper",  # its related papers have a test of their own
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NAME_NONE))
def test_a_page_that_lists_a_withdrawn_paper_says_so(kind: str, feed: Feed) -> None:
    near = f"{TITLE} near others"
    before = paper(3, "2024-01-02", near, abstract=ABSTRACT)  # home lists the days before
    gone = feed.papers[-1]
    of_venue = replace(gone, venue="Shores 2024", upvotes=2)
    more = [paper(n, "2024-01-05", near, abstract=ABSTRACT, upvotes=1) for n in range(4, 8)]
    whole = feed_of(of_venue, before, *more, topics=[topic("tides", "tides")])
    render = renderer([str(ROOT / "overrides")], SITE)
    naming = 0
    for page in pages_of((kind,), whole, SITE):
        tree = html.fromstring(render(page))
        links = [a for a in tree.xpath("//a[@href]") if a.get("href").endswith(f"{gone.id}/")]
        links = [a for a in links if a.get("rel") not in ("prev", "next")]  # ways, no list
        for link in links:
            place = link.xpath("ancestor::*[self::article[@class='pf-card'] or self::li][1]")[0]
            assert place.xpath(".//strong[@class='pf-status']/text()") == [status_in(feed)]
            naming += 1
        text = markdown_file(page, WORDS)
        for line in text.splitlines():
            if line.startswith("- [") and f"{gone.id}.md" in line and ": [" not in line:
                assert f"**{status_in(feed)}**" in line
    assert naming


def test_a_related_paper_that_is_withdrawn_says_so(toy_feed: Feed) -> None:
    render = renderer([str(ROOT / "overrides")], SITE)
    status = {f"../{paper.id}/": paper.status for paper in toy_feed.papers if paper.status}
    named = set()
    for page in pages_of(("paper",), toy_feed, SITE):
        for item in html.fromstring(render(page)).xpath("//ul[@class='pf-related']/li"):
            (address,) = item.xpath("a/@href")
            marks = item.xpath("strong[@class='pf-status']/text()")
            assert marks == ([status[address]] if address in status else [])
            named |= {address} & status.keys()
    assert named


def test_the_plain_citation_of_a_withdrawn_paper_says_so(feed: Feed) -> None:
    gone = feed.papers[-1]
    said = plain_citation(gone, citation(gone, "https://feed.example/"))
    assert f"{status_in(feed).capitalize()}." in said


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_a_withdrawn_paper_says_so(name: str, feed: Feed) -> None:
    text = "".join(FORMATS[name](cited(feed.papers, feed, SITE.url)))
    assert TITLE in text.replace("{", "").replace("}", "")
    assert text.lower().count(status_in(feed)) >= 1


def test_a_digest_with_a_withdrawn_paper_says_so(feed: Feed) -> None:
    digest = digest_of(feed, SITE, day_period(date(2024, 1, 3)))
    envelope = Envelope("a@feed.example", "b@feed.example", "https://feed.example/leave")
    moment = datetime(2024, 1, 4, tzinfo=UTC)
    made = message(digest, SITE, envelope, [str(ROOT / "overrides")], moment)
    for kind in ("plain", "html"):
        body = made.get_body((kind,))
        assert body is not None
        assert TITLE in body.get_content()
        assert f"This paper has been {status_in(feed)}." in body.get_content()


def test_nothing_of_a_removed_paper_is_left_in_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where a build takes over what the last one made, nor in the search index."""
    content = make_toy(tmp_path / "content")
    gone = paper(900, "2024-02-02", TITLE, authors=(Author(AUTHOR),), abstract=ABSTRACT)
    near = paper(901, "2024-02-02", "Zugspitze trees", abstract="On other tides of zymurgy.")
    write(content, gone, near)
    project = make_project(tmp_path / "project", content)
    monkeypatch.chdir(project)
    build_site(configured())
    before = naming(project / "site", gone.id)
    kinds = {Path(name).suffix for name in before}
    assert {".html", ".json", ".md", ".gz", ".xml", ".bib", ".ris"} <= kinds
    assert any(name.startswith("pagefind/fragment/") for name in before)
    remove_paper(content, gone.id, "Asked for", date(2024, 3, 6))
    build_site(configured(), allow_shrink=True)
    told = naming(project / "site", gone.id)
    assert told == {f"papers/{gone.id}/index.html", "api/index.json"}  # that it was removed
    for name in told:
        text = (project / "site" / name).read_text()
        assert not any(part in text for part in (TITLE, AUTHOR, ABSTRACT))
    assert naming(project / "site", near.id) != set()


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def text_of(data: bytes) -> str:
    """What a file says; a picture says nothing."""
    return unpacked(data).decode(errors="replace")


def naming(site: Path, paper_id: str) -> set[str]:
    """The files that have the paper's id, title, author or abstract, in their name or in them."""
    found = set()
    known = [paper_id, TITLE, AUTHOR, ABSTRACT] if paper_id.endswith("900") else [paper_id]
    for name, data in files_of(site).items():
        text = unpacked(data)
        if any(part in name or part.encode() in text for part in known):
            found.add(name)
    return found

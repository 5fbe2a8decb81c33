"""The toy feed and what is built of it: a small real-shaped world for the tests of the site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from generator.feed import Feed, build_feed
from generator.merge import provenance_of
from generator.model import Author, Link, Listing, Page, Paper
from generator.site import Site
from generator.store import write
from generator.topics import Phrase, Topic

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixtures" / "toy"
#: The settings that we ship, in a copy: those of the checkout may be a community's.
SETTINGS = ROOT / "tests" / "fixtures" / "checkout" / "mkdocs.yml"
SITE = Site("Toy feed", "Shores & trees, <daily>.", "https://toy.example/mirror/")
WORDS = SITE.words
#: The paper whose every part is hostile, and the one whose every character is Markdown.
HOSTILE, MARKUP = "2401.00021", "2403.00051"
CROWD = "2401.00042"


def paper(number: int = 1, day: str = "2024-01-03", title: str = "", **fields: object) -> Paper:
    """A paper of the tests' own, complete enough to be stored."""
    listed = date.fromisoformat(day)
    arxiv = f"2401.{number:05d}"
    made = Paper(
        id=arxiv,
        title=title or f"Paper number {number}",
        listed=listed,
        listings=(Listing("toy", listed),),
        identifiers={"arxiv": arxiv},
        links=(Link("paper", f"https://arxiv.org/abs/{arxiv}"),),
    )
    made = replace(made, **fields)  # type: ignore[arg-type]
    return replace(made, provenance=provenance_of(made, "toy", datetime(2024, 3, 6, tzinfo=UTC)))


def topic(slug: str, *phrases: str, area: str = "Area") -> Topic:
    """A topic that these phrases earn."""
    return Topic(slug, slug.title(), f"about {slug}", area, tuple(Phrase(text) for text in phrases))


def feed_of(*papers: Paper, topics: Iterable[Topic] = ()) -> Feed:
    """A feed of these papers."""
    return build_feed(papers, topics)


def make_toy(folder: Path) -> Path:
    """A copy of the toy feed as a content folder, with a paper of 3,000 authors put in."""
    shutil.copytree(FIXTURE, folder)
    authors = tuple(Author(f"Author {number:04d}") for number in range(1, 3001))
    crowd = paper(
        42,
        "2024-01-09",
        "A tide seen by three thousand",
        authors=authors,
        abstract="We all looked at one wave.",
        upvotes=1,
    )
    write(folder, crowd)
    return folder


def make_content(folder: Path, *papers: Paper) -> Path:
    """A content folder with these papers and one topic, trees."""
    folder.mkdir()
    topics = "- area: A\n  topics: [{slug: trees, label: Trees, is: what grows, phrases: [tree]}]\n"
    (folder / "topics.yml").write_text(topics)
    write(folder, *papers)
    return folder


def make_project(folder: Path, content: Path, more: str = "") -> Path:
    """A folder with an `mkdocs.yml`: the one that we ship, with this content and these lines.

    Content without a page about the site gets ours, lest that of the checkout stand in for it; a folder
    that is empty, or not there yet, stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    about = SETTINGS.parent / "content" / "about.md"
    there = {path.name for path in content.iterdir()} if content.is_dir() else set()
    if there and about.name not in there:
        shutil.copyfile(about, content / about.name)
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {SETTINGS}\n"
        f"site_name: {SITE.name}\n"
        f"site_description: {SITE.description!r}\n"
        f"docs_dir: {content}\n"
        f"theme: {{custom_dir: {ROOT / 'overrides'}}}\n{more}",
        encoding="utf-8",
    )
    return folder


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of the virtual environment, run to its end: `paperfeed`, `mkdocs`."""
    name, *arguments = map(str, command)
    program = Path(sys.executable).parent / name
    return subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=600,
    )


def environment(**env: str) -> dict[str, str]:
    """The environment of a command that is run for a test."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("SITE_URL", "CI") and not key.startswith("GITHUB_")
    }
    fixed = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE.url, "PYTHONWARNINGS": "error"}
    return {**kept, **fixed, **env}


def build_stock(folder: Path, generated: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The site that stock MkDocs and Material make of a generated folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        f"site_name: Stock\nsite_url: {SITE.url}\ntheme: {{name: material}}\n"
        f"docs_dir: {generated}\nsite_dir: site\nplugins: []\n",
        encoding="utf-8",
    )
    return folder / "site", run("mkdocs", "build", "--strict", cwd=folder)


# What was built


def page_files(site: Path) -> dict[str, Path]:
    """Every page of a built site by its address, relative to the site's root."""
    return {
        "" if path.parent == site else f"{path.parent.relative_to(site).as_posix()}/": path
        for path in sorted(site.rglob("index.html"))
    }


def parsed(path: Path) -> html.HtmlElement:
    """A page's elements."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def main_of(tree: html.HtmlElement) -> html.HtmlElement:
    """What a page says, without its chrome: in the project's own build or a stock one."""
    for found in tree.xpath("//*[@id='pf-content'] | //article[contains(@class, 'md-content')]"):
        return cast("html.HtmlElement", found)
    raise AssertionError("a page without content")


def words(element: html.HtmlElement) -> str:
    """An element's text on one line; formulas as TeX between dollars."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: html.HtmlElement) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "math":
        mark = "$$" if element.get("display") == "block" else "$"
        yield f"{mark}{element.get('alttext')}{mark}"
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if tag in ("p", "li", "h1", "h2", "h3", "dt", "dd", "td", "div", "section"):
        yield " "


def internal_links(element: html.HtmlElement, address: str) -> set[str]:
    """The pages of the site that an element of the page at `address` links to, but for itself."""
    found = set()
    for href in element.xpath(".//a/@href"):
        target = urlsplit(urljoin(SITE.url + address, href))
        whole = f"{target.scheme}://{target.netloc}{target.path}"
        if whole.startswith(SITE.url):
            found.add(unquote(whole.removeprefix(SITE.url)))
    return found - {address}


def by_uri(pages: Iterable[Page]) -> dict[str, Page]:
    """Pages by their file."""
    return {page.uri: page for page in pages}


def live(element: html.HtmlElement) -> list[str]:
    """What in these elements could run, load or frame something, or was meant to."""
    found = []
    for each in element.iter():
        if not isinstance(each.tag, str):
            found.append("a comment")
            continue
        if each.tag in _LIVE:
            found.append(each.tag)
        for name, value in each.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                found.append(f"{each.tag} {name}={value}")
            if name in ("href", "src", "action") and _SCHEME.match(value):
                found.append(f"{each.tag} {name}={value}")
    return found


_LIVE = frozenset(
    "script img iframe object embed style link meta base audio video "
    "foreignobject use image animate animatetransform animatemotion set".split()
)
_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)

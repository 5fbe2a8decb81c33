"""Papers' pages in a reference manager of others: Zotero's own translator "Embedded Metadata"."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.citing import citation
from generator.feed import Feed
from generator.markup import plain
from generator.model import Paper
from tests.accepted import accepted
from tests.toy import CROWD, HOSTILE, MARKUP, SITE, page_files, parsed

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not (MODULES / "zotero-translators").exists(),
    reason="Zotero's translators are not installed: tests/install_zotero.sh",
)
TYPES = {"paper-conference": "conferencePaper"}


@pytest.fixture(scope="module")
def read(toy_feed: Feed, toy_built: Path) -> list[tuple[Paper, dict[str, Any]]]:
    """Each paper and what Zotero makes of its page."""
    files = page_files(toy_built)
    addresses = [f"papers/{paper.id}/" for paper in toy_feed.papers]
    pages = [
        {"url": SITE.url + each, "html": files[each].read_text(encoding="utf-8")}
        for each in addresses
    ]
    done = subprocess.run(
        [str(NODE), str(HERE / "zotero.cjs"), str(MODULES)],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return list(zip(toy_feed.papers, json.loads(done.stdout), strict=True))


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_zotero_finds_what_the_record_holds(
    read: list[tuple[Paper, dict[str, Any]]], toy_built: Path
) -> None:
    kinds = set()
    for paper, item in read:
        address = f"{SITE.url}papers/{paper.id}/"
        cited = citation(paper, address)
        kinds.add(item["itemType"])
        assert item["itemType"] == TYPES.get(cited["type"], "journalArticle"), paper.id
        assert item["title"] == one_line(plain(paper.title)), paper.id
        assert item.get("date", "") == cited.get("issued", "").replace("-", "/"), paper.id
        assert (item.get("DOI") or None) == paper.identifiers.get("doi"), paper.id
        container = item.get("publicationTitle") or item.get("conferenceName") or ""
        assert container == one_line(cited.get("container-title", "")), paper.id
        (said,) = parsed(toy_built / f"papers/{paper.id}/index.html").xpath(
            "//meta[@name='description']/@content"
        )
        assert item["abstractNote"] == one_line(said), paper.id
        pdfs = [each["url"] for each in item["attachments"] if each["type"] == "application/pdf"]
        assert pdfs == [link.url for link in paper.links if link.rel == "pdf"][:1], paper.id
        assert item["url"] == address
    assert kinds == {"journalArticle", "conferencePaper"}
    accepted("Zotero", pages=len(read))


def test_zotero_finds_each_author(read: list[tuple[Paper, dict[str, Any]]]) -> None:
    """Names with parts; of others Zotero makes parts itself."""
    compared = 0
    for paper, item in read:
        authors = citation(paper, SITE.url).get("author", [])
        if paper.id in (HOSTILE, MARKUP, CROWD):
            continue
        assert len(item["creators"]) == len(authors), paper.id
        for parts, found in zip(authors, item["creators"], strict=True):
            if "family" in parts and len(authors) > 1 and "suffix" not in parts:
                assert (found["lastName"], found["firstName"]) == (parts["family"], parts["given"])
                compared += 1
    assert compared >= 10

"""Real papers through the whole road; skipped where `../shared/data` is not there."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import pytest

from tests.toy import (
    SITE,
    internal_links,
    live,
    main_of,
    make_project,
    page_files,
    parsed,
    run,
    words,
)

pytestmark = pytest.mark.real


def built(content: Path, folder: Path, more: str = "") -> Path:
    """The site of a content folder, built without a warning."""
    project = make_project(folder, content, more)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    return project / "site"


def counts(*arguments: str | Path) -> dict[str, int]:
    done = run("paperfeed", "ingest", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {key: found[key] for key in ("added", "updated", "unchanged", "rejected")}


def check(site: Path, papers: int, every: int = 1) -> None:
    """Every page stands alone, says something, and leads only to pages that are there."""
    pages = page_files(site)
    assert sum(address.startswith("papers/") for address in pages) >= papers
    for address, path in itertools.islice(pages.items(), 0, None, every):
        tree = parsed(path)
        if tree.xpath("//meta[@http-equiv='refresh']"):
            continue
        main = main_of(tree)
        # A page by hand has a picture, of our own.
        picture = ["img"] if address == "docs/architecture/" else []
        assert live(main) == picture, address
        assert len(words(main.xpath(".//h1")[0])) > 0, address
        missing = internal_links(main, address) - pages.keys()
        assert not [each for each in missing if not (site / each).is_file()], (address, missing)
    assert (site / "feed.xml").read_bytes().count(b"<entry>") >= min(papers, 100)


def test_the_page_text_makes_66_papers_and_a_site(real_page_text: Path, tmp_path: Path) -> None:
    site = built(real_page_text, tmp_path / "project")
    check(site, 66)
    day = main_of(parsed(site / "archive/2025/03/11/index.html"))
    assert "66 papers listed" in words(day)
    assert len(day.xpath(".//article")) == 66
    home = main_of(parsed(site / "index.html"))
    assert internal_links(home, "") >= internal_links(day, "archive/2025/03/11/") - {
        "archive/2025/03/",
        "archive/2025/W11/",
        "archive/2025/03/11/papers.bib",
        "archive/",
    }


def test_the_page_text_again_changes_nothing(
    real_page_text: Path, shared: Path, tmp_path: Path
) -> None:
    text = shared / "hf-papers-page-text.txt"
    before = {path: path.read_bytes() for path in real_page_text.rglob("*.md")}
    again = counts(text, "--date", "2025-03-11", "--content", real_page_text)
    assert again == {"added": 0, "updated": 0, "unchanged": 66, "rejected": 0}
    assert {path: path.read_bytes() for path in real_page_text.rglob("*.md")} == before


def test_300_daily_papers_make_a_site(shared: Path, tmp_path: Path) -> None:
    """Every twentieth of the corpus, so that they spread over its years."""
    lines = gzip.decompress((shared / "corpus/hf_daily.jsonl.gz").read_bytes()).splitlines(True)
    (tmp_path / "slice.jsonl").write_bytes(b"".join(lines[::60] + lines[1:203]))
    content = tmp_path / "content"
    found = counts(tmp_path / "slice.jsonl", "--content", content)
    assert sum(found.values()) == len(lines[::60]) + 202 == 300
    assert found["rejected"] == 0
    # The index is made in the other tests; quick is what a default run has to be.
    site = built(content, tmp_path / "project", "plugins: [{paperfeed: {search: false}}]\n")
    check(site, found["added"], every=5)


@pytest.mark.soak
def test_all_daily_papers_make_a_site(shared: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    found = counts(shared / "corpus/hf_daily.jsonl.gz", "--content", content)
    assert sum(found.values()) == 5868
    assert found["rejected"] == 0
    site = built(content, tmp_path / "project")
    check(site, found["added"])
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text())
    indexed = sum(language["page_count"] for language in entry["languages"].values())
    assert indexed == found["added"]
    assert f"{SITE.url}papers/" in (site / "sitemap.xml").read_text()

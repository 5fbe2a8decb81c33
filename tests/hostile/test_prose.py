"""Every hostile item as a page by hand, with the extensions of Markdown that sites turn on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from playwright.sync_api import Browser

from generator.builder.allowed import PROSE
from generator.builder.gate import fault_of_fragment
from generator.builder.run import configured
from generator.faults import Flaw, FlawedError
from generator.files import decoded
from generator.hand_text import flaws_of_page
from tests.hostile import tally
from tests.hostile.items import Item, items
from tests.hostile.judge import look
from tests.hostile.test_site import STEPS
from tests.toy import make_content, make_project, paper, run

pytestmark = [pytest.mark.real, pytest.mark.browser]
EXTENSIONS = """
plugins: [{paperfeed: {search: false}}]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.blocks.details
  - pymdownx.details
  - pymdownx.emoji
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.magiclink
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a paper and many extensions, in the current folder."""
    content = make_content(tmp_path / "content", paper(1))
    folder = make_project(tmp_path / "project", content, EXTENSIONS)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def shown(project: Path) -> Callable[[Item], str]:
    """A function that gives the HTML which MkDocs makes of an item."""
    config = configured()
    config = config.plugins.on_config(config)

    def show(item: Item) -> str:
        file = File.generated(config, "hand/a.md", content=text_of(item))
        page = Page(None, file, config)
        page.read_source(config)
        page.render(config, Files([file]))
        return page.content or ""

    return show


def text_of(item: Item) -> str:
    """The item as a file of text can hold it."""
    return item.text.encode("utf-8", "replace").decode()


def flaws_of(data: bytes) -> tuple[Flaw, ...]:
    """Why a file of these bytes is refused before it is a page."""
    try:
        return tuple(flaws_of_page(decoded(data)))
    except FlawedError as error:
        return error.flaws


@STEPS
def test_each_is_refused_or_harmless(
    step: int, shared: Path, shown: Callable[[Item], str], project: Path, browser: Browser
) -> None:
    hand = project.parent / "content" / "hand"
    hand.mkdir()
    published = 0
    for number, item in enumerate(items(shared, step)):
        with tally.one_input(step, f"{item.name} as a page by hand"):
            raw = flaws_of(item.data)
            flaws = flaws_of(text_of(item).encode())
            reason = str(flaws[0]) if flaws else fault_of_fragment(shown(item), PROSE)[0]
        assert raw == flaws or item.data != text_of(item).encode()
        tally.count(step, published=not reason, rejected=bool(reason))
        if not reason:
            published += 1
            (hand / f"p{number}.md").write_text(text_of(item), encoding="utf-8", newline="")
    assert published > len(items(shared, step)) // 4
    done = run("paperfeed", "build", cwd=project)
    assert "Traceback" not in done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert all(line.endswith("listed above") for line in errors), errors
    site = project / "site"
    pages = sorted(
        path.parent.relative_to(site).as_posix() for path in site.glob("hand/p*/index.html")
    )
    assert len(pages) == published
    seen = look(browser, site, [f"{page}/" for page in pages])
    # The columns of a table say by a style how they are aligned, which the policy blocks.
    seen.ran = [told for told in seen.ran if "blocked: style-src-attr inline" not in told]
    tally.count(step, **seen.counts())
    assert seen.faults == []
    assert seen.pages == published

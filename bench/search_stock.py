"""Material's own search of the same papers: a stock site of them, whose search box is asked.

The site has what search of ours reads: the papers' pages alone, without topics, related papers and
citations. So both look for the same words in the same text.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.packing import Tally
from bench.programs import MKDOCS, PAPERFEED, environment, stock_project

#: Sections of a paper's page that search of ours reads.
_READ = ("Details",)
#: Each answer of the worker in which Material searches is told to the page, and when it is ready.
_LISTEN = """
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      if (data.type === 1) window.searchReady = true;
      dispatchEvent(new CustomEvent("searched", { detail: data }));
    });
  }
};
"""
#: The box is given each query as by a key; the results of one page are one result, as on the page.
_ASK = """
async (queries) => {
  const box = document.querySelector("[data-md-component=search-query]");
  const next = (type) => new Promise((done) => {
    const hear = ({ detail }) => {
      if (detail.type !== type) return;
      removeEventListener("searched", hear);
      done(detail.data);
    };
    addEventListener("searched", hear);
  });
  const begun = performance.now();
  box.focus();
  if (!window.searchReady) await next(1);
  const empty = next(3);
  await Promise.race([empty, new Promise((done) => setTimeout(done, 200))]);
  let before = performance.now();
  const ready = before - begun;
  let said = "";
  let last = [];
  const found = [];
  for (const q of queries) {
    before = performance.now();
    if (q !== said) {
      const answer = next(3);
      box.value = q;
      box.dispatchEvent(new Event("keyup"));
      last = (await answer).items.map((group) => group[0].location.split("#")[0]);
      said = q;
    }
    found.push([last.slice(0, 10), performance.now() - before]);
  }
  return [found, ready];
}
"""

#: For each query the pages found, the best first, and the milliseconds until they were there.
Found = list[tuple[list[str], float]]


def build(folder: Path, content: Path) -> Path:
    """The stock site of a content folder's papers, with Material's search."""
    generated, papers = folder / "generated", folder / "stock-papers"
    command: list[str | Path] = [PAPERFEED, "generate", generated, "--content", content]
    subprocess.run(command, check=True, env=environment(), stdout=subprocess.DEVNULL)
    (papers / "papers").mkdir(parents=True)
    (papers / "index.md").write_text("# Papers\n", encoding="utf-8")
    for page in (generated / "papers").glob("*.md"):
        text = shortened(page.read_text(encoding="utf-8"))
        (papers / "papers" / page.name).write_text(text, encoding="utf-8")
    project = stock_project(folder / "stock", papers, search=True)
    command = [MKDOCS, "build", "--quiet"]
    subprocess.run(command, cwd=project, check=True, env=environment(), capture_output=True)
    return project / "site"


def shortened(page: str) -> str:
    """A paper's Markdown page without the sections that search of ours passes over."""
    first, *sections = page.split("\n## ")
    read = (each for each in sections if each.partition("\n")[0] in _READ)
    return "\n## ".join([first, *read])


def ask(browser: Browser, root: str, queries: Sequence[str]) -> Found:
    """What is found for each query, in one page: the index is made anew for each."""
    page = _opened(browser, root)
    found, _ = page.evaluate(_ASK, list(queries))
    page.context.close()
    return [(urls, took) for urls, took in found]


def first_query(browser: Browser, root: str, tally: Tally, query: str) -> tuple[float, float]:
    """The bytes that search moves for a first query, and its seconds from the click on the box."""
    tally.clear()
    page = _opened(browser, root)
    found, ready = page.evaluate(_ASK, [query])
    page.context.close()
    moved = sum(size for path, size in tally if "/search" in path)  # the index and the worker
    return moved, (ready + found[0][1]) / 1000


def _opened(browser: Browser, root: str) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(_LISTEN)
    page.goto(root, wait_until="networkidle")
    return page

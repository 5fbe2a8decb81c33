"""Screenshots of every kind of page into a folder, to be looked at: `make screenshots`."""

from __future__ import annotations

import functools
import re
import shutil
import sys
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WIDTHS = (360, 768, 1440)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: Of these what is below the first window counts as well.
WHOLE = (
    "home", "paper", "library-full", "stats", "topics", "archive", "month", "subscribe",
    "paper-crowd", "paper-math", "day", "about",
)  # fmt: skip
#: These look something up first.
SLOW = ("search", "author", "author-unknown", "library", "library-full")
#: What a page has to have to be the paper of a kind that looks different.
_TITLE = re.compile(r"<h1[^>]*>.*?</h1>", re.DOTALL)
_ABSTRACT = re.compile(r'<section class="?pf-abstract.*?</section>', re.DOTALL)
UNLIKE: dict[str, Callable[[str], int]] = {
    "paper-crowd": lambda page: page.count("authors/?name="),
    "paper-withdrawn": lambda page: page.count("pf-warning"),
    "paper-math": lambda page: sum(found.count("<math") for found in _TITLE.findall(page)),
    "paper-formulas": lambda page: sum(found.count("<math") for found in _ABSTRACT.findall(page)),
    "paper-bare": lambda page: sum("pf-sub" in found for found in _ABSTRACT.findall(page)),
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""


def kinds(site: Path) -> dict[str, str]:
    """An address of each kind of page that the site has."""
    papers = sorted(path.parent.name for path in (site / "papers").glob("*/index.html"))
    days = sorted((site / "archive").glob("[0-9]*/[0-9]*/[0-9]*/index.html"))
    day = days[-1].parent.relative_to(site).as_posix() if days else "archive"
    weeks = sorted((site / "archive").glob("[0-9]*/W*/index.html"))
    venues = sorted(path.parent.name for path in (site / "venues").glob("*/index.html"))
    found = {
        "home": "", "day": f"{day}/", "month": f"{Path(day).parent}/",
        "year": f"{Path(day).parent.parent}/", "archive": "archive/", "topics": "topics/",
        "topic": "topics/language-models/", "search": "search/?q=model", "about": "about/",
        "subscribe": "subscribe/", "library": "library/", "404": "404.html",
    }  # fmt: skip
    found |= {
        "trending": "trending/", "trending-month": "trending/month/", "venues": "venues/",
        "stats": "stats/", "authors": "authors/", "author": "authors/?name=Ziwei%20Liu",
        "author-unknown": "authors/?name=Nobody%20Atall", "topic-2": "topics/language-models/2/",
    }  # fmt: skip
    if weeks:
        found["week"] = f"{weeks[-1].parent.relative_to(site).as_posix()}/"
    if venues:
        found["venue"] = f"venues/{venues[len(venues) // 2]}/"
    if papers:
        found["paper"] = f"papers/{papers[len(papers) // 3]}/"
    # Last, as what is pressed stays: the library with something in it, and the keys over it.
    found |= unlike(site) | {"library-full": "library/", "keys": "library/"}
    return {kind: at for kind, at in found.items() if (site / at.partition("?")[0]).exists()}


def unlike(site: Path) -> dict[str, str]:
    """The papers that differ most from others, where the site has some: each the most of its kind."""
    most: dict[str, tuple[int, str]] = {}
    for path in sorted((site / "papers").glob("*/index.html")):
        page = path.read_text(encoding="utf-8")
        for kind, much in UNLIKE.items():
            most[kind] = max(most.get(kind, (0, "")), (much(page), f"papers/{path.parent.name}/"))
    return {kind: address for kind, (much, address) in most.items() if much}


def fill_library(page: Page, root: str) -> None:
    """Save, read and follow something, as a reader does."""
    page.goto(root)
    for kind in ("save", "read"):
        for button in page.locator(f".pf-toggle--{kind}").all()[:3]:
            button.click()
    page.locator(".pf-card__title a").first.click()
    page.locator(".pf-toggle--more").click()
    for button in page.locator(".pf-actions .pf-toggle--follow").all()[:4]:
        button.click()


def main(site: Path, folder: Path, only: list[str]) -> None:
    """Take the screenshots of the built `site` into `folder`; `only` some kinds, if named."""
    handler = functools.partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {kind: at for kind, at in kinds(site).items() if not only or kind in only}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                context = browser.new_context(
                    color_scheme="dark" if scheme == "dark" else "light",
                    viewport={"width": width, "height": 900},
                    has_touch=width < 1000,
                )
                page = context.new_page()
                for kind, address in wanted.items():
                    if kind == "library-full":
                        fill_library(page, root)
                    page.goto(root + address)
                    if kind == "keys":
                        page.locator("[data-pf-do=keys]").click()
                    page.wait_for_timeout(600 if kind in SLOW else 150)
                    name = f"{kind}-{width}-{scheme}"
                    page.screenshot(path=folder / f"{name}.png")
                    if kind in WHOLE:
                        # Not `full_page`, which forgets that the screen is touched.
                        height = page.evaluate("document.documentElement.scrollHeight")
                        page.set_viewport_size({"width": width, "height": height})
                        page.screenshot(path=folder / f"{name}-whole.png")
                        page.set_viewport_size({"width": width, "height": 900})
                context.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])

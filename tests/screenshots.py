"""Screenshots of every kind of page into a folder, to be looked at: `make screenshots`."""

from __future__ import annotations

import functools
import shutil
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = (360, 768, 1440)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


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
        "subscribe": "subscribe/", "library": "library/", "404": "nowhere/",
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
    return found | ({"paper": f"papers/{papers[len(papers) // 3]}/"} if papers else {})


def main(site: Path, folder: Path, only: list[str]) -> None:
    """Take the screenshots of the built `site` into `folder`."""
    handler = functools.partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                context = browser.new_context(
                    color_scheme="dark" if scheme == "dark" else "light",
                    viewport={"width": width, "height": 900},
                )
                page = context.new_page()
                for kind, address in kinds(site).items():
                    if only and kind not in only:
                        continue
                    if kind == "404":
                        page.goto(f"{root}404.html")
                    else:
                        page.goto(root + address)
                    page.wait_for_timeout(
                        600 if kind in ("search", "author", "author-unknown") else 150
                    )
                    page.screenshot(path=folder / f"{kind}-{width}-{scheme}.png")
                context.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])

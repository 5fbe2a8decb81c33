"""A browser, a site for it under two addresses, and pages that tell what went wrong on them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import toy as toys
from tests.browser.harbour import make_harbour

#: Where the site says it is; nothing there is ever asked for.
HOST = "https://papers.example"
PREFIXES = {"root": "/", "sub": "/a/b/"}
#: Told to the console, which the watch reads: a violation may happen without any other sign.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `violation of ${event.effectiveDirective} by ${event.blockedURI} at ${event.sourceFile}`
));
"""

expect.set_options(timeout=10_000)


@dataclass(frozen=True, slots=True)
class Served:
    """A built site and the address at which it is served."""

    url: str
    folder: Path

    def page(self, address: str = "") -> str:
        """The whole address of a page."""
        return self.url + address


@dataclass(slots=True)
class Watch:
    """What went wrong on a page, but for what the test allows by a part of its text."""

    origin: str
    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, part: str) -> None:
        """Faults with this in them are part of the test."""
        self.allowed.append(part)

    def remaining(self) -> list[str]:
        """The faults that nobody allowed."""
        return [fault for fault in self.faults if not any(each in fault for each in self.allowed)]

    def over(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda said: self._note(said.type == "error", f"console: {said.text}"))
        page.on("pageerror", lambda error: self._note(True, f"exception: {error}"))
        page.on("crash", lambda _: self._note(True, "the page crashed"))
        page.on(
            "request",
            lambda request: self._note(
                not request.url.startswith((f"{self.origin}/", "data:")), f"asked {request.url}"
            ),
        )

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.faults.append(text)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of the site in the browser, and the watch over it."""

    page: Page
    watch: Watch
    site: Served

    def goto(self, address: str = "") -> Page:
        """Go to a page of the site."""
        self.page.goto(self.site.page(address))
        return self.page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser's."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented feed as a content folder; to be read, not written."""
    return make_harbour(tmp_path_factory.mktemp("harbour") / "content")


@pytest.fixture(scope="session")
def sites(harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """The feed's site, built for the root of a host and for a path below it, both served."""
    found = {}
    servers = []
    for name, prefix in PREFIXES.items():
        folder = tmp_path_factory.mktemp(name) / "site"
        build(harbour, folder, HOST + prefix)
        server, served = serve(folder, prefix)
        servers.append(server)
        found[name] = served
    yield found
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(sites: dict[str, Served]) -> Served:
    """The site at the root."""
    return sites["root"]


@pytest.fixture(scope="session", params=list(PREFIXES))
def any_site(request: pytest.FixtureRequest, sites: dict[str, Served]) -> Served:
    """The site at the root and below a path, in turn."""
    return sites[cast("str", request.param)]


@pytest.fixture(scope="session")
def toy_site(toy_built: Path) -> Iterator[Served]:
    """The toy feed's site, below a path."""
    server, served = serve(toy_built, urlsplit(toys.SITE.url).path)
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_site(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens a site in a page of its own; a fault on it fails the test when it is over."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def opened(served: Served, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.add_init_script(_TELL_VIOLATIONS)
        page = context.new_page()
        watch = Watch("/".join(served.url.split("/")[:3]))
        watch.over(page)
        watches.append(watch)
        return Opened(page, watch, served)

    yield opened
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.remaining()] == []


@pytest.fixture
def opened(open_site: Callable[..., Opened], site: Served) -> Opened:
    """The site at the root in a page of its own."""
    return open_site(site)


@pytest.fixture
def opened_anywhere(open_site: Callable[..., Opened], any_site: Served) -> Opened:
    """The site at the root and below a path, in turn, in a page of its own."""
    return open_site(any_site)


def build(content: Path, folder: Path, url: str) -> None:
    """Build the site of a content folder."""
    project = toys.make_project(folder.parent / f"project of {folder.name}", content)
    done = toys.run("paperfeed", "build", "--site", folder, cwd=project, SITE_URL=url)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def serve(folder: Path, prefix: str = "/") -> tuple[ThreadingHTTPServer, Served]:
    """Serve a site as its host will: below a path, and with its own 404 page."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder), prefix=prefix))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, Served(f"http://127.0.0.1:{server.server_port}{prefix}", folder)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that was left before all of it had come."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "no such file")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        pass

"""A first visit to a paper's page is light: bytes, origins, and nothing moves under the eye."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, Served
from tests.toy import CROWD

MOST = 100_000
PAPER = "papers/2312.00011/"
LIST = "topics/trees/"
SHIFT = """
window.pfShift = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.pfShift += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Sent:
    """What a server has sent: bytes as they go over the wire, by address."""

    bytes: dict[str, int] = field(default_factory=dict)
    #: How long each script is kept back, as on a slow network.
    late: float = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.bytes.values())


class _Packing(SimpleHTTPRequestHandler):
    """Sends what hosts send: text packed by gzip at its usual level, the rest as it is."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, sent: Sent, **kwargs: Any) -> None:
        self.sent = sent
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        if path.suffix == ".js":
            sleep(self.sent.late)
        body = path.read_bytes()
        packed = path.suffix in (".html", ".css", ".js", ".svg", ".json", ".xml")
        body = gzip.compress(body, 6) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        self.sent.bytes[self.path] = len(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        pass


@pytest.fixture(scope="session")
def packing(toy_built: Path) -> Iterator[tuple[Served, Sent]]:
    """The toy site, served packed, and what was sent of it."""
    root = toy_built.parent / "packed"
    root.mkdir()
    (root / "mirror").symlink_to(toy_built)
    sent = Sent()
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Packing, directory=str(root), sent=sent)
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}/mirror/", toy_built), sent
    server.shutdown()
    server.server_close()


def visit(
    open_site: Callable[..., Opened], packing: tuple[Served, Sent], address: str, **options: Any
) -> tuple[Sent, float]:
    """A first visit: what was sent, and how far things moved."""
    served, sent = packing
    opened = open_site(served, **options)  # Its watch fails the test if another origin is asked.
    opened.page.add_init_script(SHIFT)
    sent.bytes.clear()
    page = opened.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    shift = float(page.evaluate("window.pfShift"))
    return Sent(dict(sent.bytes)), shift


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize(
    "address",
    [
        PAPER,
        "papers/2401.00021/",
        "papers/1706.00099/",
        pytest.param(f"papers/{CROWD}/", id="3,000 authors"),
    ],
)
def test_a_first_visit_is_light_and_nothing_moves(
    open_site: Callable[..., Opened], packing: tuple[Served, Sent], address: str, width: int
) -> None:
    sent, shift = visit(open_site, packing, address, viewport={"width": width, "height": 800})
    assert f"/mirror/{address}" in sent.bytes
    assert sent.total <= MOST, sorted(sent.bytes.items(), key=lambda each: -each[1])
    assert shift < 0.02


def press(page: Page, what: str) -> None:
    """Choose what later lists have to follow from the start."""
    if what == "compact":
        page.get_by_role("button", name="Compact").click()
    elif what == "order":
        page.locator(".pf-toolsort select").select_option("published")
    else:
        page.locator(".pf-toggle--read").first.click()
        page.get_by_role("button", name="Hide read").click()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("what", ["compact", "order", "hide"])
def test_a_choice_of_how_lists_look_moves_nothing(
    open_site: Callable[..., Opened], packing: tuple[Served, Sent], what: str, width: int
) -> None:
    served, sent = packing
    size = {"width": width, "height": 800}
    opened = open_site(served, viewport=size, has_touch=width < 1000)
    opened.page.add_init_script(SHIFT)
    page = opened.goto(LIST)
    shown = page.locator(".pf-card__title:visible")
    before = shown.all_inner_texts()
    press(page, what)
    after = shown.all_inner_texts()
    sent.late = 0.3  # Longer than a page waits before it shows what it has.
    try:
        page.reload()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
    finally:
        sent.late = 0
    assert page.evaluate("window.pfShift") < 0.005
    assert shown.all_inner_texts() == after
    assert (page.locator(".pf-card__abstract:visible").count() == 0) == (what == "compact")
    assert (after == before) == (what == "compact")


def test_a_list_that_waits_is_seen_even_if_nothing_comes(
    open_site: Callable[..., Opened], packing: tuple[Served, Sent]
) -> None:
    opened = open_site(packing[0])
    page = opened.goto(LIST)
    press(page, "order")
    page.route("**/list-tools.js", lambda route: route.abort())
    opened.watch.allow("list-tools.js")
    opened.watch.allow("ERR_FAILED")
    page.reload()
    card = page.locator(".pf-card").first
    expect(card).to_be_hidden()
    expect(card).to_be_visible()


@pytest.mark.parametrize("address", ["", LIST, "library/", "search/", "authors/", "trending/"])
def test_what_scripts_put_in_has_its_place(
    open_site: Callable[..., Opened], packing: tuple[Served, Sent], address: str
) -> None:
    _, shift = visit(
        open_site, packing, address, viewport={"width": 360, "height": 800}, has_touch=True
    )
    assert shift < 0.005


def test_a_shift_is_seen(open_site: Callable[..., Opened], packing: tuple[Served, Sent]) -> None:
    opened = open_site(packing[0])
    opened.page.add_init_script(SHIFT)
    page = opened.goto(PAPER)
    page.wait_for_timeout(300)
    page.evaluate(
        "document.querySelector('h1').before(Object.assign(document.createElement('p'), "
        "{textContent: 'New '.repeat(400)}))"
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.pfShift") > 0.02

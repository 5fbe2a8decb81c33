"""A browser that looks at every page of a site and tells what ran, loaded, or should not be there."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from generator.builder.allowed import OURS, PROSE, Allowed

#: Pages that are looked at at once, each in a frame of one page.
_AT_ONCE = 12
#: What our own scripts put into the data part once the page is there.
_BY_SCRIPTS = {
    "button": (
        "aria-controls aria-expanded aria-pressed aria-label class data-follows-author disabled "
        "data-about data-follows-topic data-pf-act data-pf-copy data-reads data-saves hidden title type"
    ),
    "textarea": "aria-label class data-pf-text hidden id readonly rows spellcheck",
    "svg": "aria-hidden class viewBox focusable height width",
    "path": "d class",
    "span": "class hidden aria-hidden",
    "mark": "",
    "pre": "class tabindex",
    "code": "",
    "select": "aria-label class id name",
    "option": "value selected",
    "label": "class for",
    "input": "checked value aria-label max min",
    "ul": "role aria-label",
    "div": "aria-live role aria-label",
    "math": "display",
    "li": "data-authors data-by data-day data-doi data-paper data-title data-topics data-year",
}
_NATIVES = (
    "body head documentElement forms images links scripts cookie currentScript location title "
    "querySelector getElementById createElement defaultView implementation children firstChild "
    "attributes addEventListener baseURI URL domain referrer readyState scrollingElement"
).split()
_ARE_ELEMENTS = (
    "body",
    "head",
    "documentElement",
    "currentScript",
    "scrollingElement",
    "firstChild",
)
#: In every frame before anything else: whatever a script of a stranger would do is told of.
_WATCH = """
(() => {
  const tell = (what) => window.top.told?.(`${location.pathname}: ${what}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...given) => { tell(`${name}(${given}) was called`); return null; };
  }
  addEventListener("securitypolicyviolation", (event) =>
    tell(`blocked: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
})();
"""
_HARNESS = """<!doctype html><meta charset="utf-8"><title>Judge</title><script>
window.told_of = [];
window.told = (what) => window.told_of.push(what);
const judge = JUDGE;
const allowed = ALLOWED;
// What is looked up first takes longer than what is there.
const settleOf = (address) => (/^.(search|library|authors)/.test(address) ? 2_500 : 20);
async function look(address) {
  const frame = document.createElement("iframe");
  frame.width = 900; frame.height = 700;
  const loaded = new Promise((resolve) => {
    frame.onload = () => resolve(true);
    setTimeout(() => resolve(false), 20_000);
  });
  frame.src = address;
  document.body.append(frame);
  if (!(await loaded)) return { address, faults: ["did not load"], nodes: 0 };
  const seen = frame.contentWindow;
  const settle = settleOf(address);
  await new Promise((resolve) => setTimeout(resolve, settle));
  let found;
  try {
    found = await judge(seen, allowed);
    const there = new URL(address, location.href).pathname;
    if (seen.location.pathname !== there) found.faults.push(`went to ${seen.location.href}`);
  } catch (error) {
    found = { faults: [`could not be judged: ${error}`], nodes: 0 };
  }
  if (settle > 20) found.text = seen.document.querySelector("#pf-content")?.innerText;
  frame.remove();
  return { address, ...found };
}
window.lookAll = (addresses) => Promise.all(addresses.map(look));
</script><body></body>"""


@dataclass(slots=True)
class Seen:
    """What was seen of a site: pages, elements, and everything that should not have been."""

    pages: int = 0
    nodes: int = 0
    live: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    off_origin: list[str] = field(default_factory=list)
    #: What pages say that look something up, by their address.
    texts: dict[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How much was seen, and how much of it should not have been."""
        faults = {name: len(getattr(self, name)) for name in ("live", "ran", "off_origin")}
        return {"pages": self.pages, "nodes": self.nodes, **faults}

    @property
    def faults(self) -> list[str]:
        """All that should not have been."""
        return self.live + self.ran + self.off_origin


def look(
    browser: Browser,
    site: Path,
    addresses: Sequence[str],
    before: Callable[[Page, str], None] = lambda page, origin: None,
) -> Seen:
    """Every one of these pages of a built site, in the browser.

    `before` is given a page of the same reader's, and where the site is: what it does there, the
    pages know.
    """
    seen = Seen()
    with _served(site) as origin:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        try:
            page = _harness(context, origin, seen)
            reader = context.new_page()
            before(reader, origin)
            reader.close()
            for start in range(0, len(addresses), _AT_ONCE):
                some = [
                    f"/{quote(each, safe='/?=&%')}" for each in addresses[start : start + _AT_ONCE]
                ]
                for found in page.evaluate("(some) => window.lookAll(some)", some):
                    seen.pages += 1
                    seen.nodes += found["nodes"]
                    if found.get("text"):
                        seen.texts[found["address"]] = found["text"]
                    seen.live += [f"{found['address']}: {fault}" for fault in found["faults"]]
                seen.ran += page.evaluate("window.told_of.splice(0)")
        finally:
            context.close()
    return seen


def _harness(context: BrowserContext, origin: str, seen: Seen) -> Page:
    context.add_init_script(_WATCH)

    def watch(request: Request) -> None:
        if not request.url.startswith((f"{origin}/", "data:", "about:", "blob:")):
            seen.off_origin.append(request.url)

    def dismiss(dialog: Dialog) -> None:
        seen.ran.append(dialog.message)
        dialog.dismiss()

    context.on("request", watch)
    page = context.new_page()
    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: seen.ran.append(f"an error: {error}"))
    judge = Path(__file__).with_name("judge.js").read_text(encoding="utf-8")
    html = _HARNESS.replace("JUDGE", judge).replace("ALLOWED", json.dumps(_told()))
    context.route(
        f"{origin}/judge-of-pages", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    page.goto(f"{origin}/judge-of-pages")
    return page


def _told() -> dict[str, Any]:
    return {
        "ours": _elements(OURS, _BY_SCRIPTS),
        "prose": _elements(PROSE, {}),
        "id": "^(pf-[a-z-]+|abstract|why-[a-z0-9-]+|year-[0-9]{4})$",
        "natives": _NATIVES,
        "elements": _ARE_ELEMENTS,
    }


def _elements(allowed: Allowed, more: dict[str, str]) -> dict[str, list[str]]:
    # What is too wide for its place can be scrolled by keys.
    elements = {name: [*known, "tabindex"] for name, known in allowed.elements.items()}
    for name, attributes in more.items():
        elements[name] = [*elements.get(name, []), *attributes.split()]
    return elements


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        if "/assets/" in self.path or self.path.endswith(".json"):
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that was left before all of it had come."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

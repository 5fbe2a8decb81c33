"""No page keeps anybody out, as far as axe-core can tell: every kind: light and large, dark and small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from generator.addresses import url_of
from generator.model import Page
from tests.browser.conftest import Opened, Served
from tests.toy import CROWD

#: axe-core, as the package carries it. It is evaluated, which no policy forbids to a test.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
#: Of 2.2 axe knows the size of targets, and looks at it only if it is told to.
OPTIONS = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
#: Beyond the pages that the feed makes.
OTHERS = (
    "about/", "docs/formats/", "no-such-page/", "search/?q=tree", "authors/?name=Ada%20Pebble"
)  # fmt: skip


@pytest.fixture(scope="session")
def addresses(toy_pages: dict[str, Page]) -> list[str]:
    """Every paper, and a page or two of each other kind."""
    chosen: dict[str, list[str]] = {}
    for uri, page in toy_pages.items():
        chosen.setdefault(page.kind, []).append(url_of(uri))
    some = (found if kind == "paper" else found[:2] for kind, found in chosen.items())
    return [*(address for found in some for address in found), *OTHERS]


def violations(page: BrowserPage) -> Iterator[str]:
    """What axe finds serious or critical, with the element and what is wrong with it."""
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(f"axe.run(document, {OPTIONS})")
    for found in result["violations"]:
        if found["impact"] in ("serious", "critical"):
            for node in found["nodes"]:
                why = " ".join(node["failureSummary"].split())
                yield f"{found['id']}: {node['html'][:160]}: {why[:300]}"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_serious_on_any_page(
    open_site: Callable[..., Opened],
    toy_site: Served,
    addresses: list[str],
    scheme: str,
    width: int,
) -> None:
    opened = open_site(
        toy_site,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    opened.watch.allow("404")
    assert len(addresses) > 35
    found: dict[str, set[str]] = {}
    for address in addresses:
        page = opened.goto(address)
        if "?" in address:  # These look something up first.
            page.wait_for_load_state("networkidle")
        if CROWD not in address:  # Three thousand links are as good as ten.
            page.evaluate(
                "for (const each of document.querySelectorAll('details')) each.open = true"
            )
        for each in violations(page):
            found.setdefault(each, set()).add(address)
    report = [f"{what} ({len(where)} pages, {min(where)})" for what, where in found.items()]
    assert not report, "\n".join(report)


def test_axe_sees_what_it_looks_for(opened: Opened) -> None:
    page = opened.goto()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', "
        "'<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"><button></button>')"
    )
    found = "\n".join(violations(page))
    assert "image-alt" in found
    assert "button-name" in found

"""The judge sees what it is there to see: without that no test of it could fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.hostile.judge import look

pytestmark = pytest.mark.browser


def page(inside: str, head: str = "") -> str:
    """A page with something in its data part."""
    return f"<!doctype html><head>{head}</head><body><div id='pf-content'>{inside}</div></body>"


#: Pages, and what of each has to be told; nothing of the first.
CASES = [
    (page("<p>text</p>"), ""),
    (page("<script>alert(1)</script>"), "alert(1) was called"),
    (page("<img src=x onerror=alert(2)>"), "alert(2) was called"),
    (page("<img src=x onerror=alert(2)>"), "<img>"),
    (page("<p onclick=alert(1)>x</p>"), "<p onclick=alert(1)>"),
    (page("<a href=javascript:alert(1)>x</a>"), "<a href=javascript:alert(1)>"),
    (page("<a href='java\nscript:alert(1)'>x</a>"), "<a href=java"),
    (page("<iframe srcdoc='<p>x</p>'></iframe>"), "<iframe>"),
    (page("<svg><script>alert(3)</script></svg>"), "alert(3) was called"),
    (page("<p id=document>x</p>"), "<p id=document>"),
    (page("<form name=body></form>"), "document.body is hidden"),
    (page("<form name=body></form>"), "<form name=body>"),
    (page("<form><input name=attributes><b onclick=x>y</b></form>"), "<b>"),
    (page("<!-- text -->"), "a comment"),
    (page("<img src=http://127.0.0.2:9/x.png>"), "http://127.0.0.2:9/x.png"),
    (page("<p>x</p>", "<script>location = '/elsewhere.html'</script>"), "went to"),
    (
        page(
            "<script>alert(4)</script>",
            "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">",
        ),
        "blocked: script-src-elem inline",
    ),
    ("<!doctype html><p>no part for data</p>", "no #pf-content"),
]


def test_it_sees_whatever_is_live(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.html").write_text("<p>x</p>")
    for number, (html, _) in enumerate(CASES):
        (tmp_path / f"p{number}").mkdir()
        (tmp_path / f"p{number}" / "index.html").write_text(html)
    seen = look(browser, tmp_path, [f"p{number}/" for number in range(len(CASES))])
    assert seen.pages == len(CASES)
    for number, (_, told) in enumerate(CASES):
        own = [fault for fault in seen.live + seen.ran if fault.startswith(f"/p{number}/:")]
        assert any(told in fault for fault in own + seen.off_origin) if told else not own, own
    assert seen.off_origin == ["http://127.0.0.2:9/x.png"]

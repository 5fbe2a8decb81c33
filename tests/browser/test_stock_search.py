"""Material's own search, which ours is measured beside: that what it answers is heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import search_stock
from bench.packing import Tally, serving
from generator.store import write
from tests.toy import make_project, paper


def test_the_box_of_a_stock_site_is_asked(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tmp_path / "content"
    write(content, paper(1, title="Foghorns of the harbour"))
    write(content, paper(2, title="Cormorants: a harbour at night"))
    monkeypatch.chdir(make_project(tmp_path / "project", content))
    site = search_stock.build(tmp_path, content)
    first, second = "papers/2401.00001/", "papers/2401.00002/"
    tally: Tally = []
    with serving(site, tally) as root:
        queries = ["foghorns", "cormorants night", "cormorants night", "xylophone", "2401.00001"]
        found = search_stock.ask(browser, root, queries)
        assert [urls for urls, _ in found] == [[first], [second], [second], [], [first]]
        moved, seconds = search_stock.first_query(browser, root, tally, "foghorns")
    sizes = {path.rpartition("/")[2].partition(".")[0]: size for path, size in tally}
    assert moved == sizes["search_index"] + sizes["search"]  # which is the worker
    assert 0 < seconds < 60

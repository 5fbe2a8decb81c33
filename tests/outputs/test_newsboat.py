"""Channels in a feed reader of others: newsboat fetches them from a server on loopback."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from generator.feed import Feed
from generator.markup import plain
from generator.outputs.channels import files
from generator.site import Site
from tests.accepted import accepted
from tests.toy import SITE

NEWSBOAT = shutil.which("newsboat")
pytestmark = pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Site]]:
    """A folder, and the site of which it is."""
    folder = tmp_path / "site"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield folder, replace(SITE, url=f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()


def test_it_fetches_every_channel_of_the_list(
    served: tuple[Path, Site], toy_feed: Feed, tmp_path: Path
) -> None:
    folder, site = served
    made = {output.path: output.data for output in files(toy_feed, site)}
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    urls, cache, config = tmp_path / "urls", tmp_path / "cache.db", tmp_path / "config"
    urls.write_text(f"{site.url}daily.xml\n")
    config.write_text("suppress-first-reload yes\n")
    own = ["-u", str(urls), "-c", str(cache), "-C", str(config)]
    for action in (["-i", str(folder / "feeds.opml")], ["-x", "reload"]):
        subprocess.run([str(NEWSBOAT), *own, *action], check=True, capture_output=True, timeout=60)
    wanted = {f"{site.url}{path}" for path in made if path.endswith(".xml")}
    assert {line.split(" ")[0] for line in urls.read_text().splitlines()} == wanted
    with closing(sqlite3.connect(cache)) as database:
        feeds = dict(database.execute("select rssurl, title from rss_feed"))
        entries = database.execute("select feedurl, title, url, content from rss_item").fetchall()
    assert set(feeds) == wanted
    assert feeds[f"{site.url}feed.xml"] == "Toy feed"
    # An entry of several channels it keeps once, by its id.
    addresses = [url for _, _, url, _ in entries]
    papers = {f"{site.url}papers/{paper.id}/": plain(paper.title) for paper in toy_feed.papers}
    assert sorted(url for url in addresses if "/papers/" in url) == sorted(papers)
    assert {title for _, title, url, _ in entries if url in papers} == set(papers.values())
    assert sum("/archive/" in url for url in addresses) == len(toy_feed.days)
    assert all(content for *_, content in entries)
    accepted("newsboat", feeds=len(feeds), entries=len(entries))

"""A paper that is edited while the site is served: its page at once, the rest after it."""

from __future__ import annotations

import errno
import shutil
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.builder import pouring
from generator.builder.edited import MOST, Stamps, show_edited, stamps_of
from generator.builder.last_site import LastSite
from generator.builder.run import build_after, configured, plugin_of
from generator.builder.serving import Server, _Serving
from generator.builder.shell import Pourer
from generator.builder.template_faults import TemplateFaultError
from tests.builder.test_serving import Served, edit
from tests.builder.test_shell import POURED
from tests.toy import make_project, make_toy

ID = "2312.00011"


@dataclass
class Site:
    """A site that is served, and what its last build made it of."""

    content: Path
    folder: Path
    last: LastSite
    work: pouring.Work
    before: Stamps

    def record(self, paper_id: str = ID) -> Path:
        (found,) = self.content.glob(f"papers/*/*/{paper_id}.md")
        return found

    def page(self, paper_id: str = ID) -> bytes:
        return (self.folder / "papers" / paper_id / "index.html").read_bytes()

    def show(self) -> int:
        now = stamps_of(self.content)
        return show_edited(self.work, self.content, self.before, now, self.folder)

    def build(self) -> None:
        config = configured(site=self.folder, url="http://127.0.0.1:1/")
        _, self.last = build_after(self.last, config, serve_url="http://127.0.0.1:1/")
        work = plugin_of(config).work
        assert work
        self.work = work


def site_of(tmp_path: Path, options: str) -> Site:
    content = make_toy(tmp_path / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(make_project(tmp_path / "project", content, options))
        none = pouring.Work.__new__(pouring.Work)
        made = Site(content, tmp_path / "site", LastSite(), none, stamps_of(content))
        made.build()
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(tmp_path_factory.mktemp("edited"), POURED)


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Iterator[Site]:
    """The built site; its records and the page are put back after the test."""
    papers, page = built.content / "papers", built.folder / "papers" / ID
    shutil.copytree(papers, tmp_path / "records")
    shutil.copytree(page, tmp_path / "page")
    yield built
    for folder, copy in ((papers, "records"), (page, "page")):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / copy, folder)


def test_the_page_is_the_one_that_the_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(tmp_path, POURED)
    monkeypatch.chdir(tmp_path / "project")
    old = site.page()
    edit(site.record(), "authors:\n", "authors:\n- name: Ada <b>Shore</b>\n")
    assert site.show() == 1
    shown = site.page()
    assert shown != old
    assert b"Ada &lt;b&gt;Shore" in shown
    site.build()
    assert site.page() == shown


def test_of_nothing_edited_nothing_is_made(site: Site) -> None:
    assert site.show() == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("title:", "title: ["),
        lambda text: text.replace(f"id: '{ID}'", "id: '2312.99999'"),
        lambda text: text.replace("listed: 2023-12", "listed: 2023-11"),
    ],
)
def test_what_is_not_that_paper_any_longer_waits_for_the_build(
    site: Site, spoil: Callable[[str], str]
) -> None:
    record, old = site.record(), site.page()
    text = record.read_text(encoding="utf-8")
    assert spoil(text) != text
    record.write_text(spoil(text), encoding="utf-8")
    assert site.show() == 0
    assert site.page() == old


def test_new_papers_and_those_that_are_gone_wait_for_the_build(site: Site) -> None:
    record = site.record()
    record.with_name("2312.00999.md").write_bytes(record.read_bytes())
    record.unlink()
    assert site.show() == 0


def test_many_papers_are_no_edit(site: Site) -> None:
    for path in sorted(site.content.glob("papers/*/*/*.md"))[: MOST + 1]:
        path.write_bytes(path.read_bytes() + b"\nMore.\n")
    assert site.show() == 0


def test_what_the_gate_refuses_is_not_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    old = site.page()
    edit(site.record(), "title: Sorting", "title: Re-sorting")
    monkeypatch.setattr(type(site.work.gate), "told", lambda gate: "papers: refused")
    assert site.show() == 0
    assert site.page() == old


def test_where_the_disk_is_full_the_old_page_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = site.page()
    edit(site.record(), "title: Sorting", "title: Re-sorting")

    def full(folder: str, name: str, data: bytes) -> None:
        (Path(folder) / name).write_bytes(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("generator.builder.edited.write", full)
    assert site.show() == 0
    assert site.page() == old
    assert not list(site.folder.glob(".*"))


def test_a_template_that_is_wrong_by_now_is_left_for_the_build(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(site.record(), "title: Sorting", "title: Re-sorting")

    def wrong(pourer: Pourer, page: object) -> str:
        raise TemplateFaultError("feed/paper.html:1: tides")

    monkeypatch.setattr(Pourer, "whole", wrong)
    assert site.show() == 0


def test_what_lies_behind_a_link_is_not_shown(site: Site, tmp_path: Path) -> None:
    record = site.record()
    other = tmp_path / "elsewhere.md"
    other.write_bytes(record.read_bytes().replace(b"title: Sorting", b"title: Re-sorting"))
    record.unlink()
    record.symlink_to(other)
    assert site.show() == 0


def test_another_venue_has_no_address_before_the_build(site: Site) -> None:
    paper = next(each for each in site.work.feed.papers if each.venue == "Shore Workshop")
    text = site.record(paper.id).read_text(encoding="utf-8")
    site.record(paper.id).write_text(
        text.replace(f"venue: {paper.venue}", "venue: Journal of Tides"), encoding="utf-8"
    )
    assert b"venues/shore-workshop/" in site.page(paper.id)
    assert site.show() == 1
    assert b"Journal of Tides" in site.page(paper.id)
    assert b"venues/shore-workshop/" not in site.page(paper.id)


def test_the_feed_is_not_kept_while_the_next_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MkDocs keeps the plugin from build to build, and with it all that the plugin holds."""
    project = make_project(tmp_path / "project", make_toy(tmp_path / "content"), POURED)
    monkeypatch.chdir(project)
    told: list[object] = []
    serving = _Serving(tmp_path / "site", 1, told.append, told.append)
    config = serving._configured()
    serving._build(config)
    assert len(told) == 1
    assert serving._work
    assert plugin_of(config).work is None


def test_where_pages_go_mkdocs_own_way_they_wait_for_the_build(tmp_path: Path) -> None:
    site = site_of(tmp_path, "plugins: [{paperfeed: {search: false, pour: false}}]\n")
    edit(site.record(), "title: Sorting", "title: Re-sorting")
    assert site.show() == 0


def test_a_folder_that_cannot_be_read_is_left_for_the_build(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("in the way")
    assert stamps_of(tmp_path) == {}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(lambda: None, "127.0.0.1", 0, str(tmp_path))
    made.server_bind()
    made.server_activate()
    made.serve_thread.start()
    yield made
    made.shutdown(wait=False)


def test_the_server_shows_what_is_there_while_a_build_goes_on(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("tide")
    got: list[bytes] = []

    def ask() -> None:
        url = f"http://127.0.0.1:{server.server_port}/a.txt"
        with urllib.request.urlopen(url, timeout=30) as answer:
            got.append(answer.read())

    server._wanted_epoch += 1000  # as MkDocs does when a build begins
    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(0.3)
    assert got == []
    server.show()
    asking.join(30)
    assert got == [b"tide"]


def test_an_edited_paper_shows_before_the_build_and_the_rest_after_it(
    tmp_path: Path,
) -> None:
    content = make_toy(tmp_path / "content")
    (tmp_path / "temporary").mkdir()
    hold = tmp_path / "hold"
    project = make_project(tmp_path / "project", content, f"hooks: [wait.py]\n{POURED}")
    (project / "wait.py").write_text(
        "import pathlib, time\n\n\ndef on_pre_build(config):\n"
        f"    while pathlib.Path({str(hold)!r}).exists():\n        time.sleep(0.05)\n"
    )
    served = Served(project, tmp_path / "temporary")
    try:
        assert served.shows(f"papers/{ID}/", "<h1"), served.log.read_text()
        assert served.says("built in")
        hold.touch()
        (record,) = content.glob(f"papers/*/*/{ID}.md")
        edit(record, "title: Sorting", "title: Sandpipers and sorting")
        assert served.shows(f"papers/{ID}/", "Sandpipers and")
        assert "Sandpipers and" not in served.page(f"api/papers/{ID}.json")
        assert served.log.read_text().count("built in") == 1
        first = epoch_of(served)
        hold.unlink()
        assert served.shows(f"api/papers/{ID}.json", "Sandpipers and")
        assert served.wait(lambda: epoch_of(served) > first)
    finally:
        served.program.kill()
        served.program.wait()


def epoch_of(served: Served) -> int:
    """The version of the site that the server has; a browser loads its page again for a newer."""
    url = f"http://127.0.0.1:{served.port}/livereload/0/{time.monotonic_ns()}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return int(answer.read())


def test_one_that_is_listed_on_another_day_stands_alone_there(site: Site) -> None:
    edit(site.record(), "listed: 2023-12-29", "listed: 2023-12-02")
    assert b'rel="prev"' in site.page()
    assert site.show() == 1
    assert b'rel="prev"' not in site.page()

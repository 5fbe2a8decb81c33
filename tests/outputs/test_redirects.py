"""The pages at a paper's other ids."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import html

from generator.feed import Feed
from generator.outputs import OUTPUTS, all_outputs
from generator.outputs.redirects import files
from tests.toy import SITE, feed_of, live, paper

CRABS = "do-crabs-read-a-survey-of-sideways-attention-3f9a1c"


def test_each_alias_leads_to_the_paper(toy_feed: Feed) -> None:
    outputs = {output.path: output.data for output in files(toy_feed, SITE)}
    assert set(outputs) == {
        "papers/2401.00032/index.html",
        "papers/a-survey-of-crabs-0b1c2d/index.html",
    }
    for path, data in outputs.items():
        tree = html.document_fromstring(data.decode())
        here = urljoin(SITE.url, path.removesuffix("index.html"))
        (refresh,) = tree.xpath("//meta[@http-equiv='refresh']/@content")
        (link,) = tree.xpath("//a/@href")
        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        target = refresh.removeprefix("0; url=")
        assert urljoin(here, target) == urljoin(here, link) == canonical
        assert canonical == f"{SITE.url}papers/{CRABS}/"
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_hostile_title_is_text() -> None:
    title = "</title><script>alert(1)</script>\" onload='x' {title} {0}"
    (output,) = files(feed_of(paper(title=title, aliases=("other",))), SITE)
    tree = html.document_fromstring(output.data.decode())
    assert tree.findtext(".//title") == title
    assert tree.xpath("//a/text()") == [title]
    assert live(tree.xpath("//body")[0]) == []
    assert not tree.xpath("//script")


def test_a_redirecting_page_may_load_nothing() -> None:
    (output,) = files(feed_of(paper(aliases=("other",))), SITE)
    assert b"content=\"default-src 'none'\"" in output.data


def test_no_two_files_share_a_path(toy_feed: Feed) -> None:
    paths = [output.path for output in all_outputs(toy_feed, SITE)]
    assert len(set(paths)) == len(paths)
    assert len(OUTPUTS) == 14
    assert not any(path.startswith("/") or ".." in path for path in paths)

"""Every address that a served site tells of, asked for: in pages, styles, scripts, feeds, lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from lxml import etree, html

#: What an address in running text does not have; a blank for a value follows it as `<id>`.
_ADDRESS = r"https?://[^\s\"'<>(){}`\\]*"
_IN_TEXT = re.compile(rf"{_ADDRESS}(?!<[a-z])")
_IN_CODE = re.compile(r"`[^`\n]*`")
_IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
_IN_SCRIPT = re.compile(r"""\b(?:from|import)[\s(]*["'](\.{1,2}/[^"'\n]+)["']""")
_REFRESH = re.compile(r"url=(.*)", re.IGNORECASE)
_LINKING = ("href", "src", "action", "poster", "data")
_XML_LINKING = ("href", "src", "url", "xmlUrl", "htmlUrl")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the status, the type, the body."""

    status: int
    kind: str
    body: bytes


@dataclass
class Crawler:
    """Asks the server of a site; `published` is where the site says that it is."""

    url: str
    published: str
    answers: dict[str, Answer] = field(default_factory=dict)
    #: What leads nowhere, and where it was found.
    faults: list[str] = field(default_factory=list)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def here(self, address: str) -> str:
        """Where an address of the site is on this machine; other sites' give nothing."""
        ours, theirs = (_origin(each) for each in (self.url, self.published))
        if _origin(address) == theirs:
            address = ours + address.removeprefix(theirs)
        return address if _origin(address) == ours else ""

    def crawl(self, seeds: Iterable[str]) -> None:
        """Follow everything from these addresses, which are relative to the site's root."""
        waiting = [self.url + quote(seed) for seed in seeds]
        seen = set(waiting)
        while waiting:
            page = waiting.pop()
            answer = self.ask(page)
            for told in self._told(page, answer):
                target, anchor = urldefrag(self.here(urljoin(page, told)))
                if not target:
                    continue
                self.faults += self.faults_at(target, anchor, page)
                bare = target.partition("?")[0]
                if bare not in seen and self.ask(bare).status == HTTPStatus.OK:
                    waiting.append(bare)
                seen.add(bare)

    def faults_at(self, target: str, anchor: str, page: str) -> Iterator[str]:
        """What is wrong with a page's link: there is nothing, or not what its anchor names."""
        answer = self.ask(target)
        if answer.status != HTTPStatus.OK and target != page:  # there its links are looked at
            yield f"{page}: {target} answers {answer.status}"
        elif anchor and answer.kind == "text/html" and anchor not in self._anchors(target):
            yield f"{page}: {target} has no #{anchor}"

    def ask(self, url: str) -> Answer:
        """What the server answers; asked for once."""
        path = quote(urlsplit(url).path, safe="/%~:@!$&'()*+,;=")
        if path not in self.answers:
            connection = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
            try:
                connection.request("GET", path)
                came = connection.getresponse()
                kind = came.headers.get_content_type()
                self.answers[path] = Answer(came.status, kind, came.read())
            finally:
                connection.close()
        return self.answers[path]

    def _anchors(self, url: str) -> frozenset[str]:
        if url not in self._ids:
            tree = html.document_fromstring(self.ask(url).body)
            self._ids[url] = frozenset(tree.xpath("//@id | //a/@name"))
        return self._ids[url]

    def _told(self, page: str, answer: Answer) -> Iterator[str]:
        path = urlsplit(page).path
        if answer.kind == "text/html":
            yield from _of_page(html.document_fromstring(answer.body))
        elif path.endswith((".xml", ".opml", ".svg")):
            yield from self._of_xml(page, etree.fromstring(answer.body))
        elif path.endswith(".json"):
            data = json.loads(answer.body)
            yield from _of_json(data)
            if path.endswith("/api/index.json"):
                yield from _of_index(data)
        elif path.endswith(".css"):
            yield from _IN_STYLE.findall(answer.body.decode())
        elif path.endswith(".js"):
            yield from _IN_SCRIPT.findall(answer.body.decode())
        elif path.endswith((".txt", ".md", ".bib", ".ris")):
            yield from _IN_TEXT.findall(_IN_CODE.sub("", answer.body.decode()))

    def _of_xml(self, page: str, tree: etree._Element) -> Iterator[str]:
        for element in tree.iter():
            for name, value in element.attrib.items():
                if name in _XML_LINKING and not urlsplit(str(value)).scheme:
                    self.faults.append(f"{page}: {name}={value} is not whole")
                yield from _IN_TEXT.findall(str(value))
            yield from _IN_TEXT.findall(element.text or "")


def _origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def _of_page(tree: html.HtmlElement) -> Iterator[str]:
    for name in _LINKING:
        yield from tree.xpath(f"//@{name}")
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("http-equiv") or meta.get("name") or ""
        if name in ("og:url", "og:image"):
            yield meta.get("content")
        elif name == "refresh" and (found := _REFRESH.search(meta.get("content"))):
            yield found[1]
    for style in tree.xpath("//style/text()"):
        yield from _IN_STYLE.findall(style)
    for data in tree.xpath("//script[@type='application/ld+json']/text()"):
        yield from _of_json(json.loads(data))


def _of_json(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _of_json(each)
    elif isinstance(data, str):
        yield from _IN_TEXT.findall(data)


def _of_index(data: dict[str, Any]) -> Iterator[str]:
    """What the API's index leads to, as its document says."""
    for name, suffix in (("papers", ".json"), ("days", ".json"), ("topics", ".json")):
        yield from (f"{name}/{key}{suffix}" for key in data[name])
    yield from (f"months/{month}.jsonl.gz" for month in data["months"])

"""Every hostile item in every field of a paper, built into a site and looked at in a browser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from generator.ingest import REJECTED
from generator.model import Paper
from generator.record import RecordError, parse
from generator.sources.jsonl import SOURCE
from generator.store import path_of
from generator.text import clean_line, unclean
from tests.core import reading, take
from tests.hostile import tally
from tests.hostile.items import SAMPLE, Item, items
from tests.hostile.judge import look
from tests.toy import make_project, run

pytestmark = [pytest.mark.real, pytest.mark.browser]
FIRST_DAY = date(2025, 1, 1)
#: Papers listed on a day.
OF_A_DAY = 40
#: Of the edited files that a store takes, every so manieth is in the site of the sample; all are in
#: that of all items.
SHOWN = 4
#: Topics whose labels and descriptions are hostile.
TOPICS = 40

STEPS = pytest.mark.parametrize(
    "step",
    [pytest.param(SAMPLE, id="sample"), pytest.param(1, id="all", marks=pytest.mark.soak)],
)


def a_record(number: int, item: Item) -> dict[str, Any]:
    """A record with the item in every field that takes text."""
    text = item.text.encode("utf-8", "replace").decode()
    line = " ".join(text.split())[:500].strip() or str(number)
    title = line if any(map(str.isalnum, clean_line(line))) else f"{number} {line}"
    web = f"https://a.example/{''.join(text.split())}"
    fits = re.fullmatch(r"[^\s<>\"\\^`{}|\x00-\x20\x7f-\xa0\u0600-\uffff]{1,200}", web)
    return {
        "id": f"hostile-{number}",
        "title": title,
        "abstract": f"{text}\n\nhostile{number % TOPICS}",
        "authors": [{"name": name} for name in (line, f"Ada {line}", "Bo Ebb")],
        "listed": (FIRST_DAY + timedelta(number // OF_A_DAY)).isoformat(),
        "published": "2025-01-01",
        "identifiers": {"doi": f"10.1234/hostile.{number}"},
        "categories": [line],
        **dict.fromkeys(("venue", "comment", "journal_ref", "license", "language"), line),
        "organization": line,
        "submitted_by": line,
        "links": [{"rel": rel, "url": web} for rel in ("paper", "pdf", "code", "project") if fits],
        "upvotes": number % 5,
        "source": "hostile",
    }


def an_edited_file(number: int, item: Item) -> str:
    """The file of a record into which somebody wrote the item, as YAML would have it quoted."""
    line = " ".join(item.text.encode("utf-8", "replace").decode().split())
    text = json.dumps(line, ensure_ascii=False)
    day = FIRST_DAY + timedelta(number // OF_A_DAY)
    return (
        f"---\nid: edited-{number}\ntitle: {text}\nauthors:\n- name: {text}\nlisted: {day}\n"
        f"listings:\n- source: hand\n  day: {day}\ncategories: [{text}]\nvenue: {text}\n"
        f"comment: {text}\njournal_ref: {text}\nlicense: {text}\nlanguage: {text}\n"
        f"organization: {text}\n---\n{item.text.encode('utf-8', 'replace').decode()}\n"
    )


def topics_of(hostile: list[Item]) -> str:
    """A topics.yml whose labels and descriptions are hostile, with no character that is refused."""
    some = [item for item in hostile if item.text.strip() and len(item.text) < 200]
    some = [item for item in some if not unclean(item.text)]
    chosen = some[:: max(1, len(some) // TOPICS)][:TOPICS]
    topics = [
        {
            "slug": f"hostile-{number}",
            "label": f"{number} {' '.join(item.text.encode('utf-8', 'replace').decode().split())}",
            "is": item.text.encode("utf-8", "replace").decode(),
            "phrases": [f"hostile{number}"],
        }
        for number, item in enumerate(chosen)
    ]
    return str(yaml.safe_dump([{"area": "<b>Area</b> & '\"", "topics": topics}]))


def fill(content: Path, step: int, hostile: list[Item]) -> None:
    """A content folder with all items as records and as edited files, each accounted for."""
    content.mkdir()
    (content / "topics.yml").write_text(topics_of(hostile), encoding="utf-8")
    lines = [json.dumps(a_record(number, item)) for number, item in enumerate(hostile)]
    about = reading("hostile.jsonl", "hostile")
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    account = take(content, SOURCE.read(io.BytesIO(data), about), about)
    assert len(account.outcomes) == len(hostile)
    rejected = account.count(REJECTED)
    assert all(outcome.reason for outcome in account.rejected)
    tally.count(step, published=len(hostile) - rejected, rejected=rejected)
    for number, item in enumerate(hostile):
        text = an_edited_file(number, item)
        with tally.one_input(step, f"{item.name} in an edited file"):
            faults: list[str] = []
            try:
                paper: Paper | None = parse(text)
            except RecordError as error:
                faults = error.faults
                paper = None
        tally.count(step, published=bool(paper), rejected=not paper)
        assert paper or all(faults)
        if paper and (step == 1 or number % SHOWN == 0):
            path = content / path_of(paper)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def built(folder: Path, shared: Path, step: int) -> Path:
    """The site of a content folder of all items."""
    content = folder / "content"
    fill(content, step, items(shared, step))
    project = make_project(folder / "project", content)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


def addresses_of(site: Path) -> Iterator[str]:
    """Every page of a site but those that only lead on."""
    for path in sorted(site.rglob("index.html")):
        if b'http-equiv="refresh"' not in path.read_bytes()[:2_000]:
            address = path.parent.relative_to(site).as_posix()
            yield "" if address == "." else f"{address}/"


#: Pages that show what the browser looks up: papers saved, results, an author's papers.
LOOKED_UP = (
    "search/?q=alert",
    "search/?q=script",
    "search/?q=onerror",
    "authors/?name=Bo%20Ebb",
    "authors/?name=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "search/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
)


def save_and_follow(page: Page, origin: str) -> None:
    """What a reader does who likes hostile papers: save some, and follow their authors."""
    page.goto(f"{origin}/search/?q=alert")
    page.wait_for_selector("[data-pf-results] a[href*='papers/']", timeout=20_000)
    found = page.eval_on_selector_all("[data-pf-results] a", "(all) => all.map((a) => a.href)")
    for address in list(dict.fromkeys(each for each in found if "/papers/" in each))[:8]:
        page.goto(address)
        for name in ("saves", "follows-author", "follows-topic"):
            page.wait_for_selector("[data-saves]", state="attached")
            page.eval_on_selector_all(f"[data-{name}]", "(all) => all.forEach((b) => b.click())")


@STEPS
def test_nothing_of_it_is_live_in_a_browser(
    step: int, shared: Path, browser: Browser, tmp_path: Path
) -> None:
    site = built(tmp_path, shared, step)
    addresses = [*addresses_of(site), *LOOKED_UP]
    assert sum(address.startswith("papers/") for address in addresses) > len(items(shared, step))
    seen = look(browser, site, addresses, save_and_follow)
    assert "alert(1)" in seen.texts["/library/"]
    assert "alert(1)" in seen.texts["/search/?q=alert"]
    tally.count(step, **seen.counts())
    assert seen.faults == []
    assert seen.pages == len(addresses)
    assert seen.nodes > 50 * seen.pages

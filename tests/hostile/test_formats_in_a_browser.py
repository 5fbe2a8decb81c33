"""Papers that came by every format with something hostile in them, looked at in a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.model import Paper
from generator.record import dump
from generator.store import path_of
from tests.hostile import tally
from tests.hostile.carriers import CARRIERS
from tests.hostile.items import SAMPLE, items
from tests.hostile.judge import look
from tests.hostile.test_formats import outcomes
from tests.hostile.test_site import addresses_of
from tests.toy import make_project, run

pytestmark = [pytest.mark.real, pytest.mark.browser]
#: Every so manieth item goes through each format here: tests/hostile/test_formats.py has all of
#: them, without a browser, and tests/hostile/test_site.py all in a browser, by one format.
CHOSEN = 40


@pytest.mark.parametrize(
    "step",
    [pytest.param(SAMPLE, id="sample"), pytest.param(1, id="all", marks=pytest.mark.soak)],
)
def test_nothing_that_a_format_brings_is_live_in_a_browser(
    step: int, shared: Path, browser: Browser, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    papers = 0
    for number, item in enumerate(items(shared, step)[::CHOSEN]):
        for carrier in CARRIERS:
            for found in outcomes(carrier.source, carrier.everywhere(item.text)):
                if isinstance(found, Paper):
                    papers += 1
                    _keep(content, replace(found, id=f"{carrier.format}-{number}-{papers}"))
    site = _built(tmp_path, content)
    # Lists have nothing of them that those in tests/hostile/test_site.py do not have.
    addresses = [each for each in addresses_of(site) if each.startswith("papers/")]
    assert len(addresses) == papers > len(CARRIERS)
    seen = look(browser, site, addresses)
    tally.count(step, **seen.counts())
    assert seen.faults == []
    assert seen.pages == len(addresses)


def _keep(content: Path, paper: Paper) -> None:
    """The carriers give all their papers the same identifiers; here each is a paper of its own."""
    alone = replace(paper, identifiers={}, aliases=())
    path = content / path_of(alone)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(alone), encoding="utf-8", newline="")


def _built(folder: Path, content: Path) -> Path:
    project = make_project(folder / "project", content)
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"

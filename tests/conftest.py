"""What the tests share: where the real data is, and a small real-shaped feed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import HealthCheck, settings

from generator.builder.project import load_feed
from generator.feed import Feed
from generator.model import Page
from generator.pages import all_pages
from tests import accepted, crashing, figures, ours, sameness
from tests import toy as toys
from tests.accepted import ACCEPTED
from tests.chromium import browser
from tests.hostile import tally
from tests.papers_server import papers_server

__all__ = ["browser"]  # a fixture: two of them would be two loops in one process

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it is skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED}")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _no_banner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Material prints a notice at each build unless told not to."""
    monkeypatch.setitem(os.environ, "NO_MKDOCS_2_WARNING", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew; look at what it changed."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ anew")
    parser.addoption(
        "--write-figures", action="store_true", help="write what was counted into the documents"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What only tests what we ship is left out in a community's checkout."""
    ours.leave_out(items, toys.ROOT / "mkdocs.yml")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Of several processes that share the tests each tells what it counted."""
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["faults"] = dict(crashing.TALLY)
        output["accepted"] = dict(ACCEPTED)
        output["hostile"] = tally.told()
        output["sameness"] = dict(sameness.TALLY)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a process counted that shared the tests."""
    output = getattr(node, "workeroutput", {})
    crashing.TALLY.update(output.get("faults", {}))
    ACCEPTED.update(output.get("accepted", {}))
    tally.add(output.get("hostile", {}))
    sameness.TALLY.update(output.get("sameness", {}))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int | pytest.ExitCode
) -> None:
    """Say what was tried and what it cost, how builds compared, and what readers of others took."""
    parts = (crashing, sameness, accepted, tally)
    for line in (part.closing_line() for part in parts):
        if line:
            terminalreporter.write_line(line)
    good = exitstatus == pytest.ExitCode.OK
    if good and terminalreporter.config.getoption("--write-figures"):
        figures.write()


@pytest.fixture(scope="module")
def templates_compiled_once() -> Iterator[None]:
    """Half of a small build is to compile the theme, which is the same in all of them."""
    compiled: dict[object, object] = {}
    real = jinja2.Environment.compile

    def compile_once(
        self: jinja2.Environment, source: str, *named: object, **more: object
    ) -> object:
        told = (source, named, *sorted(more.items()), self.autoescape, *sorted(self.extensions))
        form = (self.trim_blocks, self.lstrip_blocks, self.undefined, *sorted(self.filters))
        if (told, form) not in compiled:
            compiled[told, form] = real(self, source, *named, **more)  # type: ignore[call-overload]
        return compiled[told, form]

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(jinja2.Environment, "compile", compile_once)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text is what the golden file of this name holds."""
    update = bool(request.config.getoption("--update-golden"))

    def check(name: str, text: str) -> None:
        path = toys.ROOT / "tests" / "golden" / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is not there; pytest --update-golden writes it"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def papers_address() -> Iterator[str]:
    """Where a paper a day can be fetched on this machine, at `/api`."""
    with papers_server() as address:
        yield address


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy feed as a content folder; to be read, not written."""
    return toys.make_toy(tmp_path_factory.mktemp("toy") / "content")


@pytest.fixture(scope="session")
def toy_feed(toy: Path) -> Feed:
    """The toy feed in memory."""
    loaded = load_feed(toy)
    assert not loaded.faults
    return loaded.feed


@pytest.fixture(scope="session")
def toy_pages(toy_feed: Feed) -> dict[str, Page]:
    """Every page of the toy feed, by its file."""
    return toys.by_uri(all_pages(toy_feed, toys.SITE))


@pytest.fixture(scope="session")
def toy_built(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy feed's site as `paperfeed build` makes it."""
    project = toys.make_project(tmp_path_factory.mktemp("project"), toy)
    done = toys.run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "site"


@pytest.fixture(scope="session")
def toy_generated(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy feed as plain Markdown, as `paperfeed generate` writes it."""
    project = toys.make_project(tmp_path_factory.mktemp("project"), toy)
    done = toys.run("paperfeed", "generate", "markdown", "--content", toy, cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return project / "markdown"


@pytest.fixture(scope="session")
def toy_stock(toy_generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy feed's site as stock MkDocs and Material make it, without a warning."""
    site, done = toys.build_stock(tmp_path_factory.mktemp("stock"), toy_generated)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return site


@pytest.fixture(scope="session")
def real_page_text(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content folder that the text of a real page makes: 66 papers."""
    content = tmp_path_factory.mktemp("real") / "content"
    text = shared / "hf-papers-page-text.txt"
    done = toys.run("paperfeed", "ingest", text, "--date", "2025-03-11", "--content", content)
    assert (done.returncode, done.stdout) == (
        0,
        "66 added, 0 updated, 0 unchanged, 0 rejected\n",
    ), done.stderr
    return content

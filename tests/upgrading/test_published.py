"""A feed of each published schema is kept, and what is built of it says what its records say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from generator.fields import KEYS
from generator.record import to_mapping
from generator.schema import CURRENT, FIRST, SETTINGS, schema_of
from generator.store import load
from generator.upgrading.migrations import MIGRATIONS
from tests.toy import ROOT, make_project, page_files, parsed, run, words

PUBLISHED = ROOT / "tests" / "fixtures" / "schemas"
NUMBERS = range(FIRST, CURRENT + 1)


@pytest.fixture(params=NUMBERS)
def number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def content(number: int, tmp_path: Path) -> Path:
    return Path(shutil.copytree(PUBLISHED / str(number) / "content", tmp_path / "content"))


def test_each_schema_has_a_feed_and_each_but_the_first_a_migration() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == {str(number) for number in NUMBERS}
    assert [one.to for one in MIGRATIONS] == [*NUMBERS][1:]


def test_a_feed_says_its_schema(content: Path, number: int) -> None:
    assert (content / SETTINGS).is_file()
    assert schema_of(content) == number


def test_the_feed_of_the_present_schema_has_every_field(tmp_path: Path) -> None:
    content = shutil.copytree(PUBLISHED / str(CURRENT) / "content", tmp_path / "content")
    contents = load(content)
    assert contents.faults == ()
    assert max(len(to_mapping(paper)) for paper in contents.papers) == len(KEYS)
    assert contents.removed


def test_a_site_of_it_has_the_same_addresses_and_texts(content: Path, number: int) -> None:
    project = make_project(content.parent / "project", content)
    done = run("paperfeed", "upgrade", "--content", content, cwd=project)
    assert done.returncode == 0, done.stderr
    done = run("paperfeed", "build", cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    expected = yaml.safe_load((PUBLISHED / str(number) / "expected.yml").read_text("utf-8"))
    pages = page_files(project / "site")
    assert {each for each in pages if each.startswith("papers/")} == {
        each for each in expected if each.startswith("papers/")
    }
    for address, texts in expected.items():
        said = words(parsed(pages[address]).xpath("//body")[0])
        for text in texts:
            assert text in said, f"{address}: `{text}` is not there, or not there yet"
            said = said.split(text, 1)[1]
    assert not list((project / "site").rglob(SETTINGS))

"""`paperfeed related`: the papers nearest to one, for people and for programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli import application
from generator.store import write
from generator.tombstones import keep, tombstone_of
from tests.toy import paper

TOPICS = """
- area: Sea
  topics:
    - {slug: birds, label: Sea birds, is: about birds, phrases: [gull]}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    texts = ["spring tide, a gull", "the spring tide, a gull", *(f"other{n}" for n in range(8))]
    made = [paper(n, title=f"Note $x^2$ {n}", abstract=text) for n, text in enumerate(texts)]
    made.append(
        paper(90, id="10.1-tide", aliases=("old-tide",), identifiers={"doi": "10.1234/tide"})
    )
    write(folder, *made)
    (folder / "topics.yml").write_text(TOPICS)
    return folder


NAMES_OF_ONE = [
    "10.1-tide",
    "old-tide",
    "10.1234/TIDE",
    "doi:10.1234/tide",
    "https://some.site/feed/papers/10.1-tide/",
]


def related(content: Path, *arguments: str) -> Result:
    return CliRunner().invoke(application(), ["related", "--content", str(content), *arguments])


def test_they_are_listed_with_what_they_share(content: Path) -> None:
    done = related(content, "2401.00000")
    assert done.exit_code == 0
    first, near, shared = done.stdout.splitlines()
    assert first == "2401.00000  Note x^2 0"
    assert near.endswith("  2401.00001  Note x^2 1")
    assert 0 < float(near.split()[0]) <= 1
    assert shared.strip() == "gull, spring tide, Sea birds"


@pytest.mark.parametrize(
    "name", ["arXiv:2401.00000v2", "https://arxiv.org/abs/2401.00000", "10.48550/arXiv.2401.00000"]
)
def test_an_identifier_names_a_paper_in_any_form(content: Path, name: str) -> None:
    told = json.loads(related(content, name, "--json").stdout)
    assert (told["id"], told["title"]) == ("2401.00000", "Note $x^2$ 0")
    (near,) = told["related"]
    assert set(near) == {"id", "title", "nearness", "terms", "topics"}
    assert (near["id"], near["topics"]) == ("2401.00001", ["birds"])
    assert near["terms"] == ["gull", "spring tide"]


@pytest.mark.parametrize("name", NAMES_OF_ONE)
def test_so_do_ids_and_aliases_and_a_lonely_paper_is_said_to_be(content: Path, name: str) -> None:
    done = related(content, name)
    assert done.exit_code == 0
    assert done.stdout.startswith("10.1-tide  ")
    assert "No other paper is near it." in done.stderr
    assert json.loads(related(content, name, "--json").stdout)["related"] == []


def test_a_paper_that_is_not_there_is_an_error(content: Path, tmp_path: Path) -> None:
    done = related(content, "2401.99999")
    assert done.exit_code == 1
    assert "no paper here is called `2401.99999`; give the address of its page" in done.stderr
    assert related(tmp_path / "nowhere", "x").exit_code == 2
    keep(content, tombstone_of(paper(77), date(2024, 3, 6), "asked"))
    done = related(content, "arXiv:2401.00077")
    assert (done.exit_code, done.stderr) == (1, "error: 2401.00077 was removed on 2024-03-06\n")
    (content / "topics.yml").write_text("topics: [")
    done = related(content, "2401.00000")
    assert done.exit_code == 1
    assert "topics.yml" in done.stderr

"""`paperfeed init` run again, with options or questions; and `doctor` in a site of another field."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.hosting.shipped import DESCRIPTION, are_shipped
from generator.store import write
from generator.topic_file import parse_topics
from tests.test_cli import call
from tests.test_init import settings, terminal
from tests.toy import ROOT, make_content, paper

PLANTS = (
    "site_name: Plants\nsite_description: What grows, and why.\nplugins:\n  - paperfeed:\n"
    "      sources: # asked in this order\n        - kind: arxiv-oai\n"
    "          categories: [q-bio.GN, q-bio.PE] # not QM\n          closed: ['12-25']\n"
    "        - {kind: feed, name: bio, url: 'https://a.example/f?s=genomics'}\n"
    "      mirrors: ['https://gulls.example/']\ntheme:\n  name: material\n"
)
TRENDING = "question: menu: Trending stays empty, for no source gives upvotes; take its line out of"
SHIPPED = "to do: topics: content/topics.yml is still the software's (machine learning); write"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site on plants with a sample paper, and the current folder."""
    folder = tmp_path / "site"
    folder.mkdir()
    one = paper(2)
    make_content(
        folder / "content",
        replace(one, provenance=(replace(one.provenance[0], source="sample"),)),
    )
    (folder / "mkdocs.yml").write_text(PLANTS)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return folder


def test_enter_leaves_what_is_there(site: Path) -> None:
    shutil.rmtree(site / "content/papers")
    (site / "mkdocs.yml").write_text(f"{PLANTS}nav: []\n")
    done = terminal(site, "", "", "")
    assert done.returncode == 0, done.stderr
    for asked in (
        "[Plants]",
        (
            "[arxiv:q-bio.GN arxiv:q-bio.PE bio=https://a.example/f?s=genomics "
            "mirror:https://gulls.example/]"
        ),
        "[What grows, and why.]",
    ):
        assert asked in done.stderr
    assert "sample" not in done.stderr
    assert done.stdout.strip() == ""
    assert settings(site) == f"{PLANTS}nav: []\n"


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        (("--language", "de"), ["+   language: de"]),
        (("--empty",), []),
        (("--no-docs",), ["+       docs: false"]),
        (("--description", "Greens"), ["- site_description: What grows, and why."]),
        (("--source", "arxiv:q-bio.GN,q-bio.PE"), ["-       mirrors: ['https://gulls.example/']"]),
    ],
)
def test_an_option_changes_what_it_names_alone(
    arguments: tuple[str, ...], changes: list[str], site: Path
) -> None:
    done = call("init", *arguments)
    assert done.exit_code == 0, done.output
    for change in changes:
        assert f"mkdocs.yml: {change}\n" in done.stdout
    kept = {"--language": "language", "--no-docs": "docs", "--description": "site_description"}
    new = [line for line in settings(site).splitlines() if line not in PLANTS.splitlines()]
    if arguments[0] in kept:
        (line,) = new
        assert line.strip().startswith(kept[arguments[0]])
    elif arguments[0] == "--empty":
        assert settings(site) == PLANTS


def test_new_sources_replace_the_old_and_leave_what_people_wrote(site: Path) -> None:
    done = call("init", "--name", "Greens", "--source", "arxiv:q-bio.PE", "--source", "hf")
    assert done.exit_code == 0, done.output
    assert "site_description: What grows, and why.\n" in settings(site)
    assert "          categories: [q-bio.PE]\n          closed: [12-25]\n" in settings(site)
    assert (
        "Asked no more: arxiv:q-bio.GN bio=https://a.example/f?s=genomics "
        "mirror:https://gulls.example/\n"
        "It is still described as `What grows, and why.`; --description changes that.\n"
    ) in done.stdout
    done = call("init", "--source", "hf", "--description", "Green.")
    assert "site_description: Green.\n" in settings(site)
    assert "Asked no more: arxiv:q-bio.PE\n" in done.stdout
    assert "still described" not in done.stdout
    stay = "The sample papers stay; `paperfeed init --empty` removes them.\n"
    assert call("init", "--source", "hf").stdout == stay


def test_a_description_that_was_made_up_is_made_again(site: Path) -> None:
    file = site / "mkdocs.yml"
    file.write_text(PLANTS.replace("What grows, and why.", DESCRIPTION))
    for source, named in (("q-bio.GN", "q-bio.GN"), ("q-bio.GN,cs.CL", "q-bio.GN and cs.CL")):
        assert call("init", "--source", f"arxiv:{source}").exit_code == 0
        assert f"site_description: New papers of arXiv's {named}, day by day," in settings(site)


def test_of_a_sample_that_is_not_there_nothing_is_said(site: Path) -> None:
    shutil.rmtree(site / "content/papers")
    write(site / "content", paper(1))
    done = call("init", "--name", "Genome Papers")
    assert (done.exit_code, "sample" in done.stdout) == (0, False)
    done = call("init", "--empty")
    assert done.stdout == "0 sample papers gone.\n1 other paper stays; it is no sample.\n"


def test_without_a_word_and_without_a_person(site: Path) -> None:
    before = settings(site)
    done = call("init")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there is nobody to ask; say what to change: --name TEXT")
    assert settings(site) == before


def test_the_doctor_of_another_field(site: Path) -> None:
    (site / "mkdocs.yml").write_text(f"{PLANTS}nav: [{{Trending: trending/index.md}}]\n")
    shutil.rmtree(site / "content/papers")
    shutil.copyfile(ROOT / "content/topics.yml", site / "content/topics.yml")
    said = call("doctor").stdout
    assert TRENDING not in said  # a mirror may give some
    ours = parse_topics((ROOT / "content/topics.yml").read_text(encoding="utf-8"))
    assert (SHIPPED in said) == are_shipped([topic.slug for topic in ours])
    assert call("init", "--source", "arxiv:q-bio.PE").exit_code == 0
    assert TRENDING in call("doctor").stdout
    (site / "content/topics.yml").write_text("[]\n")
    write(site / "content", paper(1, upvotes=3))
    said = call("doctor").stdout
    assert (SHIPPED in said, TRENDING in said) == (False, False)
    for other in ("hf-daily", "arxiv:q-bio.PE"):
        assert call("init", "--source", other).exit_code == 0
        shutil.rmtree(site / "content/papers", ignore_errors=True)
        assert (TRENDING in call("doctor").stdout) == (other != "hf-daily")

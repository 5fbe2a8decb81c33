"""A community's checkout is as green as ours, and here nothing is left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from generator.hosting.health import OUR_NAME
from generator.hosting.settings import with_documents, with_wishes
from generator.hosting.wishes import Wishes
from tests.checkout import copy_tracked
from tests.conftest import SHARED
from tests.ours import name_of
from tests.test_cli import call
from tests.toy import ROOT, SETTINGS

#: What a community of another field changes, but for what `paperfeed init` does.
TOPICS = """\
- area: Genomes
  topics:
    - {slug: pangenomes, label: Pangenomes, is: all genomes of a species, phrases: [pangenome]}
    - {slug: tides, label: Tides, is: "salt, as plants bear it", phrases: [salt tolerance]}
- area: Traits
  topics:
    - {slug: drought, label: Drought, is: little water, phrases: [drought, water stress]}
"""
ABOUT = "---\ntitle: Wir\n---\n\n# Wir\n\nMit Paperfeed gemacht. [Treffen](treffen.md) ![Labor](labor.png)\n"
#: Tests that read the checkout and take no time.
QUICK = (
    "tests/test_ours.py",
    "tests/test_topics.py",
    "tests/contributing/test_topic_text.py",
    "tests/test_docs.py",
    "tests/builder/test_project.py",
    "tests/checking/test_check.py::test_our_own_content_has_no_fault",
    "tests/test_init.py::test_without_questions",
    "tests/test_init.py::test_the_doctor_says_what_is_lacking",
)


def of_community(folder: Path, *, renamed: bool) -> Path:
    """A checkout with German words and a page of their own; if renamed, of another field too."""
    copy_tracked(folder, "")
    content = folder / "content"
    (content / "treffen.md").write_text("# Treffen\n\n![Labor](labor.png)\n", encoding="utf-8")
    (content / "labor.png").write_bytes(b"a picture")
    settings = folder / "mkdocs.yml"
    text = with_wishes(settings.read_text(encoding="utf-8"), Wishes(language="de"))
    settings.write_text(text, encoding="utf-8")
    if renamed:
        (content / "topics.yml").write_text(TOPICS, encoding="utf-8")
        (content / "about.md").write_text(ABOUT, encoding="utf-8")
        (folder / "README.md").write_text("# Genome Papers\n\n[Wir](nowhere.md)\n")
        page = ROOT / "tests/fixtures/hf_page_text.txt"
        for command in (
            ("init", "--name", "Genome Papers", "--source", "arxiv:q-bio.GN", "--empty"),
            ("ingest", page, "--date", "2025-03-11"),
        ):
            with chdir(folder):
                done = call(*command)
            assert done.exit_code == 0, done.output
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    return folder


def green(folder: Path, *arguments: str) -> str:
    """What pytest said of these tests in a checkout, all of them green."""
    here = ["-p", "no:cacheprovider", "--deselect", "tests/test_ours.py::test_in_a_checkout"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *here, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=3000,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_in_a_checkout_of_a_community_quick_tests_are_green(tmp_path: Path) -> None:
    said = green(of_community(tmp_path / "fork", renamed=True), *QUICK)
    assert "this checkout is somebody else's: its site_name is 'Genome Papers'" in said


@pytest.mark.soak  # some minutes each
@pytest.mark.parametrize("renamed", [True, False], ids=["renamed", "named as ours"])
def test_in_a_checkout_of_a_community_all_that_read_it_are_green(
    renamed: bool, tmp_path: Path
) -> None:
    """All but those in a browser, which see the toy feed."""
    if SHARED.is_dir():
        (tmp_path / "shared").symlink_to(SHARED)
    folder = of_community(tmp_path / "fork", renamed=renamed)
    files = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.glob("tests/**/test_*.py"))
        if re.search(r"\b(ROOT|OWN_CONTENT|ours)\b", path.read_text(encoding="utf-8"))
    ]
    assert len(files) > 40
    green(folder, "-m", "not soak and not browser", *files)


def test_here_nothing_is_left_out(request: pytest.FixtureRequest) -> None:
    if name_of(ROOT / "mkdocs.yml") != OUR_NAME:
        return  # the tests above look at such a one
    ours = [item for item in request.session.items if item.get_closest_marker("ours")]
    assert ours
    reasons = [mark.kwargs.get("reason", "") for item in ours for mark in item.iter_markers("skip")]
    assert [reason for reason in reasons if "somebody else's" in reason] == []


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("plugins: []\nsite_name: Genome Papers # ours\n", "Genome Papers"),
        ("site_name: 'Paperfeed'\nsite_url: !ENV [SITE_URL, x]\n", OUR_NAME),
        ("site_name: Paperfeed of genomes\n", "Paperfeed of genomes"),
        # What cannot be read must not leave a test out.
        ("site_name: [\n", OUR_NAME),
        ("plugins: []\n", OUR_NAME),
        ("- a\n", OUR_NAME),
        ("", OUR_NAME),
        (None, OUR_NAME),
    ],
)
def test_whose_a_checkout_is(settings: str | None, name: str, tmp_path: Path) -> None:
    if settings is not None:
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert name_of(tmp_path / "mkdocs.yml") == name


@pytest.mark.ours
def test_the_copy_of_our_settings_is_one() -> None:
    """But for what `paperfeed init` changes, which a community may that keeps our name."""

    def plain(path: Path) -> str:
        wishes = Wishes(OUR_NAME, "x", ({"kind": "hf-daily"},), (), "en")
        return with_documents(with_wishes(path.read_text(encoding="utf-8"), wishes), wanted=True)

    told = "mkdocs.yml changed; copy it to tests/fixtures/checkout/"
    assert plain(SETTINGS) == plain(ROOT / "mkdocs.yml"), told

"""`paperfeed init` and `paperfeed doctor`: from a fork to a site of one's own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generator.hosting.sample import Emptied, empty
from generator.permalinks import had
from generator.record import parse
from generator.store import write
from tests.checkout import SAMPLES, copy_tracked, make_checkout, put_samples, sample
from tests.test_cli import call
from tests.test_workflows import load
from tests.toy import ROOT, make_content, page_files, paper, run


@pytest.fixture
def fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project as a fork has it at first, and the current folder."""
    folder = make_checkout(tmp_path / "fork", "overrides/", "generator/")
    put_samples(folder / "content")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return folder


GENOME = ("--name", "Genome Papers", "--source", "arxiv:q-bio.GN")


def settings(folder: Path) -> str:
    return (folder / "mkdocs.yml").read_text(encoding="utf-8")


def test_without_questions(fork: Path) -> None:
    done = call("init", *GENOME, "--empty")
    assert done.exit_code == 0, done.output
    assert "mkdocs.yml: + site_name: Genome Papers\n" in done.stdout
    assert f"{SAMPLES} sample papers gone.\n" in done.stdout
    assert "ask `paperfeed doctor` what it still needs" in done.stderr
    assert "          categories: [q-bio.GN]\n      docs: false\n" in settings(fork)
    assert not list((fork / "content/papers").rglob("*.md"))
    again = call("init", *GENOME, "--empty")
    assert again.stdout == "0 sample papers gone.\n"


def test_a_site_of_mirrors_alone(fork: Path) -> None:
    done = call("init", "--name", "Gulls", "--source", "mirror:https://gulls.example/", "--empty")
    assert done.exit_code == 0, done.output
    assert "      sources: []\n      mirrors: ['https://gulls.example/']\n" in settings(fork)
    assert "New papers of gulls.example, day by day" in settings(fork)
    assert call("fetch").exit_code == 0
    assert "question: mirror https://gulls.example/: does it answer?" in call("doctor").stdout


def test_it_says_what_it_would_do(fork: Path) -> None:
    before = settings(fork)
    done = call("init", *GENOME, "--empty", "--dry-run")
    assert done.exit_code == 0
    assert "mkdocs.yml: + site_name: Genome Papers\n" in done.stdout
    assert f"{SAMPLES} sample papers gone.\n" in done.stdout
    assert done.stdout.endswith("Nothing was written.\n")
    assert settings(fork) == before
    assert len(list((fork / "content/papers").rglob("*.md"))) == SAMPLES


def test_the_sample_stays_unless_it_is_said(fork: Path) -> None:
    done = call("init", "--name", "Genome Papers")
    assert done.exit_code == 0
    assert "The sample papers stay" in done.stdout
    assert len(list((fork / "content/papers").rglob("*.md"))) == SAMPLES


def terminal(fork: Path, *answers: str) -> subprocess.CompletedProcess[str]:
    """The command with a terminal at which somebody gives these answers."""
    code = (
        "import sys; sys.stdin.isatty = lambda: True; sys.argv = ['paperfeed', 'init'];"
        "from generator.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=fork,
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_with_questions(fork: Path) -> None:
    done = terminal(fork, " ", "Genome Papers", "medrxiv", "arxiv:q-bio.GN hf", "", "y")
    assert done.returncode == 0, done.stderr
    for asked in (
        "What is your site called?",
        "its name: found nothing; say it in a few words",
        "made with Paperfeed, too); several with blanks between them: [hf-daily]",
        "found `medrxiv`; write hf-daily",
        "What is it, in a sentence? [New papers of arXiv's q-bio.GN and Hugging Face's Daily Papers",
        " sample papers? [y/N]",
    ):
        assert asked in done.stderr
    assert "site_name: Genome Papers\n" in settings(fork)
    assert "categories: [q-bio.GN]\n        - kind: hf-daily\n" in settings(fork)
    assert not list((fork / "content/papers").rglob("*.md"))


def test_an_answer_that_never_comes_changes_nothing(fork: Path) -> None:
    before = settings(fork)
    assert terminal(fork, "Genome Papers").returncode == 1
    assert settings(fork) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--name", " "), 2, "--name: found nothing"),
        (("--name", "x", "--source", "y"), 2, "found `y`; write hf-daily"),
        (("--name", "x", "--source", "mirror:y"), 2, "mirror: found an address that cannot be"),
        (("--name", "x", "--language", "xx"), 2, "--language: found `xx`; there are de, en"),
        (("--name", "x", "--description", ""), 2, "--description: found nothing"),
    ],
)
def test_what_cannot_be_meant_is_said(
    arguments: tuple[str, ...], code: int, said: str, fork: Path
) -> None:
    before = settings(fork)
    done = call("init", *arguments, "--empty")
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(f"error: {said}")
    assert settings(fork) == before
    assert len(list((fork / "content/papers").rglob("*.md"))) == SAMPLES


def test_documents_come_back_when_they_are_wanted(fork: Path) -> None:
    assert call("init", "--name", "A").exit_code == 0
    assert "docs: false" in settings(fork)
    assert call("init", "--name", "A", "--docs").exit_code == 0
    assert "docs: true" in settings(fork)
    assert call("init", "--name", "B").exit_code == 0
    assert "docs: true" in settings(fork)


def test_lines_end_as_they_did(fork: Path) -> None:
    file = fork / "mkdocs.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert call("init", *GENOME).exit_code == 0
    data = file.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 20


def test_settings_that_cannot_be_read(fork: Path) -> None:
    (fork / "mkdocs.yml").write_text("site_name: [")
    done = call("init", "--name", "x")
    assert done.exit_code == 1
    assert done.stderr.startswith("error: mkdocs.yml: line 1: ")
    (fork / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    done = call("init", "--name", "x")
    assert (done.exit_code, "not UTF-8 at byte 11" in done.stderr) == (1, True)
    (fork / "mkdocs.yml").unlink()
    done = call("init", "--name", "x")
    assert done.exit_code == 2
    assert "mkdocs.yml: No such file or directory; go to the folder of your checkout" in done.stderr


def test_only_samples_go_and_no_site_of_other_papers(tmp_path: Path) -> None:
    content = make_content(tmp_path / "content", sample(1), sample(2), paper(3))
    site = tmp_path / "site"
    (site / "api").mkdir(parents=True)
    index = {"papers": {"2401.00001": "0", "2401.00003": "0"}, "samples": ["2401.00001"]}
    (site / "api/index.json").write_text(json.dumps(index))
    (content / ".cache/papers").write_bytes(b"words of theirs")
    assert empty(content, site, dry_run=True) == Emptied(2, 1)
    assert empty(content, site) == Emptied(2, 1)
    assert [path.name for path in (content / "papers").rglob("*.md")] == ["2401.00003.md"]
    assert not (content / ".cache/papers").exists()
    assert site.is_dir()
    (site / "api/index.json").write_text(json.dumps({**index, "papers": {"2401.00001": "0"}}))
    assert empty(content, site) == Emptied(0, 1, site)
    assert not site.exists()


def test_a_paper_that_a_source_showed_is_no_sample_any_more(tmp_path: Path) -> None:
    one = sample(1)
    shown = replace(one, provenance=(*one.provenance, *paper(1).provenance))
    content = make_content(tmp_path / "content", shown)
    assert empty(content, tmp_path / "site") == Emptied(0, 1)


def test_addresses_of_samples_may_go_and_no_others() -> None:
    manifest = {
        "papers": {"a": "0", "b": "0", "c": "0"},
        "aliases": {"of-a": "a", "of-c": "c"},
        "samples": ["a", "b"],
    }
    found = had(json.dumps(manifest).encode())
    assert (found.papers, found.names) == (1, frozenset({"c", "of-c"}))


def shown_text(path: Path) -> bytes:
    """What a file says, without the names of our own stylesheet and of what browsers keep."""
    own = rb"paperfeed\.css|paperfeed-(?:library|list)|[Pp]aperfeed's look[^\n]*"
    return re.sub(own, b"", path.read_bytes())


@pytest.mark.ours  # our pages and our sample, without a word left of them
def test_the_way_of_the_readme_ends_without_a_word_of_the_upstream(
    tmp_path: Path, shared: Path
) -> None:
    fork = tmp_path / "fork"
    copy_tracked(fork, "content/", "overrides/", "generator/", "mkdocs.yml")
    upstream = load(ROOT / "mkdocs.yml")
    samples = sorted((ROOT / "content/papers").rglob("*.md"))
    titles = [parse(path.read_text("utf-8")).title for path in samples]
    assert run("paperfeed", "build", cwd=fork).returncode == 0  # somebody looked at the sample
    steps = [
        ("init", *GENOME, "--empty"),
        ("ingest", shared / "hf-papers-page-text.txt", "--date", "2025-03-11"),
        ("build",),
        ("doctor",),
        ("check",),
    ]
    for step in steps:
        done = run("paperfeed", *step, cwd=fork, SITE_URL="https://example.org/genome/")
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    site = fork / "site"
    assert len(page_files(site)) > 100
    words = [upstream["site_description"], *titles, "sample papers"]
    for path in site.rglob("*"):
        if path.is_file() and path.suffix not in (".gz", ".png") and "pagefind" not in path.parts:
            data = shown_text(path)
            assert b"paperfeed" not in data.lower(), path
            assert [word for word in words if word.encode() in data] == [], path
    home = (site / "index.html").read_text()
    assert "<title>Genome Papers" in home
    assert "https://example.org/genome/" in home
    assert not (site / "docs").exists()
    assert 'href="docs/' not in home
    assert (site / "reading/index.html").is_file()


def test_the_doctor_says_what_is_lacking(fork: Path) -> None:
    (fork / ".git").mkdir()
    done = call("doctor")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert f"to do: sample: {SAMPLES} sample papers are still there; paperfeed init" in " ".join(
        lines
    )
    assert any(line.startswith("to do: name: it is still called Paperfeed") for line in lines)
    assert lines[-1] == "0 faults, 4 to do, 1 question"
    as_json = json.loads(call("doctor", "--json").stdout)
    assert [each["about"] for each in as_json if each["state"] == "to do"] == [
        "name", "sample", "intake of hf-daily", "repository",
    ]  # fmt: skip


def test_the_doctor_doubts_a_category_that_arxiv_has_not(fork: Path) -> None:
    settings = (fork / "mkdocs.yml").read_text("utf-8")
    slip = "- kind: arxiv-oai\n          categories: [q-bio.gn]"
    assert settings.count("- kind: hf-daily") == 1
    (fork / "mkdocs.yml").write_text(settings.replace("- kind: hf-daily", slip))
    said = "arXiv has no category `q-bio.gn` that is known here; did you mean q-bio.GN?"
    assert f"question: source arxiv: {said}; correct it in mkdocs.yml" in call("doctor").stdout


def test_an_intake_that_stands_still_is_a_fault(fork: Path) -> None:
    folder = fork / "content/intake/hf-daily"
    folder.mkdir(parents=True)
    (folder / "cursor.yml").write_text("until: 2025-03-11\n")
    done = call("doctor")
    assert done.exit_code == 1
    assert "wrong: intake of hf-daily: nothing is known since 2025-03-11" in done.stdout


def test_the_doctor_needs_a_project(fork: Path) -> None:
    assert call("doctor", "--content", "nowhere").exit_code == 2
    (fork / "mkdocs.yml").write_text("site_name: [")
    assert call("doctor").exit_code == 1
    (fork / "mkdocs.yml").unlink()
    done = call("doctor")
    assert (done.exit_code, done.stdout) == (2, "")
    write(fork / "content", paper(1))

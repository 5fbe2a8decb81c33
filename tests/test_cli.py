"""The command: exit codes, what goes to which stream, what is said of what is wrong."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli import application
from generator.formats import SOURCES
from tests.toy import FIXTURE, SETTINGS, make_project, make_toy, run

RECORD = {"id": "2401.00901", "title": "A paper of tides", "abstract": "We look.", "authors": ["A"]}


def call(*arguments: str | Path) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(application(), [str(argument) for argument in arguments])


def test_a_command_loads_nothing_of_the_others() -> None:
    code = (
        "import sys\n"
        "from generator.cli import application\n"
        "application(['build'])\n"
        "others = ('generator.intake', 'generator.formats', 'generator.fetching.client', 'bs4')\n"
        "print([name for name in others if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_command_alone_is_called_by_its_name_as_among_all(tmp_path: Path) -> None:
    arguments = ["check", "--content", str(make_toy(tmp_path / "content"))]
    alone = CliRunner().invoke(application(["check"]), arguments)
    among_all = CliRunner().invoke(application(), arguments)
    assert (alone.exit_code, alone.output) == (among_all.exit_code, among_all.output)
    assert alone.exit_code == 0


def jsonl(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return jsonl(tmp_path / "good.jsonl", RECORD)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return jsonl(tmp_path / "mixed.jsonl", RECORD, {"title": ""})


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def ingest(content: Path, *arguments: str | Path) -> Result:
    return call("ingest", "--date", "2024-03-05", "--content", content, *arguments)


# ingest


def test_ingest_counts_on_standard_output(good: Path, content: Path) -> None:
    done = ingest(content, good)
    where = f"{content}/papers/2024/03/"
    assert (done.exit_code, done.stderr) == (0, f"The added papers are in {where}\n")
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 rejected\n"
    assert (content / "papers/2024/03/2401.00901.md").is_file()
    again = ingest(content, good)
    assert (again.exit_code, again.stdout) == (0, "0 added, 0 updated, 1 unchanged, 0 rejected\n")
    assert again.stderr == ""


def test_of_many_months_the_first_are_named_and_in_a_project_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2024-{month:02d}-05" for month in (1, 2, 3, 4, 5)]
    records = [RECORD | {"id": f"x{day}", "title": f"Of {day}", "listed": day} for day in days]
    file = jsonl(tmp_path / "in.jsonl", *records)
    (tmp_path / "mkdocs.yml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert call("ingest", file, "--dry-run").stderr == ""
    assert call("ingest", file).stderr == (
        "The added papers are in content/papers/2024/01/, content/papers/2024/02/, "
        "content/papers/2024/03/ and 2 more months; `make site` builds them\n"
    )


def test_a_day_that_has_not_come_is_no_day_of_a_paper(good: Path, content: Path) -> None:
    for days in (0, 1):  # east of Greenwich it is tomorrow already
        day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
        assert call("ingest", good, "--date", day, "--content", content).exit_code == 0
    done = call("ingest", good, "--date", "2098-03-11", "--content", content)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "error: --date: found `2098-03-11`, which has not come yet; write a day that has\n"
    )


def test_what_was_refused_for_it_was_removed_is_not_said_to_be_kept(
    good: Path, content: Path
) -> None:
    ingest(content, good)
    call("remove", "2401.00901", "--reason", "asked", "--content", content)
    done = ingest(content, good)
    assert "was removed on " in done.stderr
    assert "are kept" not in done.stderr


def test_rejections_are_listed_and_no_failure_unless_strict(mixed: Path, content: Path) -> None:
    done = ingest(content, mixed)
    assert done.exit_code == 0
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 1 rejected\n"
    said, _, kept = done.stderr.splitlines()
    assert said == "mixed.jsonl: line 2: rejected: has no title"
    assert kept == f"The rejected records are kept in {content}/intake/rejected/"
    assert ingest(content, "--strict", mixed).exit_code == 1
    assert ingest(content, "--strict", jsonl(mixed, RECORD)).exit_code == 0


def test_json_is_one_object_on_standard_output(mixed: Path, good: Path, content: Path) -> None:
    done = ingest(content, "--json", mixed, good, mixed.parent / "good.jsonl")
    assert "The added papers" not in done.stderr
    data = json.loads(done.stdout)
    assert {key: data[key] for key in ("added", "updated", "unchanged", "rejected")} == {
        "added": 1, "updated": 0, "unchanged": 2, "rejected": 1,
    }  # fmt: skip
    (rejection,) = data["rejections"]
    assert (rejection["input"], rejection["where"]) == ("mixed.jsonl", "line 2")
    assert (data["errors"], data["notes"]) == ([], [])


def test_json_tells_of_errors_too(tmp_path: Path, content: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    done = ingest(content, "--json", tmp_path / "empty")
    assert done.exit_code == 1
    assert len(json.loads(done.stdout)["errors"]) == 1


def test_a_dry_run_writes_nothing_and_says_so(good: Path, content: Path) -> None:
    done = ingest(content, "--dry-run", good)
    assert done.exit_code == 0
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 rejected (nothing was written)\n"
    assert not content.exists()


CUT = gzip.compress(("\n".join(json.dumps(RECORD | {"x": str(n)}) for n in range(999))).encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x00\x01\x02 no text at all", "is in no format that is known"),
        (b"<html><body>A page</body></html>", "is in no format that is known"),
        (b'{"title": ""}\n', "no paper in it was taken in"),
        (gzip.compress(b""), "is empty"),
        (CUT[: len(CUT) // 2], "cannot be read"),
        (CUT[:12], "cannot be read"),
    ],
    ids=["empty", "blank", "binary", "html", "no paper", "empty gzip", "cut gzip", "head of gzip"],
)
def test_data_without_a_paper_is_exit_1(
    data: bytes, said: str, tmp_path: Path, content: Path
) -> None:
    (tmp_path / "input").write_bytes(data)
    done = ingest(content, tmp_path / "input")
    assert done.exit_code == 1
    assert f"error: {tmp_path / 'input'}" in done.stderr
    assert said in done.stderr
    assert "error" not in done.stdout
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_every_bad_file_is_listed_and_the_good_one_goes_in(good: Path, content: Path) -> None:
    bad = [good.with_name(name) for name in ("one", "two")]
    for path in bad:
        path.write_bytes(b"")
    done = ingest(content, bad[0], good, bad[1])
    assert done.exit_code == 1
    assert done.stderr.count("error:") == 2
    assert done.stdout.startswith("1 added")


def test_a_store_that_cannot_be_written_is_exit_1(good: Path, content: Path) -> None:
    content.write_text("a file where the folder should be")
    done = call("ingest", good, "--date", "2024-03-05", "--content", content / "inner")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_no_day_is_a_rejection_and_so_no_paper(tmp_path: Path, content: Path) -> None:
    bare = jsonl(tmp_path / "bare.jsonl", {"title": "On gulls", "abstract": "They fly."})
    done = call("ingest", bare, "--content", content)
    assert done.exit_code == 1
    assert "no day is known; give --date YYYY-MM-DD" in done.stderr
    assert done.stdout == "0 added, 0 updated, 0 unchanged, 1 rejected\n"


def test_a_format_and_a_source_may_be_said(good: Path, content: Path) -> None:
    done = ingest(content, "--format", "jsonl", "--source", "my-list", good)
    assert done.exit_code == 0
    text = (content / "papers/2024/03/2401.00901.md").read_text()
    assert "{source: my-list, day: 2024-03-05}" in text
    assert ingest(content, "--format", "hf-daily-json", good).exit_code == 1


WRONG = [
    (("ingest",), "FILE"),
    (("ingest", "{tmp}/nothing.txt"), "does not exist"),
    (
        ("ingest", "{good}", "--format", "nonsense"),
        "known are hf-daily-json, hf-papers-html, arxiv-atom",
    ),
    (("ingest", "{good}", "--date", "11.3.2025"), "write a day as 2025-03-11"),
    (("ingest", "{good}", "--date", "2025-02-30"), "there is no such day; correct it"),
    (
        ("ingest", "{good}", "--date", "2099-12-31"),
        "--date: found `2099-12-31`, which has not come",
    ),
    (("ingest", "{good}", "--source", "My List"), "use lower-case letters"),
    (("ingest", "{good}", "--nonsense"), "No such option"),
    (("ingest", "{good}", "--content", "{good}"), "is a file"),
    (("nonsense",), "No such command"),
    (("build", "--content", "{tmp}/nothing"), "does not exist"),
    (("build", "extra"), "unexpected extra argument"),
    (("serve", "--port", "many"), "valid integer"),
    (("serve", "--port", "99999"), "65535"),
    (("generate",), "DIR"),
    (("generate", "{tmp}"), "is not empty; name a new folder"),
    (("generate", "{good}"), "is a file"),
    (("generate", "{tmp}/new", "--content", "{tmp}/nothing"), "there is no folder"),
    (("check", "--content", "{tmp}/nothing"), "there is no folder"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_a_wrong_command_is_exit_2_and_says_why(
    arguments: tuple[str, ...], said: str, good: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = call(*(text.format(tmp=tmp_path, good=good) for text in arguments))
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_command_the_help_is_shown() -> None:
    done = call()
    assert done.exit_code == 2
    assert "ingest" in done.stdout + done.stderr


# check


def test_check_of_a_good_folder(toy: Path) -> None:
    done = call("check", "--content", toy)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "13 papers, 0 faults\n", "")
    as_json = call("check", "--content", toy, "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (
        0,
        {"papers": 13, "faults": [], "edits": []},
    )


@pytest.fixture
def faulty(content: Path) -> Path:
    make_toy(content)
    one = content / "papers/2024/01/2401.00041.md"
    one.write_text(one.read_text().replace("upvotes: 1", "upvotes: many\nlicence: MIT"))
    (content / "papers/2024/01/2401.00033.md").write_text("nothing")
    shutil.copy(content / "papers/2024/01/2401.00031.md", content / "papers/2024/03/x.md")
    return content


def test_check_lists_every_fault_as_its_result(faulty: Path) -> None:
    done = call("check", "--content", faulty)
    assert (done.exit_code, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == "11 papers, 4 faults"
    assert len(lines) == 5
    assert "2401.00041.md: line 17: upvotes: found `many`" in done.stdout
    assert "licence: unknown key; did you mean `license`?" in done.stdout
    said = "x.md: `2401.00031` is already the id of papers/2024/01/2401.00031.md; delete one of the"
    assert said in done.stdout


def test_check_says_the_same_as_json(faulty: Path) -> None:
    done = call("check", "--content", faulty, "--json")
    data = json.loads(done.stdout)
    assert done.exit_code == 1
    assert data["papers"] == 11
    assert len(data["faults"]) == 4
    assert {"where", "line", "key", "message"} == set(data["faults"][0])


def test_check_of_topics_that_cannot_be_used(content: Path) -> None:
    make_toy(content)
    (content / "topics.yml").write_text("- area: A\n  topics: 3\n- area: 4\n  topics: [x]\n")
    done = call("check", "--content", content)
    assert done.exit_code == 1
    assert "topics.yml" in done.stdout
    assert len(json.loads(call("check", "--content", content, "--json").stdout)["faults"]) > 1


# build, serve, generate


@pytest.fixture
def project(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project in the current folder."""
    jsonl(tmp_path / "in.jsonl", RECORD)
    assert ingest(content, tmp_path / "in.jsonl").exit_code == 0
    (content / "topics.yml").write_text(
        "- area: A\n  topics: [{slug: tides, label: Tides, is: water, phrases: [tide]}]\n"
    )
    quick = "plugins: [{paperfeed: {search: false}}]\n"
    folder = make_project(tmp_path / "project", content, quick)
    monkeypatch.chdir(folder)
    return folder


def test_build_ends_with_a_summary(project: Path) -> None:
    done = call("build")
    assert (done.exit_code, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("1 paper on 1 day, 1 topic, built in ")
    assert second == "The site is in site/; `make serve` shows it."
    assert (project / "site/papers/2401.00901/index.html").is_file()


def test_build_with_folders_named(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(SETTINGS.parent / "content", other)
    done = call("build", "--content", other, "--site", tmp_path / "elsewhere")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("0 papers on 0 days, 0 topics")
    assert done.stdout.endswith(f"The site is in {tmp_path / 'elsewhere'}/.\n")
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert not (project / "site").exists()


def test_build_of_a_bad_record_lists_it_and_is_exit_1(project: Path, content: Path) -> None:
    (content / "papers/2024/03/bad.md").write_text("nothing")
    done = call("build")
    assert done.exit_code == 1
    assert done.stdout.startswith("1 paper on 1 day")
    assert "bad.md: line 1: the file does not begin with front matter" in done.stderr
    assert done.stderr.endswith("error: 1 warning, listed above\n")


def test_a_build_that_fails_says_why(project: Path, content: Path) -> None:
    (content / "topics.yml").write_text("- area: A\n  topics: 3\n")
    done = call("build")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "topics.yml" in done.stderr
    assert not (project / "site").exists()


def test_a_wrong_address_is_said_to_be_of_the_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "lab.example.org")
    done = call("build")
    assert done.exit_code == 1
    assert done.stderr == (
        "error: SITE_URL: found `lab.example.org`; write the whole address, as "
        "https://papers.example.org/\n"
    )
    settings = project / "mkdocs.yml"
    monkeypatch.setenv("SITE_URL", "https://lab.example.org/")
    settings.write_text(settings.read_text() + "site_url: lab\n")
    assert call("build").stderr.startswith("error: mkdocs.yml: Config value 'site_url': ")


@pytest.mark.parametrize(
    "command",
    [
        "ingest {good}",
        "fetch",
        "pull",
        "generate new",
        "remove 2401.00901 --reason asked",
        "contribute",
        "check",
        "upgrade",
        "tag {good}",
        "export --format ris",
        "digest",
        "related 2401.00901",
        "review old",
        "doctor",
        "topics diff a.yml b.yml",
    ],
)
def test_in_a_wrong_folder_nothing_is_begun(
    command: str, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    done = call(*(word.format(good=good) for word in command.split()))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "error: there is no mkdocs.yml here; go to the folder of your checkout, or name a content "
        "folder with --content\n"
    )
    assert list(folder.iterdir()) == []


def test_a_content_folder_that_is_named_needs_no_project(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("ingest", good, "--date", "2024-03-05", "--content", "content").exit_code == 0
    assert (tmp_path / "content/papers/2024/03/2401.00901.md").is_file()


@pytest.mark.parametrize("command", ["build", "serve", "generate"])
def test_outside_of_a_project_is_exit_1_and_said(
    command: str, toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments: list[str | Path] = ["new", "--content", toy] if command == "generate" else []
    done = call(command, *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("error: mkdocs.yml: ")


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "serve",
        "generate new --content content",
        "export --format ris --content content",
        "related 2401.00901 --content content",
        "digest --content content",
        "topics diff content/topics.yml content/topics.yml --content content",
        "remove 2401.00901 --reason asked --content content",
    ],
)
def test_a_store_that_cannot_be_read_is_exit_1_and_said(
    command: str, project: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(content / "papers")
    (content / "papers").write_text("in the way")
    shutil.copy(FIXTURE / "topics.yml", content)
    monkeypatch.chdir(project if command in ("build", "serve") else content.parent)
    done = call(*command.split())
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(r"(Building ...\n)?error: \S*papers: cannot be read: .*\n", done.stderr)


def test_serve_on_a_port_that_is_taken_is_exit_1(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("paperfeed", "serve", "--port", str(taken.getsockname()[1]), cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"error: port [0-9]+: Address already in use; choose another with --port\n", done.stderr
    )


def test_standard_input_is_taken_in(content: Path) -> None:
    arguments = ["ingest", "-", "--date", "2024-03-05", "--content", str(content)]
    done = CliRunner().invoke(
        application(), arguments, input=json.dumps(RECORD | {"id": "2401.00902"})
    )
    assert done.exit_code == 0
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 rejected\n"


def test_generate_counts_what_it_wrote(project: Path, content: Path) -> None:
    done = call("generate", "new", "--content", content)
    assert (done.exit_code, done.stderr) == (0, "")
    pages = len([*(project / "new").rglob("*.md")])
    assert done.stdout == f"{pages} pages of 1 paper written to new\n"
    assert (project / "new/papers/2401.00901.md").is_file()
    assert call("generate", "new", "--content", content).exit_code == 2


def test_generate_tells_of_faults(project: Path, content: Path) -> None:
    (content / "papers/2024/03/bad.md").write_text("nothing")
    done = call("generate", "new", "--content", content)
    assert done.exit_code == 1
    assert "warning: content/papers/2024/03/bad.md: line 1: the file does not begin" in done.stderr
    (content / "topics.yml").write_text("- area: A\n  topics: 3\n")
    broken = call("generate", "newer", "--content", content)
    assert broken.exit_code == 1
    assert "topics.yml" in broken.stderr


# The command as it is installed


def test_the_installed_command(good: Path, content: Path) -> None:
    done = run("paperfeed", "ingest", good, "--date", "2024-03-05", "--content", content)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 rejected\n"
    assert run("paperfeed", "nonsense").returncode == 2


def test_of_many_rejections_the_first_are_listed_and_the_rest_counted(
    tmp_path: Path, content: Path
) -> None:
    many = jsonl(tmp_path / "many.jsonl", RECORD, *[{"title": "", "n": n} for n in range(25)])
    said = ingest(content, many).stderr.splitlines()
    assert len([line for line in said if ": rejected: " in line]) == 20
    assert "many.jsonl: 5 more rejected (--json lists them all)" in said
    listed = json.loads(ingest(content, "--json", many).stdout)["rejections"]
    assert len(listed) == 25
    few = jsonl(tmp_path / "few.jsonl", RECORD, *[{"title": "", "n": n} for n in range(20)])
    assert "more rejected" not in ingest(content, few).stderr


def test_each_format_can_be_said(good: Path, content: Path) -> None:
    assert len({source.format for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        done = ingest(content / source.format, "--format", source.format, good)
        assert isinstance(done.exception, SystemExit | None), source.format
        found = [*(content / source.format).rglob("papers/*/*/*.md")]
        assert done.exit_code == (0 if found else 1), source.format


def test_generate_refuses_a_page_with_a_generated_pages_name(content: Path, tmp_path: Path) -> None:
    toy = make_toy(content)
    (toy / "search.md").write_text("# Mine", encoding="utf-8")
    done = call("generate", tmp_path / "out", "--content", toy)
    assert done.exit_code == 1
    assert "search.md in the content folder has a generated page's name" in done.stderr


def test_nothing_that_is_said_commands_the_terminal(content: Path, tmp_path: Path) -> None:
    toy = make_toy(content)
    hostile = tmp_path / "x\033[31mred\033]0;pwn\007.jsonl"
    hostile.write_text("nothing", encoding="utf-8")
    (toy / "papers/2024/01/y\033[31m.md").write_text("nothing", encoding="utf-8")
    for done in (
        call("ingest", hostile, "--content", toy),
        call("check", "--content", toy),
    ):
        assert done.exit_code == 1
        assert "\033" not in done.output
        assert "red" in done.output or "y\ufffd" in done.output

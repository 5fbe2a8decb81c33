"""The documents keep up with the program: commands, options, formats, links."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main
import yaml

from generator.builder.network import sources_of
from generator.builder.options import FetchConfig, SourceConfig
from generator.builder.plugin import PaperfeedPlugin
from generator.cli import application
from generator.fetching.kinds import KINDS as KINDS_OF_SOURCE
from generator.fetching.kinds import kind_of
from generator.fields import KEYS, LINK_RELS, STATUSES
from generator.formats import SOURCES
from generator.identifiers import KINDS as IDENTIFIERS
from generator.model import DAY_STATES
from generator.outputs import OUTPUTS
from generator.pages import KINDS
from generator.record import dump, parse
from generator.topic_file import parse_topics
from generator.topics import (
    LAST_RESORT,
    MAX_TOPICS,
    SHARE_OF_BEST,
    SURE,
    THRESHOLD,
    TITLE_WEIGHT,
    Tagger,
)
from tests.core import reading
from tests.toy import ROOT

#: A community may write these anew.
OURS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = (
    "content/docs/formats.md",
    "content/docs/add-a-format.md",
    "content/docs/fetch.md",
    "content/docs/mirroring.md",
    "content/reading.md",
    "content/docs/speed.md",
    "content/docs/topics.md",
    "content/docs/host.md",
    "content/docs/upgrade.md",
    "content/docs/large.md",
    "content/docs/architecture.md",
    "content/docs/design.md",
    "content/docs/records.md",
)
#: Files that the documents name and that only runs make.
MADE_BY_RUNS = {
    "content/papers/",
    "content/papers/2025/03/2503.01234.md",
    "content/intake/rejected/",
}
_group = typer.main.get_command(application())
COMMANDS: dict[str, click.Command] = {
    " ".join((name, *more)): command
    for name, one in getattr(_group, "commands", {}).items()
    for more, command in (
        [((sub,), each) for sub, each in one.commands.items()]
        if hasattr(one, "commands")
        else [((), one)]
    )
}


def options_of(command: click.Command) -> list[str]:
    return [
        name
        for parameter in command.params
        if isinstance(parameter, click.Option) or parameter.param_type_name == "option"
        for name in parameter.opts
        if name != "--help"
    ]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def row_of(name: str) -> str:
    """The README's row of a command."""
    rows = [line for line in readme().splitlines() if re.match(rf"\| `paperfeed {name}[ `]", line)]
    assert len(rows) == 1, f"README.md, Commands: no row that begins with `paperfeed {name}`"
    return rows[0]


def test_there_are_commands() -> None:
    assert {"ingest", "fetch", "build", "serve", "generate", "check", "tag"} <= set(COMMANDS)
    assert "topics diff" in COMMANDS
    assert "--dry-run" in options_of(COMMANDS["ingest"])


@pytest.mark.ours
@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_and_option_is_in_the_readme(name: str) -> None:
    row = row_of(name)
    for option in options_of(COMMANDS[name]):
        assert f"`{option}`" in row, f"README.md, Commands, {name}: {option} is missing"


@pytest.mark.ours
def test_the_readme_names_no_command_and_option_that_there_is_not() -> None:
    for name in re.findall(r"^\| `paperfeed ([a-z-]+(?: [a-z-]+)?)", readme(), re.MULTILINE):
        assert name in COMMANDS
        assert set(re.findall(r"`(--[a-z-]+)`", row_of(name))) <= set(options_of(COMMANDS[name]))
    every = {option for command in COMMANDS.values() for option in options_of(command)}
    lines = [line for line in readme().splitlines() if "paperfeed " in line]
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", "\n".join(lines))) <= every | {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_and_option_has_a_help_text(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.help.endswith(".")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help text"


@pytest.mark.parametrize("format_", [source.format for source in SOURCES])
def test_each_format_is_in_the_documents_table(format_: str) -> None:
    table = (ROOT / "content/docs/formats.md").read_text(encoding="utf-8")
    (row,) = [line for line in table.splitlines() if line.startswith(f"| `{format_}` |")]
    assert [cell.strip() for cell in row.strip("|").split("|")].count("") == 0
    assert len(row.split(" | ")) == 4


def test_the_documents_table_has_no_format_that_there_is_not() -> None:
    table = (ROOT / "content/docs/formats.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert sorted(named) == sorted(source.format for source in SOURCES)
    assert len(named) == 20  # the README says so in a word


def test_each_field_of_a_record_is_in_the_documents() -> None:
    text = (ROOT / "content/docs/records.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split(" | ")[0])]
    assert named == KEYS


def test_the_record_that_the_documents_show_is_one_that_we_would_write() -> None:
    text = (ROOT / "content/docs/records.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```markdown\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    paper = parse(shown)
    assert dump(paper) == shown
    for word in (*IDENTIFIERS, *LINK_RELS, *STATUSES):
        assert f"`{word}`" in text


@pytest.mark.ours
def test_the_record_that_the_documents_show_has_topics_of_ours() -> None:
    text = (ROOT / "content/docs/records.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```markdown\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    topics = parse_topics((ROOT / "content/topics.yml").read_text(encoding="utf-8"))
    assert set(parse(shown).topics) <= {f"+{topic.slug}" for topic in topics}


def test_each_kind_of_source_and_option_is_in_the_documents() -> None:
    text = (ROOT / "content/docs/fetch.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1] for row in text.splitlines() if row.startswith("| `")}
    assert set(KINDS_OF_SOURCE) <= rows
    assert set(DAY_STATES) <= rows
    assert set(FetchConfig().keys()) <= rows
    for kind in map(kind_of, KINDS_OF_SOURCE):
        assert kind is not None
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{kind.name}` |")]
        for need in kind.needs:
            assert f"`{need}`" in row
    for option in SourceConfig():
        assert f"`{option}`" in text or f"- {option}:" in text


def test_the_example_of_sources_works() -> None:
    text = (ROOT / "content/docs/fetch.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    plugin = PaperfeedPlugin()
    assert plugin.load_config(yaml.safe_load(example)["plugins"][0]["paperfeed"]) == ([], [])
    assert [source.kind for source in sources_of(plugin.config)] == [
        "hf-daily",
        "arxiv-oai",
        "feed",
    ]


def test_the_example_of_topics_works() -> None:
    text = (ROOT / "content/docs/topics.md").read_text(encoding="utf-8")
    *_, example = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    tagger = Tagger(parse_topics(example))
    assert [match.slug for match in tagger.match("A colony of gulls", "")] == ["sea-birds"]
    assert tagger.match("Gull wing doors", "") == ()
    for said in (THRESHOLD, LAST_RESORT, SURE):
        assert str(said) in text
    assert (MAX_TOPICS, TITLE_WEIGHT, SHARE_OF_BEST) == (5, 3, 0.25)  # said there in words


def test_the_example_of_a_format_works() -> None:
    text = (ROOT / "content/docs/add-a-format.md").read_text(encoding="utf-8")
    code = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    space: dict[str, Any] = {}
    exec(code[0], space)  # noqa: S102 - our own documentation
    source = space["SOURCE"]
    bulletin = (
        b"<bulletin><paper year='2024'><title>On <i>Larus</i></title><author>Ada Byron</author>"
        b"<abstract>We count.</abstract></paper><paper><title/></paper></bulletin>"
    )
    assert source.detect(bulletin)
    first, second = source.read(io.BytesIO(bulletin), reading())
    assert (first.raw.title, first.raw.abstract) == ("On Larus", "We count.")
    assert (first.raw.authors[0].name, first.raw.published) == ("Ada Byron", "2024")
    assert second.reason == "has no title"
    assert not [other.format for other in SOURCES if other.detect(bulletin)]


def test_each_source_says_what_it_is() -> None:
    for source in SOURCES:
        assert source.summary
        assert source.source


@pytest.mark.parametrize(
    "document", [*(pytest.param(name, marks=pytest.mark.ours) for name in OURS), *DOCUMENTS]
)
def test_every_link_leads_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://"), f"{document}: {target}"
            continue
        path, _, anchor = target.partition("#")
        found = (ROOT / document).parent / path if path else ROOT / document
        assert found.exists(), f"{document}: {target} is not there"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor in slugs, f"{document}: {target} is no heading"


@pytest.mark.ours
def test_files_that_the_documents_name_are_there() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in OURS[:2])
    named = set(
        re.findall(r"`((?:generator|overrides|content|tests|requirements)/[\w./-]*)`", text)
    )
    assert len(named) > 10
    for name in named - MADE_BY_RUNS:
        assert (ROOT / name).exists(), f"{name} is named and not there"


def test_the_modules_are_as_the_documents_say() -> None:
    """A kind of page or file is one module; none grows past what one can read."""
    for name in KINDS:
        assert (ROOT / "generator/pages" / f"{name}.py").is_file()
    assert {files.__module__ for files in OUTPUTS} <= {
        f"generator.outputs.{path.stem}" for path in Path(ROOT / "generator/outputs").glob("*.py")
    }
    for path in (ROOT / "generator").rglob("*.py"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 300, f"{path.relative_to(ROOT)} has {lines} lines; make it two modules"


def test_every_fence_is_one_for_python_markdown() -> None:
    """With a second word behind the first it takes the lines for text, headings among them."""
    for path in (ROOT / "content").rglob("docs/*.md"):
        opening = re.findall(r"^(?:```|~~~)(.*)$", path.read_text("utf-8"), re.MULTILINE)
        assert [words for words in opening if " " in words.strip()] == [], path.name

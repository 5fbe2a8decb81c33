"""`mkdocs.yml` with other settings: what is meant changes, and no other line."""

from __future__ import annotations

from dataclasses import replace
from difflib import ndiff
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.hosting.settings import SettingsError, present, with_documents, with_wishes
from generator.hosting.wishes import Wishes
from tests.core import LINES
from tests.toy import SETTINGS

OURS = SETTINGS.read_text(encoding="utf-8")
SOURCES = ({"kind": "arxiv-oai", "categories": ["q-bio.GN", "q-bio.QM"]}, {"kind": "hf-daily"})
ALL = Wishes("Genome Papers", "New papers: genomes", SOURCES, language="de")
SITES = ("https://gulls.example/", "https://terns.example/")


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' own tags as what they stand before."""


_Loader.add_multi_constructor("!", lambda loader, tag, node: str(node.value))


def loaded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = _Loader(text).get_single_data()
    return found


def options(text: str) -> dict[str, object]:
    plugins = loaded(text)["plugins"]
    assert isinstance(plugins, list)
    (found,) = [each["paperfeed"] for each in plugins if "paperfeed" in each]
    assert isinstance(found, dict)
    return found


def changed(old: str, new: str) -> list[str]:
    lines = ndiff(old.splitlines(), new.splitlines())
    return [line.strip() for line in lines if line[0] in "+-"]


def test_our_own_changes_in_these_lines_alone() -> None:
    assert changed(OURS, with_documents(with_wishes(OURS, ALL), None)) == [
        "- site_name: Paperfeed",
        (
            "- site_description: New papers in machine learning, day by day, to browse, search and "
            "follow."
        ),
        "+ site_name: Genome Papers",
        "+ site_description: 'New papers: genomes'",
        "+         - kind: arxiv-oai",
        "+           categories: [q-bio.GN, q-bio.QM]",
        "+       docs: false",
        "-   language: en",
        "+   language: de",
    ]


def test_the_same_again_changes_nothing() -> None:
    once = with_documents(with_wishes(OURS, ALL), None)
    assert with_documents(with_wishes(once, ALL), None) == once
    assert with_wishes(OURS, Wishes()) == OURS


def test_what_is_there_is_read_as_it_is_wished() -> None:
    once = with_wishes(OURS, replace(ALL, mirrors=SITES))
    assert present(once) == replace(ALL, mirrors=SITES)
    unclear = (
        "site_name: !ENV X\ntheme: material\nplugins:\n  - paperfeed: {sources: [x], mirrors: 3}\n"
    )
    assert present(unclear) == Wishes(sources=())
    assert present("site_name: 2024-99-99\nplugins:\n  - paperfeed: {}\n") == Wishes()
    # What is so already stays as it is written.
    text = OURS.replace("        - kind: hf-daily\n", "        - kind: 'hf-daily' # why\n")
    assert with_wishes(text, Wishes(sources=({"kind": "hf-daily"},))) == text


def test_mirrors_are_a_list_beside_the_sources_and_can_be_taken_back() -> None:
    new = with_wishes(OURS, Wishes(sources=(), mirrors=SITES))
    assert options(new) == {"sources": [], "mirrors": [*SITES]}
    assert changed(OURS, new) == [
        "-       sources:",
        "+       sources: []",
        "-         - kind: hf-daily",
        f"+       mirrors: {[*SITES]}",
    ]
    assert with_wishes(new, Wishes(sources=(), mirrors=SITES)) == new
    back = with_wishes(new, Wishes(sources=SOURCES, mirrors=()))
    assert options(back)["mirrors"] == []
    # Where nobody ever had some, none are written.
    assert "mirrors" not in options(with_wishes(OURS, Wishes(sources=SOURCES, mirrors=())))


@given(LINES.filter(bool), LINES.filter(bool))
def test_any_words_are_read_as_they_were_said(name: str, description: str) -> None:
    new = loaded(with_wishes(OURS, Wishes(name, description)))
    assert (new["site_name"], new["site_description"]) == (name, description)


@pytest.mark.parametrize(
    "text",
    [
        "site_name: x # kept\nplugins:\n- paperfeed:\n- other\ntheme:\n  name: material",
        "site_name: x # kept\nplugins:\n  - paperfeed: {search: false}\ntheme: {name: material}\n",
        "site_name: x # kept\nplugins:\n  paperfeed:\n    pour: true\n",
        (
            "# kept\nsite_name: >\n  x y\n  z\n\nplugins:\n  - search\n  - paperfeed:\n      sources:\n"
            "        - kind: feed\n\n      # why\n      pour: false\ntheme: {name: material}\n"
        ),
        "# kept\nplugins:\n  - paperfeed:\n      sources: []\n",
    ],
)
def test_however_it_is_written(text: str) -> None:
    new = with_documents(with_wishes(text, ALL), None)
    settings = loaded(new)
    plugins = settings["plugins"]
    found = plugins["paperfeed"] if isinstance(plugins, dict) else options(new)
    assert found["sources"] == [dict(each) for each in SOURCES]
    assert found["docs"] is False
    assert settings["site_name"] == "Genome Papers"
    assert settings["theme"] == {**loaded(text).get("theme", {}), "language": "de"}
    assert "# kept" in new
    old = loaded(text)["plugins"]
    before = old["paperfeed"] if isinstance(old, dict) else options_or_none(text)
    for key, value in (before or {}).items():
        if key != "sources":
            assert found[key] == value


def options_or_none(text: str) -> dict[str, object]:
    plugins = loaded(text)["plugins"]
    assert isinstance(plugins, list)
    (found,) = [each["paperfeed"] for each in plugins if "paperfeed" in each]
    return found or {}


def test_documents_are_left_out_unless_somebody_said_otherwise() -> None:
    said = with_documents(OURS, wanted=True)
    assert options(said)["docs"] is True
    assert with_documents(said, None) == said
    assert options(with_documents(said, wanted=False))["docs"] is False


def test_a_value_that_only_mkdocs_knows_may_be_replaced() -> None:
    text = "site_name: !ENV [NAME, x]\nplugins:\n  - paperfeed: {}\n"
    assert with_wishes(text, Wishes("A")).startswith("site_name: A\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no settings"),
        ("- a\n", "holds no settings"),
        ("{site_name: x}\n", "holds no settings"),
        ("a: b: c\n", "line 1: mapping values are not allowed here; correct it first"),
        ("a: [\n", "line 2: expected the node content"),
        ("site_name: x\nplugins: [paperfeed]\n", "plugins: found no `- paperfeed:`"),
        ("site_name: x\nplugins:\n  - paperfeed\n", "plugins: found no `- paperfeed:`"),
        ("plugins:\n  - paperfeed: {a: !ENV X}\n", "line 2: write each option on a line"),
        (
            "theme: material\nplugins:\n  - paperfeed: {}\n",
            "theme: found `material`; write its options below it",
        ),
    ],
)
def test_what_cannot_be_changed_is_said(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said.replace("(", "\\(")):
        with_wishes(text, ALL)


@given(st.text(alphabet="ab:-[]{}#\n '\"&*!|>%@", max_size=40))
def test_nothing_crashes(text: str) -> None:
    try:
        new = with_wishes(text, ALL)
    except SettingsError:
        return
    assert loaded(new)["site_name"] == "Genome Papers"

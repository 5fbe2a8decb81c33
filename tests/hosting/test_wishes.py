"""What people say of their sources, as `mkdocs.yml` has it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.hosting.shipped import DESCRIPTION
from generator.hosting.wishes import (
    WishError,
    Wishes,
    description_of,
    is_written,
    mirrors_named,
    said_line,
    sources_named,
    words_of,
)
from tests.toy import ROOT

ARXIV = {"kind": "arxiv-oai", "categories": ["q-bio.GN"]}
FEED = {"kind": "feed", "name": "gulls-example", "url": "https://www.gulls.example/feed?a=1"}


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        (["hf-daily"], [{"kind": "hf-daily"}]),
        (["hf", "hf-daily"], [{"kind": "hf-daily"}]),
        (["arxiv:q-bio.GN"], [ARXIV]),
        ([" arxiv-oai:q-bio.GN "], [ARXIV]),
        (["arxiv:q-bio.GN,hep-th, q-bio.GN"], [ARXIV | {"categories": ["q-bio.GN", "hep-th"]}]),
        (["arxiv:q-bio.GN", "arxiv:q-bio.GN"], [ARXIV]),
        (["arxiv:q-bio.GN", "arxiv:cs.CL"], [ARXIV | {"categories": ["q-bio.GN", "cs.CL"]}]),
        (["arxiv-rss:cs.CL"], [{"kind": "arxiv-rss", "categories": ["cs.CL"]}]),
        (["arxiv-api:cs.CL"], [{"kind": "arxiv-api", "categories": ["cs.CL"]}]),
        (["https://www.gulls.example/feed?a=1", "hf"], [FEED, {"kind": "hf-daily"}]),
        (
            ["gulls=https://gulls.example/?a=1", "terns=https://gulls.example/?a=2"],
            [
                {"kind": "feed", "name": "gulls", "url": "https://gulls.example/?a=1"},
                {"kind": "feed", "name": "terns", "url": "https://gulls.example/?a=2"},
            ],
        ),
    ],
)
def test_sources_by_a_word(said: list[str], sources: list[dict[str, Any]]) -> None:
    assert list(sources_named(said)) == sources


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "found ``; write hf-daily"),
        ("arxiv", "found `arxiv`; write hf-daily, arxiv:q-bio.GN"),
        ("arxiv:", "found `arxiv:`"),
        ("arxiv:Genomes!", "arXiv has no category `Genomes!` that is known here; write one such"),
        ("arxiv:cs.CL,q-bio.gn", "arXiv has no category `q-bio.gn` that is known here; did you m"),
        ("hf:x", "found `hf:x`"),
        ("ftp://x.example/", "found `ftp://x.example/`"),
        ("https://", "https:// names no host; write hf-daily"),
        ("http://[::1/f", "http://[::1/f is no web address"),
        ("https://ada:secret@gulls.example/f", "an address with a name or password in it"),
        ("medrxiv:genomics", "found `medrxiv:genomics`"),
        (
            "Gulls=https://gulls.example/",
            "found `Gulls=https://gulls.example/`; write its name in ",
        ),
        (
            "mirrors=https://gulls.example/",
            "found `mirrors=https://gulls.example/`; write its name in",
        ),
        (
            "=https://gulls.example/",
            "found `=https://gulls.example/`; write its name in lower-case",
        ),
        ("gulls=https://", "https:// names no host; write hf-daily"),
        ("gulls=mirror:https://gulls.example/", "found `gulls=mirror:https://gulls.example/`; w"),
    ],
)
def test_what_is_no_source_is_said(said: str, why: str) -> None:
    with pytest.raises(WishError) as found:
        sources_named([said])
    assert str(found.value).startswith(why)


def test_mirrors_stand_among_the_sources() -> None:
    said = ["mirror:https://gulls.example", "hf", " mirror:https://gulls.example/ "]
    assert list(sources_named(said)) == [{"kind": "hf-daily"}]
    assert mirrors_named(said) == ("https://gulls.example/",)
    assert "of Hugging Face's Daily Papers and gulls.example, day" in description_of(
        sources_named(said), mirrors_named(said)
    )
    for wrong in ("mirror:", "mirror:gulls.example", "mirror:https://gulls.example/?a"):
        with pytest.raises(WishError, match=r"mirror: found .*; write .*https://other.site/"):
            mirrors_named([wrong])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            ["https://gulls.example/a", "https://gulls.example/b"],
            (
                "two sources are called gulls-example; give each a name of its own, as in "
                "other-name=https://gulls.example/b"
            ),
        ),
        (["hf", "hf-daily=https://gulls.example/a"], "two sources are called hf-daily; give each"),
        (["arxiv:cs.CL", "arxiv-api:cs.LG"], "two sources are called arxiv; ask for its papers in"),
    ],
)
def test_each_source_has_a_name_of_its_own(said: list[str], why: str) -> None:
    with pytest.raises(WishError) as found:
        sources_named(said)
    assert str(found.value).startswith(why)


KNOWN = (
    {"kind": "arxiv-oai", "categories": ["q-bio.GN"], "closed": ["12-25"]},
    {"kind": "feed", "name": "gulls", "url": "https://gulls.example/f", "pause": 3},
    {"kind": "arxiv-oai", "name": "terns", "categories": ["a:b"], "url": "https://terns.example/"},
    FEED,
)


def test_what_is_known_can_be_named_again_and_stays_as_it_is() -> None:
    words = words_of(KNOWN, ["https://skuas.example/"])
    assert words == [
        "arxiv:q-bio.GN",
        "gulls=https://gulls.example/f",
        "arxiv:a:b",
        "https://www.gulls.example/feed?a=1",
        "mirror:https://skuas.example/",
    ]
    assert sources_named(words, KNOWN) == KNOWN
    more = sources_named(["arxiv:q-bio.GN", "arxiv:cs.CL", "https://gulls.example/f"], KNOWN)
    assert more == ({**KNOWN[0], "categories": ["q-bio.GN", "cs.CL"]}, KNOWN[1])
    assert KNOWN[0]["categories"] == ["q-bio.GN"]


def test_a_first_description_names_the_sources() -> None:
    end = ", day by day, to browse, search and follow."
    hf = {"kind": "hf-daily"}
    two = ARXIV | {"categories": ["q-bio.GN", "cs.CL"]}
    gulls = FEED | {"name": "gulls"}
    cases: list[tuple[list[dict[str, Any]], str]] = [
        ([], ""),
        ([ARXIV], " of arXiv's q-bio.GN"),
        ([two], " of arXiv's q-bio.GN and cs.CL"),
        ([two, hf], " of arXiv's q-bio.GN and cs.CL, and Hugging Face's Daily Papers"),
        ([ARXIV, FEED, hf], " of arXiv's q-bio.GN, gulls.example and Hugging Face's Daily Papers"),
        ([gulls, ARXIV], " of gulls and arXiv's q-bio.GN"),
    ]
    for sources, said in cases:
        assert description_of(sources) == f"New papers{said}{end}"


def test_what_people_wrote_is_told_from_what_was_made() -> None:
    made = description_of([ARXIV], ["https://gulls.example/"])
    have = Wishes("A", made, (ARXIV,), ("https://gulls.example/",))
    assert not is_written(have)
    assert not is_written(Wishes())
    assert not is_written(replace(have, description=DESCRIPTION))
    assert not is_written(Wishes(description=DESCRIPTION, sources=({"kind": "arxiv-oai"},)))
    assert is_written(replace(have, mirrors=()))
    assert is_written(Wishes(description="Genomes", sources=({"kind": "feed", "url": "x"},)))


def test_a_line_is_clean_and_not_empty() -> None:
    assert said_line("--name", " Genome\n Papers\x00 ") == "Genome Papers"
    with pytest.raises(WishError, match="--name: found nothing"):
        said_line("--name", " \n")


def test_the_sources_in_the_documents_are_understood() -> None:
    text = (ROOT / "content/docs/start.md").read_text(encoding="utf-8")
    said = re.findall(r"--source \"?([a-z][^\s\"`]*)", text)
    assert len(said) > 4
    named = [source for each in said for source in sources_named([each])]
    assert {"biorxiv", "medrxiv"} < {source.get("name") for source in named}
    commands = re.findall(r"paperfeed init ((?:.*\\\n)*.*)", text)
    for command in commands:
        sources_named(re.findall(r"--source \"?([^\s\"`]*)", command))

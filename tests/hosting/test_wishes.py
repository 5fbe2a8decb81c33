"""What people say of their sources, as `mkdocs.yml` has it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.hosting.wishes import (
    WishError,
    description_of,
    mirrors_named,
    said_line,
    sources_named,
)

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


def test_two_feeds_of_one_host_want_names_of_their_own() -> None:
    with pytest.raises(WishError, match=r"two feeds of gulls-example; add the second in mkdocs"):
        sources_named(["https://gulls.example/a", "https://gulls.example/b"])


def test_a_first_description_names_the_sources() -> None:
    end = ", day by day, to browse, search and follow."
    assert description_of([]) == f"New papers{end}"
    assert description_of([ARXIV]) == f"New papers of arXiv's q-bio.GN{end}"
    assert (
        description_of([ARXIV, FEED, {"kind": "hf-daily"}])
        == f"New papers of arXiv's q-bio.GN, gulls-example and Hugging Face's Daily Papers{end}"
    )


def test_a_line_is_clean_and_not_empty() -> None:
    assert said_line("--name", " Genome\n Papers\x00 ") == "Genome Papers"
    with pytest.raises(WishError, match="--name: found nothing"):
        said_line("--name", " \n")

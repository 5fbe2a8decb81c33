"""What `mkdocs.yml` says of the plugin is taken at its word or refused."""

from __future__ import annotations

import ipaddress
from datetime import date
from typing import Any

import pytest

from generator.builder.network import (
    OptionError,
    manners_of,
    mirrors_of,
    pauses_of,
    sources_of,
)
from generator.builder.options import PaperfeedConfig, repository_of, stale_after_of
from generator.builder.plugin import PaperfeedPlugin
from generator.channels.query import Query
from generator.fetching.asking import FetchedSource


def options(**given: Any) -> PaperfeedConfig:
    plugin = PaperfeedPlugin()
    assert plugin.load_config(given) == ([], [])
    return plugin.config


def errors(**given: Any) -> str:
    found, warnings = PaperfeedPlugin().load_config(given)
    assert not warnings
    return " ".join(f"{key}: {error}" for key, error in found)


def test_an_unknown_option_is_an_error() -> None:
    assert "serach" in errors(serach=False)
    assert "dedline" in errors(fetch={"dedline": 5})
    assert "category" in errors(sources=[{"kind": "arxiv-api", "category": "cs.CL"}])


def test_an_option_of_another_type_is_an_error() -> None:
    assert "kind" in errors(sources=[{"kind": "arxiv"}])
    assert "kind" in errors(sources=[{}])
    assert "categories" in errors(sources=[{"kind": "arxiv-api", "categories": "cs.CL"}])
    assert "sources" in errors(sources="hf-daily")
    assert "deadline" in errors(fetch={"deadline": "soon"})


def test_the_known_options_are_taken() -> None:
    assert options(search=False).search is False
    assert options().search is True
    assert sources_of(options()) == ()


def test_a_site_is_stale_after_a_week_if_it_has_a_schedule_at_all() -> None:
    sources = [{"kind": "hf-daily"}]
    assert stale_after_of(options(sources=sources)) == 7
    assert stale_after_of(options(mirrors=["https://gulls.example/"])) == 7
    assert stale_after_of(options()) == 0
    assert stale_after_of(options(stale_after=30)) == 30
    assert stale_after_of(options(sources=sources, stale_after=0)) == 0
    for wrong in (-1, True, 1.5, "soon", [7]):
        assert f"stale_after: found {wrong!r}" in errors(stale_after=wrong)


def test_a_source_is_what_its_options_say() -> None:
    given = [
        {"kind": "hf-daily"},
        {"kind": "arxiv-rss", "categories": ["cs.CL"], "closed": ["12-25", date(2026, 11, 26)]},
        {"kind": "feed", "name": "gulls", "url": "https://gulls.example/feed.xml", "pause": 5},
    ]
    assert sources_of(options(sources=given)) == (
        FetchedSource("hf-daily", "hf-daily"),
        FetchedSource("arxiv", "arxiv-rss", ("cs.CL",), None, frozenset({"12-25", "2026-11-26"})),
        FetchedSource("gulls", "feed", (), "https://gulls.example/feed.xml", frozenset(), 5),
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"kind": "arxiv-api"}, "sources[0].categories: missing; arxiv-api needs it"),
        ({"kind": "feed"}, "sources[0].url: missing; feed needs it"),
        (
            {"kind": "feed", "url": "file:///etc/passwd"},
            "sources[0].url: file:///etc/passwd is not",
        ),
        ({"kind": "hf-daily", "name": "Gulls!"}, "sources[0].name: found `Gulls!`; write"),
        ({"kind": "hf-daily", "name": "rejected"}, "sources[0].name: found `rejected`; write"),
        ({"kind": "hf-daily", "closed": ["Christmas"]}, "closed: found `Christmas`; write '12-25'"),
    ],
)
def test_a_source_that_cannot_be_asked_is_an_error(source: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as error:
        sources_of(options(sources=[source]))
    assert said in str(error.value)


def test_two_sources_need_two_names() -> None:
    twice = [
        {"kind": "arxiv-api", "categories": ["cs.CL"]},
        {"kind": "arxiv-rss", "categories": ["q"]},
    ]
    with pytest.raises(OptionError, match=r"sources\[1\].name: `arxiv` stands twice"):
        sources_of(options(sources=twice))


def test_mirrors_are_addresses_of_sites() -> None:
    given = ["https://gulls.example", "http://terns.example:8080/papers/api/index.json"]
    assert mirrors_of(options(mirrors=given)) == (
        "https://gulls.example/",
        "http://terns.example:8080/papers/",
    )
    assert mirrors_of(options()) == ()
    assert "mirrors" in errors(mirrors="https://gulls.example/")
    assert "mirrors" in errors(mirrors=[{"url": "https://gulls.example/"}])


@pytest.mark.parametrize(
    ("mirrors", "said"),
    [
        (["gulls.example"], r"mirrors\[0\]: found .*gulls.example is not http.*; write such as h"),
        (["https://a.example/", "https://a.example/?b"], r"mirrors\[1\]: found .*\?b; write it"),
        (["https://a.example/", "https://a.example"], r"mirrors\[1\]: found .* twice; write each"),
    ],
)
def test_a_mirror_that_cannot_be_asked_is_an_error(mirrors: list[str], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        mirrors_of(options(mirrors=mirrors))


def test_the_client_says_whose_it_is_and_asks_nobody_private() -> None:
    manners = manners_of(options(), "https://gulls.example/")
    assert manners.user_agent.startswith("Paperfeed/")
    assert manners.user_agent.endswith(" (+https://gulls.example/)")
    assert manners.private_networks == ()
    given = options(
        fetch={"private_networks": ["10.0.0.0/8"], "timeout": 5, "attempts": 2, "wait": 0}
    )
    allowed = manners_of(given, "")
    assert allowed.private_networks == (ipaddress.ip_network("10.0.0.0/8"),)
    assert (allowed.limits.silence, allowed.attempts, allowed.wait) == (5, 2, 0)


@pytest.mark.parametrize(
    ("fetch", "said"),
    [
        (
            {"private_networks": ["10.0.0.1/8"]},
            "fetch.private_networks: 10.0.0.1/8 has host bits set",
        ),
        (
            {"private_networks": ["localhost"]},
            "fetch.private_networks: 'localhost' does not appear",
        ),
        ({"attempts": 0}, "fetch.attempts: found 0; write a number above 0"),
        ({"deadline": -1}, "fetch.deadline: found -1; write a number above 0"),
    ],
)
def test_manners_that_cannot_be_meant_are_an_error(fetch: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as error:
        manners_of(options(fetch=fetch), "")
    assert said in str(error.value)


def test_arxiv_is_asked_once_in_three_seconds_whatever_the_options_say() -> None:
    given = [
        {"kind": "arxiv-api", "categories": ["cs.CL"], "pause": 0},
        {"kind": "arxiv-oai", "name": "arxiv-oai", "categories": ["cs.CL"], "pause": 5},
        {"kind": "hf-daily", "pause": 0},
        {"kind": "feed", "url": "https://export.arxiv.org.gulls.example/", "pause": 0.5},
    ]
    pauses = pauses_of(sources_of(options(sources=given)))
    assert pauses == {
        "arxiv.org": 5,
        "huggingface.co": 0,
        "export.arxiv.org.gulls.example": 0.5,
    }
    one = pauses_of(sources_of(options(sources=given[:1])))
    assert one == {"arxiv.org": 3.0}


def test_a_repository_is_an_address_or_refused() -> None:
    assert repository_of(options(), {}) == ("", "main")
    given = options(repository="https://github.com/owner/name.git", branch="live")
    assert repository_of(given, ACTIONS) == ("https://github.com/owner/name", "live")
    for wrong in ("github.com/a/b", "http://github.com/a/b", "https://github.com/a", 7, True):
        assert "https://github.com/owner/name" in errors(repository=wrong), wrong
    for hostile in ('https://a.example/b/c"><script>', "https://a.example/b/c?d=e", "javascript:1"):
        assert errors(repository=hostile), hostile


ACTIONS = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "owner/fork",
    "GITHUB_REF_TYPE": "branch",
    "GITHUB_REF_NAME": "live",
}


def test_in_github_actions_it_is_the_one_that_is_built() -> None:
    assert repository_of(options(), ACTIONS) == ("https://github.com/owner/fork", "live")
    assert repository_of(options(repository=""), ACTIONS) == ("", "main")
    other = options(repository="https://gitlab.com/a/b/c")
    assert repository_of(other, ACTIONS) == ("https://gitlab.com/a/b/c", "main")
    asked = {**ACTIONS, "GITHUB_REF_NAME": "7/merge", "GITHUB_BASE_REF": "main"}
    assert repository_of(options(), asked) == ("https://github.com/owner/fork", "main")
    elsewhere = {**ACTIONS, "GITHUB_ACTIONS": ""}
    assert repository_of(options(), elsewhere) == ("", "main")
    odd = {**ACTIONS, "GITHUB_REPOSITORY": 'a"b'}
    assert repository_of(options(), odd)[0] == ""


def test_saved_queries_are_read() -> None:
    given = options(
        queries=[
            {"name": "Diffusion for <b>molecules</b>", "words": ["diffusion"], "topics": "biology"},
            {"name": "Ada", "authors": ["Ada Ebb"], "categories": ["cs.LG", "q-bio.PE"]},
        ]
    )
    first, second = given.queries
    assert first == Query(
        "diffusion-for-b-molecules-b", "Diffusion for molecules", ("diffusion",), ("biology",)
    )
    assert (second.authors, second.categories) == (("Ada Ebb",), ("cs.LG", "q-bio.PE"))
    assert options().queries == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("words", "write a list of queries"),
        (["x"], "[0]: found 'x'"),
        ([{"words": ["x"]}], "[0].name: found None"),
        ([{"name": "...", "words": ["x"]}], "[0].name: found '...'"),
        ([{"name": "A"}], "[0]: `A` looks for nothing; add one of words, topics"),
        ([{"name": "A", "words": []}], "[0].words: found []"),
        ([{"name": "A", "words": [2024]}], "[0].words: found [2024]"),
        ([{"name": "A", "topic": "x"}], "[0].topic: no such key"),
        (
            [{"name": "A b", "words": "x"}, {"name": "a-B", "words": "y"}],
            "[1].name: `a-B` stands twice",
        ),
    ],
)
def test_a_query_that_cannot_be_meant_is_an_error(given: Any, said: str) -> None:
    assert said in errors(queries=given)


def test_licence_and_contact_are_a_line_of_text() -> None:
    given = options(licence=" CC0-1.0\n", contact="feed@gulls.example")
    assert (given.licence, given.contact) == ("CC0-1.0", "feed@gulls.example")
    assert (options().licence, options().contact) == (None, None)
    assert "licence: found 0; write a text" in errors(licence=0)
    assert "contact: found ['a']; write a text" in errors(contact=["a"])
    assert "licence: found ' \\u202e'" in errors(licence=" \u202e")
    assert "licence" in errors(licence="x" * 9999)


@pytest.mark.parametrize("name", ["rejected", "removed", "mirrors"])
def test_no_source_has_the_name_of_a_folder_of_something_else(name: str) -> None:
    with pytest.raises(OptionError, match=f"found `{name}`"):
        sources_of(options(sources=[{"kind": "feed", "name": name, "url": "https://a.example/"}]))

"""Identifiers in every form in which people write them, and the ids that are for ever."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.identifiers import (
    identifier_id,
    identifiers_in,
    is_generic,
    is_id,
    normal_identifier,
    normal_name,
    normal_title,
    parse_acl,
    parse_arxiv,
    parse_doi,
    parse_openreview,
    permanent_id,
)
from tests.core import RAW, TITLES

# arXiv


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2503.01234", ("2503.01234", None)),
        (" 2503.01234v12\n", ("2503.01234", 12)),
        ("0704.0001v2", ("0704.0001", 2)),
        ("arXiv:2503.01234", ("2503.01234", None)),
        ("ARXIV: 2503.01234v1", ("2503.01234", 1)),
        ("https://arxiv.org/abs/2503.01234", ("2503.01234", None)),
        ("http://www.arxiv.org/pdf/2503.01234v3.pdf", ("2503.01234", 3)),
        ("https://export.arxiv.org/abs/2503.01234/", ("2503.01234", None)),
        ("https://arxiv.org/html/2503.01234v2", ("2503.01234", 2)),
        ("https://huggingface.co/papers/2503.01234", ("2503.01234", None)),
        ("10.48550/arXiv.2503.01234", ("2503.01234", None)),
        ("doi:10.48550/arxiv.2503.01234", ("2503.01234", None)),
        ("https://doi.org/10.48550/arXiv.2503.01234v2", ("2503.01234", 2)),
        ("hep-th/9901001", ("hep-th/9901001", None)),
        ("arXiv:math.GT/0309136v1", ("math/0309136", 1)),
        ("https://arxiv.org/abs/cs/0112017", ("cs/0112017", None)),
        ("CMP-LG/9404001", ("cmp-lg/9404001", None)),
        ("https://arxiv.org/pdf/cond-mat/0211034", ("cond-mat/0211034", None)),
    ],
)
def test_an_arxiv_identifier_is_known_in_every_form(
    text: str, found: tuple[str, int | None]
) -> None:
    assert parse_arxiv(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2513.01234",  # no such month
        "2500.01234",
        "1412.01234",  # five digits only since 2015
        "1501.1234",
        "0703.0001",  # new style only since April 2007
        "2503.01234v",
        "2503.01234 and more",
        "x2503.01234",
        "2503.arxiv:01234",  # a prefix in the middle is none
        "https://example.org/abs/2503.01234",
        "hep-th/990100",
        "hep-th/9913001",  # no such month
        "workshop/2024001",  # no archive of arXiv's
        "neurips/2301001",
        "２５０３.01234",
        "10.1145/2503.01234",
    ],
)
def test_what_looks_like_an_arxiv_identifier_is_none(text: str) -> None:
    assert parse_arxiv(text) is None


# The others


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1145/ABC", "10.1145/abc"),
        ("http://dx.doi.org/10.1000/x(1)y.", "10.1000/x(1)y"),
        ("doi: 10.18653/v1/P19-1001", "10.18653/v1/p19-1001"),
        ("https://doi.org/10.1002/%28SICI%291097", "10.1002/(sici)1097"),
        ("10.1002/%28SICI%291097", "10.1002/%28sici%291097"),  # no address: taken as it stands
        ("10.1000/xdoi:12", "10.1000/xdoi:12"),
        ("10.123/short-prefix", None),
        ("10.1145/", None),
        ("10.1145/a b", None),
        ("see 10.1145/abc", None),
        ("https://example.org/10.1145/abc", None),
    ],
)
def test_a_doi_ignores_case_and_wrapping(text: str, found: str | None) -> None:
    assert parse_doi(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022.acl-long.1", "2022.acl-long.1"),
        ("https://aclanthology.org/2022.acl-long.1/", "2022.acl-long.1"),
        ("https://aclanthology.org/P19-1001.pdf", "P19-1001"),
        ("https://www.aclweb.org/anthology/p19-1001", "P19-1001"),
        ("2023.findings-emnlp.620", "2023.findings-emnlp.620"),
        ("acl-long", None),
        ("https://example.org/P19-1001", None),
    ],
)
def test_an_acl_identifier_has_one_form(text: str, found: str | None) -> None:
    assert parse_acl(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://openreview.net/forum?id=rJ4km2R5t7", "rJ4km2R5t7"),
        ("https://openreview.net/pdf?id=_VjQlMeSB_J", "_VjQlMeSB_J"),
        ("https://openreview.net/forum?noteId=abcdefgh&id=rJ4km2R5t7#all", "rJ4km2R5t7"),
        ("https://openreview.net/group?id=ICLR.cc", None),
        ("rJ4km2R5t7", None),
    ],
)
def test_an_openreview_forum_keeps_its_case(text: str, found: str | None) -> None:
    assert parse_openreview(text) == found


def test_an_address_states_the_identifier_of_its_host_only() -> None:
    assert identifiers_in("https://arxiv.org/abs/2503.01234") == {"arxiv": "2503.01234"}
    assert identifiers_in("https://openreview.net/forum?id=rJ4km2R5t7") == {
        "openreview": "rJ4km2R5t7"
    }
    assert identifiers_in("https://aclanthology.org/P19-1001") == {"acl": "P19-1001"}
    assert identifiers_in("https://doi.org/10.1145/X") == {"doi": "10.1145/x"}
    assert identifiers_in("https://doi.org/10.48550/arXiv.2503.01234") == {"arxiv": "2503.01234"}
    # Bare, these could be anything.
    assert identifiers_in("P19-1001") == identifiers_in("10.1145/x") == {}
    assert identifiers_in("https://github.com/a/b") == identifiers_in("") == {}


def test_a_kind_that_nobody_knows_has_no_identifiers() -> None:
    assert normal_identifier("isbn", "978-3-16-148410-0") is None


@given(st.text(max_size=40))
def test_a_canonical_identifier_stays_as_it_is(text: str) -> None:
    for kind in ("arxiv", "doi", "acl", "openreview"):
        if value := normal_identifier(kind, text):
            assert normal_identifier(kind, value) == value


# Permanent ids


@pytest.mark.parametrize(
    ("identifiers", "id_"),
    [
        ({"arxiv": "2503.01234", "doi": "10.1145/1"}, "2503.01234"),
        ({"arxiv": "hep-th/9901001"}, "hep-th-9901001"),
        ({"doi": "10.1145/3292500.3330701"}, "10.1145-3292500.3330701"),
        ({"doi": "10.1145/1", "acl": "P19-1001"}, "10.1145-1"),
        ({"acl": "P19-1001", "openreview": "abcdefgh"}, "p19-1001"),
        ({"acl": "2022.acl-long.1"}, "2022.acl-long.1"),
        ({"openreview": "abcdefgh"}, "openreview-abcdefgh"),
        # For ever: a change of one of these breaks every address that was given out.
        ({"openreview": "rJ4km2R5t7"}, "openreview-rj4km2r5t7-de2e8b"),
        ({"doi": "10.1000/x(1)y"}, "10.1000-x-1-y-d356a8"),
        ({}, "do-gulls-count-ae3ff1"),
    ],
)
def test_the_surest_identifier_makes_the_id(identifiers: dict[str, str], id_: str) -> None:
    assert permanent_id(identifiers, "Do gulls count?", "Ada Byron") == id_
    assert is_id(id_)


def test_the_slug_is_made_of_whole_words() -> None:
    slug = permanent_id({}, "Gull–wise counting’s “naïve” Σ-rule: " + "long " * 20)
    assert slug.startswith("gull-wise-countings-naive-rule-long-long-")
    assert len(slug) <= 73
    # What the slug cannot spell is told apart by more digits.
    assert re.fullmatch(r"paper-[0-9a-f]{12}", permanent_id({}, "海鷗"))
    assert re.fullmatch(r"soren-[0-9a-f]{6}", permanent_id({}, "Søren"))
    assert len(permanent_id({}, "x" * 500)) == 67


DOIS = st.from_regex(r"10\.[0-9]{4,6}/[!-~]{1,150}", fullmatch=True)
FORUMS = st.from_regex(r"[A-Za-z0-9_-]{6,20}", fullmatch=True)


@given(st.one_of(DOIS.map(lambda v: ("doi", v)), FORUMS.map(lambda v: ("openreview", v))))
def test_an_identifier_makes_an_id(given_: tuple[str, str]) -> None:
    kind, text = given_
    value = normal_identifier(kind, text)
    assert value is None or is_id(identifier_id(kind, value))


@given(st.text(min_size=1, max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_a_title_makes_an_id(title: str, author: str, abstract: str) -> None:
    made = permanent_id({}, title, author, abstract)
    assert is_id(made)
    assert made == made.lower()
    assert made.isascii()


@given(DOIS)
def test_dois_that_differ_in_case_are_one(doi: str) -> None:
    lower, upper = (normal_identifier("doi", form) for form in (doi.lower(), doi.upper()))
    assert lower == upper == normal_identifier("doi", doi)


@given(FORUMS, FORUMS)
def test_openreview_ids_that_differ_in_anything_get_two_ids(first: str, second: str) -> None:
    ids = {identifier_id("openreview", forum).casefold() for forum in (first, second)}
    assert len(ids) == len({first, second})


@given(FORUMS)
def test_openreview_ids_that_differ_in_case_get_two_ids(forum: str) -> None:
    forms = {forum, forum.lower(), forum.upper(), forum.swapcase()}
    assert len({identifier_id("openreview", form).casefold() for form in forms}) == len(forms)


@given(st.lists(DOIS, min_size=2, max_size=2, unique_by=str.lower))
def test_two_dois_get_two_ids(dois: list[str]) -> None:
    values = {value for doi in dois if (value := normal_identifier("doi", doi))}
    assert len({identifier_id("doi", value) for value in values}) == len(values)


def test_dois_that_differ_in_signs_that_no_path_can_hold_get_two_ids() -> None:
    dois = ["10.1000/a/b", "10.1000/a-b", "10.1000/a_b", "10.1000/a:b", "10.1000/a--b", "10.1000/a"]
    dois += ["10.1000/" + "x" * 120, "10.1000/" + "x" * 121, "10.1000/a..b", "10.1000/a.b"]
    assert len({identifier_id("doi", doi) for doi in dois}) == len(dois)


@given(TITLES)
def test_case_and_unicode_form_of_a_title_do_not_change_its_id(title: str) -> None:
    made = permanent_id({}, title, "Ada Byron")
    for form in ("NFC", "NFD"):
        assert permanent_id({}, unicodedata.normalize(form, title), "Ada Byron") == made
    assert permanent_id({}, title.casefold(), "Ada Byron") == made


@given(st.text("abcxyzABCXYZ éÉßñµſΣσς-\u0345\u0301", min_size=1))
def test_case_of_a_title_does_not_change_its_id(title: str) -> None:
    assert permanent_id({}, title.upper()) == permanent_id({}, title.casefold())


def test_an_author_tells_papers_of_one_title_apart_and_an_abstract_generic_ones() -> None:
    ids = {permanent_id({}, "Do gulls count?", author) for author in ("", "Ada Byron", "Bo Li")}
    assert len(ids) == 3
    # The abstract of a paper may be revised: it is no part of an id but where it must be.
    assert permanent_id({}, "Do gulls count?", "", "a") == permanent_id({}, "Do gulls count?")
    assert permanent_id({}, "Preface", "", "a") != permanent_id({}, "Preface", "", "b")


def test_the_way_a_name_is_written_does_not_change_the_id() -> None:
    names = ("Ada Byron", "Byron, Ada", "ADA  BYRON", "Ada Byrön", "ada byro\u0308n")
    assert len({permanent_id({}, "Do gulls count?", name) for name in names}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "a/b",
        "a..b",
        "..",
        ".a",
        "a.",
        "-a",
        "a b",
        "é",
        "a\n",
        "x" * 121,
        "index",
        "readme",
        "con",
        "con.md",
        "10.5555-x.md",
        "nul",
        "lpt1.x",
        "com0",
    ],
)
def test_what_a_path_cannot_hold_everywhere_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_a_doi_that_ends_as_a_record_s_file_names_no_other_paper_s_file() -> None:
    made = identifier_id("doi", "10.5555/x.md")
    assert is_id(made)
    assert made.startswith("10.5555-x.md-")


@given(RAW)
def test_an_id_is_one_whatever_the_text(text: str) -> None:
    if is_id(text):
        assert text == text.lower()
        assert text.isascii()
        assert not set(text) & set('/\\:*?"<>| \n')


# Titles and names


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Deep Gull: A Survey", "DEEP GULL -- a survey."),
        ("Naïve gulls", "Nai\u0308ve Gulls"),
        ("The \\textbf{Gull}", "The Gull"),
        ("$\\mathcal{O}(n)$ gulls", "$O(n)$ gulls"),
        ("ﬁne gulls²", "fine gulls2"),
        ("STRASSE", "Straße"),
    ],
)
def test_two_ways_to_write_a_title_are_one(first: str, second: str) -> None:
    assert normal_title(first) == normal_title(second)


def test_other_titles_stay_other() -> None:
    assert normal_title("Gulls 1") != normal_title("Gulls 2")
    assert normal_title("海鷗") != normal_title("海")
    assert normal_title("???") != normal_title("!!!")


@pytest.mark.parametrize(
    "title", ["Preface", "PREFACE.", "Editor's Note", "Errata 2", "Foreword", "AI"]
)
def test_a_title_that_many_papers_have_is_generic(title: str) -> None:
    assert is_generic(title)


@pytest.mark.parametrize("title", ["Preface attacks on gulls", "BERT", "A reply to Byron", "GPT-4"])
def test_a_title_that_says_something_is_not_generic(title: str) -> None:
    assert not is_generic(title)


@pytest.mark.parametrize(
    "name", ["Lovelace, Ada", "ADA LOVELACE", "Ada  Lovelace.", "Àda Lovelace"]
)
def test_a_name_has_one_form(name: str) -> None:
    assert normal_name(name) == "ada lovelace"


@pytest.mark.parametrize(
    ("address", "identifiers"),
    [
        ("https://arxiv.org/abs/2503.01234?context=cs", {"arxiv": "2503.01234"}),
        ("https://arxiv.org/pdf/2503.01234v2.pdf#page=3", {"arxiv": "2503.01234"}),
        ("https://huggingface.co/papers/2503.01234#community", {"arxiv": "2503.01234"}),
        ("arXiv:2503.01234v1 [cs.CL]", {"arxiv": "2503.01234"}),
        ("https://aclanthology.org/P19-1001?x=1", {"acl": "P19-1001"}),
        ("https://doi.org/10.1145/3292500.3330701?ref=x", {"doi": "10.1145/3292500.3330701"}),
        ("www.doi.org/10.1145/3292500.3330701/", {"doi": "10.1145/3292500.3330701"}),
        ("doi:10.1000/abc?x", {"doi": "10.1000/abc?x"}),
    ],
)
def test_what_an_address_asks_is_no_part_of_the_identifier(
    address: str, identifiers: dict[str, str]
) -> None:
    assert identifiers_in(address) == identifiers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"$\alpha$-Divergence", "α-Divergence", True),
        (r"$\pi_0$: A VLA", "π0: A VLA", True),
        (r"$\text{CO}_2$ in air", "CO2 in air", True),
        ("Søren & others", "Soren and others", True),
        ("A Study of C++", "A Study of C#", False),
        ("A Study of C++", "A Study of C", False),
    ],
)
def test_titles_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:
    assert (normal_title(one) == normal_title(other)) is same

"""arXiv's author lists: every way in which they are written, and that none is lost or stuck on."""

from __future__ import annotations

import gzip
import json
import re
import time
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admit import LIMITS
from generator.parsing.arxiv_authors import split_authors
from generator.text import clean_line


def names(text: str) -> list[str]:
    return [author.name for author in split_authors(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Byron", "Ada Byron"),
        ("A. Byron, B. Li and C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron, B. Li, and C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron,B. Li,and C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron & B. Li \\& C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron &amp; B. Li AND C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron; B. Li", "A. Byron|B. Li"),
        ("A. Byron,\n  B.\n  Li", "A. Byron|B. Li"),
        (" ,A. Byron,, B. Li, ", "A. Byron|B. Li"),
        ("Plato", "Plato"),
        ("Fernanda Band, Anders Andand", "Fernanda Band|Anders Andand"),
        ("A. Byron*, B. Li\u2020", "A. Byron|B. Li"),
        ("李白, 杜甫", "李白|杜甫"),
        (":", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_commas_and_ands_divide(text: str, expected: str) -> None:
    assert "|".join(names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. Byron (Pier Lab), B. Li (Town and Gown, Sea) and C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron, B. Li (Both of Pier Lab)", "A. Byron|B. Li"),
        ("A. Byron (Lab (old), Town), B. Li", "A. Byron|B. Li"),
        ("A. Byron (1), B. Li (1 and 2) ((1) Pier Lab, (2) Town Lab)", "A. Byron|B. Li"),
        ("A. Byron (1), B. Li (1,2) (1 Pier Lab; 2 Town Lab)", "A. Byron|B. Li"),
        ("A. Byron (1), B. Li (2), (1) Pier Lab, Town, (2) Sea Lab", "A. Byron|B. Li"),
        ("A. Byron (1) and B. Li (2) (1) Pier Lab, Town (2) Sea", "A. Byron|B. Li"),
        ("(1) A. Byron, (2) B. Li", "A. Byron|B. Li"),
        ("A. Byron (Pier Lab) B. Li (Town Lab) and C. Moss", "A. Byron|B. Li|C. Moss"),
        ("A. Byron (Pier Lab, B. Li", "A. Byron"),
        ("A. Byron), B. Li", "A. Byron|B. Li"),
        ("A. Byron$^{1,2}$, B. Li$^1$, C. Moss^{2,3}", "A. Byron|B. Li|C. Moss"),
        ("A. Byron\\inst{1,2}, B. Li\\textsuperscript{2, 3}", "A. Byron|B. Li"),
    ],
)
def test_affiliations_are_left_out(text: str, expected: str) -> None:
    assert "|".join(names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zhe (Rita) Liang, A. Byron", "Zhe (Rita) Liang|A. Byron"),
        ("Li Ming (Mo) Chen (Pier Lab)", "Li Ming (Mo) Chen"),
        ("Plato (Athens) and Zeno (Elea)", "Plato|Zeno"),
        ("Neil Evans (Pier Lab) II, A. Byron", "Neil Evans II|A. Byron"),
    ],
)
def test_a_nickname_stays_in_its_name(text: str, expected: str) -> None:
    assert "|".join(names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GULL Collaboration: A. Byron, B. Li", "GULL Collaboration|A. Byron|B. Li"),
        ("The GULL Collaboration, A. Byron, et al", "The GULL Collaboration|A. Byron"),
        ("A. Byron, for the GULL Collaboration", "A. Byron|GULL Collaboration"),
        ("A. Byron for the GULL Collaboration", "A. Byron|GULL Collaboration"),
        ("A. Byron (Lab) on behalf of the GULL team", "A. Byron|GULL team"),
        ("On behalf of the GULL team: A. Byron", "GULL team|A. Byron"),
        ("A. Byron, for GULL Collaboration", "A. Byron|GULL Collaboration"),
        ("A. Byron and the GULL Collaboration", "A. Byron|GULL Collaboration"),
        ("A. Byron, B. Li (the GULL Collaboration)", "A. Byron|B. Li"),
        (
            "A. Byron, for the Pier/Sea collaboration for the counting of gulls",
            "A. Byron|Pier/Sea collaboration for the counting of gulls",
        ),
        ("The GULL and TERN Collaborations: A. Byron", "The GULL and TERN Collaborations|A. Byron"),
        ("Gull Watch and TERN Collaborations: A. Li", "Gull Watch and TERN Collaborations|A. Li"),
        ("GULL, TERN, AUK Collaborations", "GULL, TERN, AUK Collaborations"),
        ("the Sea and Sky Collaboration, A. Li", "Sea and Sky Collaboration|A. Li"),
        (
            "GULL Collaboration and TERN Collaboration: A. Li",
            "GULL Collaboration|TERN Collaboration|A. Li",
        ),
        (
            "A. Byron, B. Li, the GULL and TERN Collaborations",
            "A. Byron|B. Li|GULL and TERN Collaborations",
        ),
        ("The Anh Nguyen, Bo Li, GULL Collaboration", "The Anh Nguyen|Bo Li|GULL Collaboration"),
        ("GULL Collaboration: : A. Byron", "GULL Collaboration|A. Byron"),
    ],
)
def test_groups_are_authors_as_a_whole(text: str, expected: str) -> None:
    assert "|".join(names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bo Li, Jr., A. Byron", "Bo Li Jr.|A. Byron"),
        ("Bo Li, Sr, Cy Moss, III and A. Byron IV", "Bo Li Sr|Cy Moss III|A. Byron IV"),
        ("Bo Li Jr and A. Byron", "Bo Li Jr|A. Byron"),
        ("Jr., A. Byron", "Jr.|A. Byron"),
        ("Bo Li, PhD, A. Byron, M.D.", "Bo Li|A. Byron"),
        ("A. Byron et al.", "A. Byron"),
        ("A. Byron, Bo Li, et. al.", "A. Byron|Bo Li"),
        ("A. Byron and others", "A. Byron"),
        ("A. Byron, with an appendix by Bo Li", "A. Byron|Bo Li"),
        ("A. Byron (Appendix by Bo Li)", "A. Byron"),
    ],
)
def test_what_belongs_to_a_name_stays_and_what_is_none_goes(text: str, expected: str) -> None:
    assert "|".join(names(text)) == expected


@pytest.mark.parametrize(
    "name", ['J\\"org Li', "\\c{C}elik Li", "J.\\,P. Li", "Ren\\'{e} Li", "J&ouml;rg Li", "O'Li"]
)
def test_marks_within_an_accent_divide_nothing(name: str) -> None:
    assert names(f"A. Byron, {name} and C. Moss") == ["A. Byron", name, "C. Moss"]


def test_addresses_are_left_out() -> None:
    assert names("A. Byron <ada@pier.example>, Bo Li bo@x.example (cy@x.example)") == [
        "A. Byron",
        "Bo Li",
    ]


NAMES = st.from_regex(r"\A[A-Z]\. [A-Z][a-z]{2,8}(-[A-Z][a-z]{2,6})?\Z").filter(
    lambda name: not re.search("and|others|team", name, re.IGNORECASE)
)
ASIDES = st.sampled_from(["", " (Pier Lab)", " (1)", " (1,2)", " (Lab (old), Town and Sea)"])
MARKS = st.sampled_from([", ", " and ", ", and ", " & ", "; ", ",\n  "])


@given(st.lists(st.tuples(NAMES, ASIDES, MARKS), min_size=1, max_size=8))
def test_every_name_of_a_list_is_found_however_it_is_joined(
    authors: list[tuple[str, str, str]],
) -> None:
    text = "".join(f"{name}{aside}{mark}" for name, aside, mark in authors)
    mark = authors[-1][2]
    assert names(text[: len(text) - len(mark)]) == [name for name, _, _ in authors]


PARTS = st.sampled_from(
    "A B , ; : ( ) and & \\& \\ \\' { } $ ^ $^ 1 2 (1) @ a@b et al. Jr. PhD the for of the The team "
    "Collaboration Collaborations groups &amp; &ouml; with an appendix by on behalf é \ud800 \x00".split()
)
SOUP = st.lists(st.one_of(PARTS, st.sampled_from([" ", "\n"]), st.text(max_size=3)), max_size=30)


@given(SOUP.map("".join) | SOUP.map(" ".join))
def test_of_any_text_names_are_parts_that_hold_a_letter_and_no_address(text: str) -> None:
    for name in names(text):
        assert any(character.isalpha() for character in name)
        assert "@" not in name
        assert name == " ".join(name.split())
        assert len(name) <= 2 * len(text)


@pytest.mark.parametrize(
    "piece",
    "( ) a) (a) a,|a |a and |\\|$^|^{|&a|the A, | for the |(1) a |x@y, Jr., |A B (x) c |a (b) |team ".replace(
        " ) a) (a)", "|)|a)|(a)"
    ).split("|"),
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.perf_counter()
        split_authors(text)
        return time.perf_counter() - began

    spent(1_000)
    small, large = min(spent(20_000) for _ in range(3)), min(spent(160_000) for _ in range(2))
    assert large < 30 * small + 0.2


def test_a_list_without_end_is_still_too_long_to_be_taken_in() -> None:
    assert LIMITS["authors"] < len(split_authors("A, " * 300_000)) < 300_000
    assert all(len(name) < 300 for name in names("Bo Li" + ", Jr." * 1_000))


@pytest.mark.real
def test_it_agrees_with_arxivs_own_reading_of_the_same_lists(shared: Path) -> None:
    lines = (shared / "formats/kaggle_arxiv_jsonl").glob("*.jsonl")
    compared = 0
    for line in next(lines).read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        theirs = [
            f"{given} {family} {suffix}" for family, given, suffix, *_ in paper["authors_parsed"]
        ]
        ours = names(paper["authors"])
        assert _letters(ours) == _letters(theirs), paper["id"]
        compared += 1
    assert compared == 200


def _letters(people: list[str]) -> list[str]:
    return ["".join(clean_line(name).split()) for name in people]


@pytest.mark.real
def test_names_that_are_divided_already_stay_as_they_are(shared: Path) -> None:
    with gzip.open(shared / "corpus/arxiv_listing.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = [json.loads(line)["authors"] for line in islice(lines, 0, None, 4)]
    odd = re.compile(r"^:$|^and | and |^Ph\. D\.?$|\*$|^the ", re.MULTILINE)
    plain = [authors for authors in papers if not odd.search("\n".join(authors))]
    assert len(papers) > 10_000
    assert len(papers) - len(plain) < 10
    for authors in plain:
        assert names(", ".join(authors)) == [" ".join(name.split()) for name in authors]

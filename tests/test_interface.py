"""The interface's words: dates, counts and texts in each language, and what a catalogue must be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.interface import OVERRIDES, Words, WordsError, english, load_words
from tests.toy import ROOT, WORDS

GERMAN = load_words((), "de")
LANGUAGES = sorted(path.stem for path in OVERRIDES.glob("words/*.yml"))


def test_days_and_months() -> None:
    assert WORDS.weekday_and_day(date(2025, 3, 11)) == "Tuesday, 11 March 2025"
    assert WORDS.day(date(2024, 12, 1)) == "1 December 2024"
    assert WORDS.month(2025, 1) == "January 2025"


@given(st.dates())
def test_a_day_names_its_own_weekday(day: date) -> None:
    # `calendar` and `strftime` would ask the machine's locale.
    english = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    assert WORDS.weekday_and_day(day).startswith(english[day.isoweekday() - 1] + ", ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2019", "2019"), ("2019-06", "June 2019"), ("2019-06-02", "2 June 2019")],
)
def test_a_date_is_as_precise_as_it_is_known(text: str, shown: str) -> None:
    assert WORDS.partial_date(text) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B", "C"), "A, B, C"),
        (("A", "B", "C", "D"), "A, B, C, D"),  # one more name is shorter than "and 1 more"
        (("A", "B", "C", "D", "E"), "A, B, C and 2 more"),
        (tuple("A" * 3000), "A, A, A and 2,997 more"),
    ],
)
def test_a_byline(names: tuple[str, ...], shown: str) -> None:
    assert WORDS.byline(names) == shown


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert WORDS.count(1, "paper") == "1 paper"
    assert WORDS.count(1200, "paper") == "1,200 papers"
    assert GERMAN.count(1, "day") == "1 Tag"
    assert GERMAN.count(1200, "day") == "1.200 Tage"
    assert GERMAN.weekday_and_day(date(2025, 3, 11)) == "Dienstag, 11. März 2025"
    assert GERMAN.month(2025, 3) == "März 2025"
    assert [GERMAN.weekday(day, "narrow") for day in range(7)] == list("MDMDFSS")


def test_a_span_of_one_is_no_span() -> None:
    assert WORDS.span("March 2025", "May 2025") == "March 2025 to May 2025"
    assert WORDS.span("March 2025", "March 2025") == "March 2025"


def catalogue(folder: Path, text: str, language: str = "xx") -> list[Path]:
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / f"{language}.yml").write_text(text, encoding="utf-8")
    return [folder]


def test_the_plural_forms_are_the_languages_own(tmp_path: Path) -> None:
    text = """
locale: pl
counts:
  day: {one: "{n} dzień", few: "{n} dni", many: "{n} dni!", other: "{n} dnia"}
"""
    words = load_words(catalogue(tmp_path, text, "pl"), "pl")
    shown = [words.count(number, "day") for number in (1, 2, 5, 22)]
    assert shown == ["1 dzień", "2 dni", "5 dni!", "22 dni"]


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    words = load_words(catalogue(tmp_path, "locale: fr\nnames: {about: À propos}\n", "fr"), "fr")
    assert words("names.about") == "À propos"
    assert words("names.search") == "Search"
    assert "names.search" in words.lacking
    assert "names.about" not in words.lacking


def test_english_can_be_reworded_by_a_community(tmp_path: Path) -> None:
    words = load_words(catalogue(tmp_path, "names: {trending: Popular}\n", "en"), "en")
    assert (words("names.trending"), words("names.search")) == ("Popular", "Search")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "this is not YAML"),
        ("hello", "found no sections; write such as `home:`"),
        ("home: latest", "home: found no keys"),
        ("home: {latest: 3}", "home.latest: found 3; write a text"),
        ("home: {latest: yes}", "home.latest: found True; write a text"),
        ("home: {latest: [a]}", "home.latest: found ['a']; write a text"),
        ("home: {listed: {one: x}}", "home.listed: found {'one': 'x'}"),
        ("home: {latets: x}", "found the unknown key home.latets; did you mean home.latest?"),
        (
            "names: {about: 'x {site}'}",
            "names.about: found {site}; the places of this text are: none",
        ),
        ("home: {more: 'x {m}'}", "home.more: found {m}; the places of this text are: {n}"),
        ("names: {about: {one: x, other: y}}", "names.about: found several texts"),
        ("locale: qqq\nnames: {about: x}", "locale: found 'qqq', which Babel does not know"),
        ("locale: 7\nnames: {about: x}", "locale: found 7, which Babel does not know"),
    ],
)
def test_a_fault_of_a_catalogue_says_where_and_what_to_do(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(WordsError) as caught:
        load_words(catalogue(tmp_path, text), "xx")
    (line,) = str(caught.value).splitlines()
    assert line.startswith(str(tmp_path / "words" / "xx.yml"))
    assert fault in line


def test_every_fault_is_named_and_a_language_without_a_catalogue_too(tmp_path: Path) -> None:
    with pytest.raises(WordsError) as caught:
        load_words(catalogue(tmp_path, "home: {a: x, b: y}"), "xx")
    assert len(str(caught.value).splitlines()) == 2
    with pytest.raises(WordsError, match=r"found 'eo', and there is no overrides/words/eo\.yml"):
        load_words((), "eo")


def test_html_escapes_the_text_and_its_values_but_for_markup() -> None:
    words = Words("en", WORDS.locale, {"a.b": "<i> {x} & {y} {z}"})
    made = words.html("a.b", x="<b>", y=Markup("<b>{z}</b>"), z=1200)
    assert made == "&lt;i&gt; &lt;b&gt; &amp; <b>{z}</b> 1,200"
    assert words("a.b", x="{y}", y="<", z="") == "<i> {y} & < "


@given(st.text(), st.text())
def test_a_value_is_never_taken_for_a_place(one: str, two: str) -> None:
    words = Words("en", WORDS.locale, {"a.b": "{one}|{two}"})
    assert words("a.b", one=one, two=two) == f"{one}|{two}"


# What uses them: every key that is asked for is there, and every key is asked for.

USES = re.compile(
    r"""(?:\bt|words|words\.html|site\.words)\(\s*f?["']([a-z_]+\.(?:[a-z_]|\{[^}]*\}|"\s*~)+)["']"""
)


def used() -> Iterator[str]:
    files = [*ROOT.glob("generator/**/*.py"), *OVERRIDES.glob("**/*.html")]
    for path in files:
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"""["']([a-z]+\.[a-z_]*(?:\{[^}]*\})?)["']""", text):
            yield found[1]
        for thing in re.findall(r"""count\([^"']*?["'](\w+)["']\)""", text):
            yield f"counts.{thing}"


def test_every_text_is_asked_for_somewhere() -> None:
    asked = set(used())
    beginnings = tuple({re.sub(r"\{.*", "", key) for key in asked if "{" in key or key[-1] in "._"})
    keys = [key for key in english().texts if not key.startswith(("script.", "counts."))]
    assert [key for key in keys if key not in asked and not key.startswith(beginnings)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_that_ships_is_whole(language: str) -> None:
    words = load_words((), language)
    assert words.lacking == ()
    for key, text in words.texts.items():
        ours = english().texts[key]
        for part in [text] if isinstance(text, str) else text.values():
            assert part.strip() == part or key.startswith("notices."), key
            assert part, key
        if isinstance(ours, str):
            assert set(re.findall(r"\{(\w+)\}", str(text))) == set(
                re.findall(r"\{(\w+)\}", ours)
            ), key


def test_english_and_another_language_ship() -> None:
    assert {"en", "de"} <= set(LANGUAGES)
    for language in LANGUAGES:
        loaded = yaml.safe_load((OVERRIDES / f"words/{language}.yml").read_text(encoding="utf-8"))
        assert loaded["locale"]

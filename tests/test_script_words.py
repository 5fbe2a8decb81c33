"""What scripts say to readers stands in the interface's catalogue, all of it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from generator.interface import COUNTS, SCRIPT, english
from tests.toy import ROOT

SCRIPTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "overrides/assets/javascripts").glob("*.js"))
}
#: Has what scripts ask for texts by.
MECHANISM = "messages.js"
ASKING = "\n".join(code for name, code in SCRIPTS.items() if name != MECHANISM)

#: Comments, regular expressions and literals. An expression stands where a value may begin.
_TOKEN = re.compile(
    r"""//[^\n]* | /\*.*?\*/
    | (?:(?<=[=(,:?!&|>])|(?<=return)) \s* /(?![/*]) (?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+ /
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `""",
    re.DOTALL | re.VERBOSE,
)
#: A text asked for: its key, and the values if they are written there or there are none.
_ASKED = re.compile(r'(?<![\w.])(?:t|parts)\((?:"(\w+)"(?:(\))|, \{([^{}]*)\}\))?)?')
_COUNTED = re.compile(r'(?<![\w.])count\((?:[^"\n]*, "(\w+)"\))?')
#: Two words with a blank, neither of them a part of a name such as `pf-card`.
_WORDS = re.compile(r"(?<![\w.#:\[-])[^\W\d_]{2,}[,.;:…]? [^\W\d_]{2,}(?![\w=(-])")
_CAPITALISED = re.compile(r"\W*[A-Z][a-z]+\W*")
_LANGUAGE = re.compile(r"en(?:-[A-Z]{2})?")
#: Where a text is for those who write the code, or is a selector, a name or a way.
_NOT_SAID = re.compile(r"(?:console\.\w+\(|Error\(|querySelector(?:All)?\(|closest\(|matches\()$")
#: What looks like English words and is nothing that a reader sees: the script and why.
ALLOWED = {
    "Enter": "menu.js: the browser's name of a key",
    "Escape": "menu.js, reasons.js, search-box.js: the browser's name of a key",
    "noopener noreferrer nofollow": "search-page.js: of links to elsewhere, as all of them have it",
    "a an and are as at be by can do does for from how in into is it its of on or the to what when "
    "which why with": "citation.js: words of titles that a key passes over",
}


def literals(code: str) -> list[tuple[str, str]]:
    """Every text in a script after its line up to it; of a template what is put in is `{}`."""
    found: list[tuple[str, str]] = []
    _read(code, 0, found)
    return found


def _read(code: str, at: int, found: list[tuple[str, str]]) -> int:
    """Read code up to its end, or to the brace that closes what a template puts in."""
    depth = 0
    while at < len(code):
        token = _TOKEN.match(code, at)
        if token and token[0] == "`":
            at = _template(code, at, found)
            continue
        if token:
            if token[0][0] in "\"'":
                found.append((_before(code, at), token[0][1:-1]))
            at = token.end()
            continue
        depth += {"{": 1, "}": -1}.get(code[at], 0)
        if depth < 0:
            return at
        at += 1
    return at


def _template(code: str, start: int, found: list[tuple[str, str]]) -> int:
    text, at = "", start + 1
    while code[at] != "`":
        if code.startswith("${", at):
            at = _read(code, at + 2, found) + 1
            text += "{}"
        else:
            step = 2 if code[at] == "\\" else 1
            text += code[at : at + step]
            at += step
    found.append((_before(code, start), text))
    return at + 1


def _before(code: str, at: int) -> str:
    return code[code.rfind("\n", 0, at) + 1 : at]


def for_readers(code: str) -> Iterator[str]:
    """The texts of a script that seem to be for readers."""
    for before, text in literals(code):
        if text in ALLOWED or _NOT_SAID.search(before):
            continue
        words = _WORDS.search(text.replace("{}", "value"))
        if words or _CAPITALISED.fullmatch(text) or _LANGUAGE.fullmatch(text):
            yield text


ASKED = list(_ASKED.finditer(ASKING))


def test_every_text_that_scripts_ask_for_is_there_and_no_other() -> None:
    texts = {key for key in english().texts if key.startswith(f"{SCRIPT}.")}
    # A key that is no literal is None here.
    assert {f"{SCRIPT}.{found[1]}" for found in ASKED} == texts


def test_every_count_that_scripts_ask_for_is_there() -> None:
    counted = {f"{COUNTS}.{found[1]}" for found in _COUNTED.finditer(ASKING)}
    assert counted
    assert counted <= english().texts.keys()


@pytest.mark.parametrize("found", ASKED, ids=lambda found: found[1])
def test_every_place_of_a_text_has_a_value(found: re.Match[str]) -> None:
    if found[2] is None and found[3] is None:
        return  # The values are a variable's.
    given = set(re.findall(r"(?:^|,)\s*(\w+)", found[3] or ""))
    text = english().texts[f"{SCRIPT}.{found[1]}"]
    forms = [text] if isinstance(text, str) else text.values()
    assert set(re.findall(r"\{(\w+)\}", "".join(forms))) == given


def test_only_the_mechanism_knows_how_numbers_and_dates_are_written() -> None:
    knowing = {name for name, code in SCRIPTS.items() if re.search(r"\bIntl\b|toLocale", code)}
    assert knowing == {MECHANISM}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_has_words_of_its_own(name: str) -> None:
    assert list(for_readers(SCRIPTS[name])) == []

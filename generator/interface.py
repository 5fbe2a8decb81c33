"""The interface's words in the site's language: texts, counts, dates, as its catalogue has them.

A catalogue is a YAML file `words/<language>.yml` in a theme folder: sections of keys and texts. A
text may hold `{name}` where a value goes, and may be several, one for each of the language's plural
forms. Which form a number takes, and how dates and numbers are written, says Unicode's CLDR by
Babel: https://cldr.unicode.org/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from generator.escaping import escape, safe

#: The language that all others are measured by, and that stands in for what one lacks.
FIRST = "en"
#: The project's own theme folder.
OVERRIDES = Path(__file__).resolve().parents[1] / "overrides"
#: The section that only scripts in the page use, and the one that they use too.
SCRIPT, COUNTS = "script", "counts"

Text = str | Mapping[str, str]
_PLACE = re.compile(r"\{(\w+)\}")


class WordsError(ValueError):
    """A catalogue that cannot be used; the message has a line for each fault."""


@dataclass(frozen=True, slots=True, eq=False)  # so that what is said in them can be kept
class Words:
    """What the interface says in one language.

    `lacking` are the keys for which its catalogue has no text, so that English stands in.
    """

    language: str
    locale: Locale
    texts: Mapping[str, Text]
    lacking: tuple[str, ...] = ()

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key such as `home.latest`, with its values; numbers as people write them.

        Of several texts the one for the number `n`. Raises KeyError if there is no such key.
        """
        text = self._text(key, values)
        if not values:
            return text
        said = [*_in_pieces(text)]
        for at in range(1, len(said), 2):
            said[at] = self._shown(values[said[at]])
        return "".join(said)

    def html(self, key: str, /, **values: object) -> Markup:
        """The same as HTML; a value that is not `Markup` is escaped."""
        said = [*_in_escaped_pieces(self._text(key, values))]
        for at in range(1, len(said), 2):
            said[at] = escape(self._shown(values[said[at]]))
        return safe("".join(said))

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        text = self.texts[key]
        if isinstance(text, str):
            return text
        number = values["n"]
        if not isinstance(number, int):
            raise TypeError(f"{key}: n: found {number!r}, which is no number")
        return text.get(_plural_form(self, number), text["other"])

    def _shown(self, value: object) -> str:
        if isinstance(value, str):
            return value
        return self.number(value) if isinstance(value, int) else str(value)

    def count(self, number: int, thing: str) -> str:
        """`1 paper`, `1,200 papers`, by the section `counts`."""
        return self(f"{COUNTS}.{thing}", n=number)

    def number(self, number: int) -> str:
        """`1,200`."""
        return _number(self, number)

    def day(self, day: date) -> str:
        """`11 March 2025`."""
        return _day(self, day)

    def weekday_and_day(self, day: date) -> str:
        """`Tuesday, 11 March 2025`."""
        return _weekday_and_day(self, day)

    def month(self, year: int, month: int) -> str:
        """`March 2025`."""
        return _month(self, year, month)

    def month_alone(self, month: int, width: str = "wide") -> str:
        """`March`; `Mar` if the width is `abbreviated`."""
        return str(self.locale.months["stand-alone"][width][month])

    def weekday(self, weekday: int, width: str = "abbreviated") -> str:
        """`Mon` for 0, and so on; `M` if the width is `narrow`."""
        return str(self.locale.days["stand-alone"][width][weekday])

    def week(self, year: int, week: int) -> str:
        """`Week 11 of 2025`, as ISO 8601 counts weeks."""
        return self("dates.week", week=week, year=str(year))

    def span(self, first: str, last: str) -> str:
        """`March 2025 to May 2025`; one name if both are the same."""
        return first if first == last else self("dates.span", first=first, last=last)

    def partial_date(self, text: str) -> str:
        """A date of any precision: `2019`, `June 2019`, `12 June 2019`."""
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return self.day(date(*parts))
        return self.month(*parts) if len(parts) == 2 else text

    def byline(self, names: Sequence[str], limit: int = 3) -> str:
        """The first authors, and how many more there are."""
        rest = len(names) - limit
        if rest <= 1:
            return ", ".join(names[: limit + 1])
        return self("cards.and_more", names=", ".join(names[:limit]), n=rest)

    def for_scripts(self) -> dict[str, Text]:
        """What scripts in the page say: the keys of `script` without their section, and counts."""
        ours = {
            key.removeprefix(f"{SCRIPT}."): text
            for key, text in self.texts.items()
            if key.startswith((f"{SCRIPT}.", f"{COUNTS}."))
        }
        return {"locale": str(self.locale).replace("_", "-"), **ours}


@lru_cache(maxsize=2048)
def _in_pieces(text: str) -> tuple[str, ...]:
    """What stands before the first place, its name, what follows, and so on."""
    return tuple(_PLACE.split(text))


@lru_cache(maxsize=2048)
def _in_escaped_pieces(text: str) -> tuple[str, ...]:
    return tuple(_PLACE.split(escape(text)))


@lru_cache(maxsize=4096)
def _plural_form(words: Words, number: int) -> str:
    return words.locale.plural_form(number)


@lru_cache(maxsize=4096)
def _number(words: Words, number: int) -> str:
    return format_decimal(number, locale=words.locale)


@lru_cache(maxsize=16384)
def _day(words: Words, day: date) -> str:
    return format_date(day, "long", words.locale)


@lru_cache(maxsize=16384)
def _weekday_and_day(words: Words, day: date) -> str:
    return format_date(day, "full", words.locale)


@lru_cache(maxsize=4096)
def _month(words: Words, year: int, month: int) -> str:
    return format_skeleton("yMMMM", date(year, month, 1), locale=words.locale)


def load_words(folders: Sequence[Path], language: str) -> Words:
    """The words of `language`, from the first of the theme folders that has its catalogue.

    Raises WordsError if there is none, or with every fault of it.
    """
    first = _read(_catalogue((OVERRIDES,), FIRST))
    file = _read(_catalogue((*folders, OVERRIDES), language))
    return _words(language, file, first)


@lru_cache(maxsize=1)
def english() -> Words:
    """The project's own English words."""
    return load_words((), FIRST)


def _catalogue(folders: Sequence[Path], language: str) -> Path:
    name = f"words/{language}.yml"
    found = next((path for folder in folders if (path := folder / name).is_file()), None)
    if found is None:
        have = sorted({path.stem for folder in folders for path in folder.glob("words/*.yml")})
        raise WordsError(
            f"mkdocs.yml: theme: language: found {language!r}, and there is no overrides/{name}; "
            f"copy words/en.yml there and translate it, or write one of {', '.join(have)}"
        )
    return found


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    locale: str | None
    texts: dict[str, Text]


def _read(path: Path) -> _File:
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise WordsError(f"{path}: this is not YAML ({reason}); correct it there") from None
    if not isinstance(value, dict):
        raise WordsError(f"{path}: found no sections; write such as `home:` and keys below it")
    locale = value.pop("locale", None)
    faults: list[str] = []
    texts: dict[str, Text] = {}
    for section, keys in value.items():
        if not isinstance(keys, dict):
            faults.append(f"{path}: {section}: found no keys; write `key: text` lines below it")
            continue
        for key, text in keys.items():
            if _is_text(text):
                texts[f"{section}.{key}"] = text
            else:
                what = "write a text (in quotes if it is a number or yes), or other: and a text"
                faults.append(f"{path}: {section}.{key}: found {text!r:.60}; {what}")
    if faults:
        raise WordsError("\n".join(faults))
    return _File(path, locale, texts)


def _is_text(text: object) -> bool:
    if isinstance(text, dict):
        strings = all(isinstance(part, str) for pair in text.items() for part in pair)
        return strings and "other" in text
    return isinstance(text, str)


def _words(language: str, file: _File, first: _File) -> Words:
    if faults := list(_faults(file, first)):
        raise WordsError("\n".join(faults))
    try:
        locale = Locale.parse(file.locale or language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        found = file.locale or language
        raise WordsError(
            f"{file.path}: locale: found {found!r}, which Babel does not know; write such as en-GB"
        ) from None
    lacking = tuple(key for key in first.texts if key not in file.texts)
    return Words(language, locale, first.texts | file.texts, lacking)


def _faults(file: _File, first: _File) -> Iterator[str]:
    for key, text in file.texts.items():
        if key not in first.texts:
            near = get_close_matches(key, first.texts, 1, 0.0)[0]
            yield f"{file.path}: found the unknown key {key}; did you mean {near}?"
            continue
        known = _places(first.texts[key])
        for place in sorted(_places(text) - known):
            have = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
            yield f"{file.path}: {key}: found {{{place}}}; the places of this text are: {have}"
        if isinstance(text, dict) and isinstance(first.texts[key], str) and "n" not in known:
            yield f"{file.path}: {key}: found several texts; it has no number, so write one text"


def _places(text: Text) -> set[str]:
    parts = [text] if isinstance(text, str) else text.values()
    return {place for part in parts for place in _PLACE.findall(part)}

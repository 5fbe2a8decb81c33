"""`topics.yml` as topics, with every fault that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from generator.faults import Fault, Flaw, FlawedError, Path, fault_of, found_character, step_name
from generator.front_matter import load
from generator.text import unclean
from generator.topics import JOINT, PLACES, Phrase, Topic
from generator.yaml_lines import located

_KINDS = {"float": "number", "str": "text", "dict": "mapping"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")
_PHRASE = re.compile(r"\*[^\W_]+|[^\W_]+(?:[-/' ]+[^\W_]+)*")


class TopicError(ValueError):
    """`topics.yml` cannot be used; `faults` are the reasons, and the text has a line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a message calls a part of the file, and the way there."""

    said: str = ""
    path: Path = ()

    def at(self, key: str | int) -> _Place:
        said = f"[{key}]" if isinstance(key, int) else f": {key}" if self.said else key
        return _Place(f"{self.said}{said}", (*self.path, key))

    def flaw(self, message: str) -> Flaw:
        return Flaw(f"{self.said}: {message}" if self.said else message, self.path)


def parse_topics(text: str, where: str = "topics.yml") -> tuple[Topic, ...]:
    """The topics of `topics.yml`, none if it holds an empty list.

    Raises `TopicError` with every fault, not only the first.
    """
    flaws: list[Flaw] = []
    topics: dict[str, Topic] = {}
    try:
        value = load(text)
    except FlawedError as error:
        flaws += error.flaws
    else:
        for topic, at in _read_areas(value, flaws):
            if topic.slug in topics and topic.slug:
                flaws.append(at.flaw(f"found the slug {topic.slug!r} again; choose another"))
            topics[topic.slug] = topic
    if flaws:
        raise TopicError(fault_of(where, flaw) for flaw in located(FlawedError(flaws).flaws, text))
    return tuple(topics.values())


def _read_areas(value: object, flaws: list[Flaw]) -> Iterator[tuple[Topic, _Place]]:
    if value is None:
        do = "write a list of areas, or `[]` for a site without topics"
        flaws.append(Flaw(f"found nothing; {do}"))
        return
    for i, area in enumerate(_list(value, _Place(), flaws) if value != [] else []):
        at = _Place(f"areas[{i}]", (i,))
        fields = _mapping(area, ("area", "topics"), at, flaws)
        name = _text(fields, "area", at, flaws)
        at = _Place(f"area {name!r}: topics", (i, "topics"))
        for j, item in enumerate(_list(fields.get("topics"), at, flaws)):
            yield _read_topic(item, name, at.at(j), flaws), at.at(j)


def _read_topic(value: object, area: str, at: _Place, flaws: list[Flaw]) -> Topic:
    fields = _mapping(value, ("slug", "label", "is", "phrases", "categories"), at, flaws)
    slug = _text(fields, "slug", at, flaws)
    at = _Place(f"topic {slug!r}", at.path) if slug else at
    if slug and not _SLUG.fullmatch(slug):
        message = "found other characters; use a-z, 0-9 and single hyphens"
        flaws.append(_Place(at.said, (*at.path, "slug")).flaw(message))
    label, meaning = _text(fields, "label", at, flaws), _text(fields, "is", at, flaws)
    phrases: list[Phrase] = []
    seen: set[tuple[str, str]] = set()
    for i, item in enumerate(_list(fields.get("phrases"), at.at("phrases"), flaws)):
        place = at.at("phrases").at(i)
        for phrase in _read_phrases(item, place, flaws):
            words = JOINT.sub(" ", phrase.text).lower()
            if words and {(words, phrase.place), (words, PLACES[0])} & seen:
                flaws.append(place.flaw(f"found {phrase.text!r} again; remove one of them"))
            seen.add((words, phrase.place))
            phrases.append(phrase)
    categories = _read_categories(fields.get("categories"), at.at("categories"), flaws)
    return Topic(slug, label, meaning, area, tuple(phrases), categories)


def _read_categories(value: object, at: _Place, flaws: list[Flaw]) -> tuple[tuple[str, float], ...]:
    found = value if isinstance(value, dict) else {}
    if value is not None and not found:
        flaws.append(at.flaw(f"found {_name(value)}; write {{cs.RO: 1}}, each with what it counts"))
    for name in found:
        if not isinstance(name, str) or not _CATEGORY.fullmatch(name):
            place = _Place(at.said, (*at.path, name))
            flaws.append(place.flaw(f"found {_name(name)}; write an arXiv category, as cs.RO"))
    return tuple(
        (step_name(name), _weight(weight, at.at(step_name(name)), flaws))
        for name, weight in found.items()
    )


def _read_phrases(value: object, at: _Place, flaws: list[Flaw]) -> Iterator[Phrase]:
    """A phrase, or several that count the same."""
    value = value if isinstance(value, dict) else {"phrase": value}
    fields = _mapping(value, ("phrase", "weight", "in"), at, flaws)
    weight = _weight(fields.get("weight", 1.0), at.at("weight"), flaws)
    place = fields.get("in", PLACES[0])
    if place not in PLACES:
        message = f"found {_name(place)}; write one of {', '.join(PLACES)}"
        flaws.append(at.at("in").flaw(message))
    given = fields.get("phrase")
    for each in given if isinstance(given, list) and given else [given]:
        text = _text({**fields, "phrase": each}, "phrase", at, flaws) if fields else ""
        if text and not _PHRASE.fullmatch(text):
            flaws.append(at.flaw(f"found {text!r}; write only words, or * and the end of a word"))
        yield Phrase(text, weight, str(place))


def _weight(value: object, at: _Place, flaws: list[Flaw]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10:
        flaws.append(at.flaw(f"found {_name(value)}; write a number from 0 to 10"))
        return 1.0
    return float(value)


def _mapping(
    value: object, keys: Sequence[str], at: _Place, flaws: list[Flaw]
) -> dict[str, object]:
    if not isinstance(value, dict):
        flaws.append(at.flaw(f"found {_name(value)}; write `{keys[0]}: ...` and so on"))
        return {}
    for key in value:
        if key not in keys:
            name = step_name(key)
            near = get_close_matches(name, keys, 1, 0.0)[0]
            message = f"found the unknown key {name!r}; did you mean {near!r}?"
            flaws.append(_Place(at.said, (*at.path, key)).flaw(message))
    return value


def _list(value: object, at: _Place, flaws: list[Flaw]) -> list[object]:
    if isinstance(value, list) and value:
        return value
    flaws.append(at.flaw(f"found {_name(value)}; write a list, each entry after a hyphen"))
    return []


def _text(fields: dict[str, object], key: str, at: _Place, flaws: list[Flaw]) -> str:
    value = fields.get(key)
    if isinstance(value, str) and value.strip():
        if wrong := unclean(value):
            flaws.append(at.at(key).flaw(f"found {found_character(wrong[0])}; remove it"))
        return value.strip()
    if fields:  # else it is already said that nothing can be read here
        do = "put it in quotes" if isinstance(value, bool | int | float) else "write a text"
        place = at if key == "phrase" else at.at(key)
        flaws.append(place.flaw(f"found {_name(value)}; {do}"))
    return ""


def _name(value: object) -> str:
    """A value from YAML in a few words, for a message."""
    if value is None:
        return "nothing"
    if type(value) is int:
        return f"the number {step_name(value)}"
    shown = f" {value!r:.60}" if isinstance(value, str | bool | float) else ""
    return f"the {_KINDS.get(type(value).__name__, type(value).__name__)}{shown}"

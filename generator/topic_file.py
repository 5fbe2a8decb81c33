"""`topics.yml` as topics, with every fault that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import yaml

from generator.topics import JOINT, PLACES, Phrase, Topic

_KINDS = {"int": "number", "float": "number", "str": "text", "dict": "mapping"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")
_PHRASE = re.compile(r"\*[^\W_]+|[^\W_]+(?:[-/' ]+[^\W_]+)*")


class TopicError(ValueError):
    """`topics.yml` cannot be used; each line says one reason: where, what, what to do."""


def parse_topics(text: str, where: str = "topics.yml") -> tuple[Topic, ...]:
    """The topics of `topics.yml`; raises `TopicError` with every fault, not only the first."""
    faults: list[str] = []
    try:
        value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise TopicError(f"{where}: this is not YAML ({reason}); correct it there") from error
    topics: dict[str, Topic] = {}
    for i, area in enumerate(_list(value, where, faults)):
        fields = _mapping(area, ("area", "topics"), f"{where}: areas[{i}]", faults)
        name = _text(fields, "area", f"{where}: areas[{i}]", faults)
        at = f"{where}: area {name!r}: topics"
        for j, item in enumerate(_list(fields.get("topics"), at, faults)):
            topic = _read_topic(item, name, where, f"{at}[{j}]", faults)
            if topic.slug in topics and topic.slug:
                faults.append(f"{at}[{j}]: found the slug {topic.slug!r} again; choose another")
            topics[topic.slug] = topic
    if faults:
        raise TopicError("\n".join(faults))
    return tuple(topics.values())


def _read_topic(value: object, area: str, where: str, at: str, faults: list[str]) -> Topic:
    fields = _mapping(value, ("slug", "label", "is", "phrases", "categories"), at, faults)
    slug = _text(fields, "slug", at, faults)
    at = f"{where}: topic {slug!r}" if slug else at
    if slug and not _SLUG.fullmatch(slug):
        faults.append(f"{at}: found other characters; use a-z, 0-9 and single hyphens")
    label, meaning = _text(fields, "label", at, faults), _text(fields, "is", at, faults)
    phrases: list[Phrase] = []
    seen: set[tuple[str, str]] = set()
    for i, item in enumerate(_list(fields.get("phrases"), f"{at}: phrases", faults)):
        for phrase in _read_phrases(item, f"{at}: phrases[{i}]", faults):
            words = JOINT.sub(" ", phrase.text).lower()
            if words and {(words, phrase.place), (words, PLACES[0])} & seen:
                faults.append(
                    f"{at}: phrases[{i}]: found {phrase.text!r} again; remove one of them"
                )
            seen.add((words, phrase.place))
            phrases.append(phrase)
    categories = _read_categories(fields.get("categories"), f"{at}: categories", faults)
    return Topic(slug, label, meaning, area, tuple(phrases), categories)


def _read_categories(value: object, at: str, faults: list[str]) -> tuple[tuple[str, float], ...]:
    found = value if isinstance(value, dict) else {}
    if value is not None and not found:
        faults.append(f"{at}: found {_name(value)}; write {{cs.RO: 1}}, each with what it counts")
    for name in found:
        if not isinstance(name, str) or not _CATEGORY.fullmatch(name):
            faults.append(f"{at}: found {_name(name)}; write an arXiv category, as cs.RO")
    return tuple(
        (str(name), _weight(weight, f"{at}: {name}", faults)) for name, weight in found.items()
    )


def _read_phrases(value: object, at: str, faults: list[str]) -> Iterator[Phrase]:
    """A phrase, or several that count the same."""
    value = value if isinstance(value, dict) else {"phrase": value}
    fields = _mapping(value, ("phrase", "weight", "in"), at, faults)
    weight = _weight(fields.get("weight", 1.0), f"{at}: weight", faults)
    place = fields.get("in", PLACES[0])
    if place not in PLACES:
        faults.append(f"{at}: in: found {_name(place)}; write one of {', '.join(PLACES)}")
    given = fields.get("phrase")
    for each in given if isinstance(given, list) and given else [given]:
        text = _text({**fields, "phrase": each}, "phrase", at, faults) if fields else ""
        if text and not _PHRASE.fullmatch(text):
            faults.append(f"{at}: found {text!r}; write only words, or * and the end of a word")
        yield Phrase(text, weight, str(place))


def _weight(value: object, at: str, faults: list[str]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10:
        faults.append(f"{at}: found {_name(value)}; write a number from 0 to 10")
        return 1.0
    return float(value)


def _mapping(value: object, keys: Sequence[str], at: str, faults: list[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        faults.append(f"{at}: found {_name(value)}; write `{keys[0]}: ...` and so on")
        return {}
    for key in value:
        if key not in keys:
            near = get_close_matches(str(key), keys, 1, 0.0)[0]
            faults.append(f"{at}: found the unknown key {str(key)!r}; did you mean {near!r}?")
    return value


def _list(value: object, at: str, faults: list[str]) -> list[object]:
    if isinstance(value, list) and value:
        return value
    faults.append(f"{at}: found {_name(value)}; write a list, each entry after a hyphen")
    return []


def _text(fields: dict[str, object], key: str, at: str, faults: list[str]) -> str:
    value = fields.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    if fields:  # else it is already said that nothing can be read here
        do = "put it in quotes" if isinstance(value, bool | int | float) else "write a text"
        faults.append(f"{at}{'' if key == 'phrase' else f': {key}'}: found {_name(value)}; {do}")
    return ""


def _name(value: object) -> str:
    """A value from YAML in a few words, for a message."""
    if value is None:
        return "nothing"
    shown = f" {value!r:.60}" if isinstance(value, str | int | float) else ""
    return f"the {_KINDS.get(type(value).__name__, type(value).__name__)}{shown}"

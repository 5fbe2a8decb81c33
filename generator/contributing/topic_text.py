"""A topic that somebody proposes, written into the text of `topics.yml`. Pure.

All else in the text stays as it is, comments too; what comes out is read again, and has to hold
the topics that were there and the new one.
"""

from __future__ import annotations

import json
import re

import yaml

from generator.addresses import slug_of
from generator.contributing.forms import ContributionError
from generator.front_matter import compose
from generator.identifiers import is_id
from generator.text import clean_line
from generator.topic_file import TopicError, parse_topics
from generator.topics import Phrase, Topic

#: Characters of a topic's name, its meaning and a phrase, and phrases, at most.
_LABEL, _MEANING, _PHRASE, _PHRASES = 60, 300, 80, 100
_ENTRY = re.compile(r"\s*[-*+]\s+(?=\S)")


def proposed(label: str, meaning: str, phrases: str, area: str) -> Topic:
    """The topic that a person's words describe, cleaned; phrases are one a line, or have commas.

    Raises ContributionError with what is wrong with one of them.
    """
    label = _bounded("Name of the topic", clean_line(label), _LABEL)
    slug = slug_of(label)
    if not slug or not is_id(slug):
        raise ContributionError(
            f"Name of the topic: `{label}` gives no address; write Latin letters, and another word"
        )
    meaning = _bounded("What it is about", clean_line(meaning), _MEANING)
    parts = (_ENTRY.sub("", part) for line in phrases.split("\n") for part in line.split(","))
    texts = dict.fromkeys(text for part in parts if (text := clean_line(part)))
    if not 0 < len(texts) <= _PHRASES:
        raise ContributionError(f"Phrases: found {len(texts)}; write 1 to {_PHRASES}, one a line")
    found = tuple(Phrase(_bounded("Phrases", text, _PHRASE)) for text in texts)
    return Topic(slug, label, meaning, clean_line(area), found)


def with_topic(text: str, topic: Topic) -> str:
    """The text with the topic at the end of its area.

    Raises ContributionError if there is no such area, there is such a topic, a phrase is none, or
    the text is not as we write it.
    """
    try:
        known = parse_topics(text)
    except TopicError as error:
        raise ContributionError(f"topics.yml has to be mended first: {error.faults[0]}") from None
    areas = list(dict.fromkeys(each.area for each in known))
    number = next((n for n, name in enumerate(areas) if name.lower() == topic.area.lower()), None)
    if number is None:
        raise ContributionError(f"Area: `{topic.area[:60]}` is none; there are {', '.join(areas)}")
    named = [each for each in known if topic.slug == each.slug]
    if named:
        raise ContributionError(f"Name of the topic: there is one already, {named[0].label}")
    whole = Topic(topic.slug, topic.label, topic.meaning, areas[number], topic.phrases)
    changed = _inserted(text, number, whole)
    try:
        after = parse_topics(changed)
    except TopicError as error:
        faults = [fault for fault in error.faults if topic.slug in fault.message]
        said = (faults or list(error.faults))[0].message
        raise ContributionError(f"the topic cannot be used: {said}") from None
    if [each for each in after if each.slug != whole.slug] != list(known) or whole not in after:
        raise ContributionError("topics.yml is not written as usual; somebody has to do it by hand")
    return changed


def _inserted(text: str, number: int, topic: Topic) -> str:
    """The text with the topic behind the last line of the area of this number."""
    root = compose(text)
    areas = root.value if isinstance(root, yaml.SequenceNode) else []
    if number >= len(areas) or not isinstance(areas[number], yaml.MappingNode):
        raise ContributionError("topics.yml is not written as usual; somebody has to do it by hand")
    inner = next((value for key, value in areas[number].value if key.value == "topics"), None)
    lines = text.split("\n")
    end = areas[number + 1].start_mark.line if number + 1 < len(areas) else len(lines)
    # What stands above the next area belongs to it: comments, and the empty lines between.
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    indent = " " * (inner.start_mark.column if inner is not None else 4)
    return "\n".join([*lines[:end], "", *(indent + line for line in _lines(topic)), *lines[end:]])


def entry_of(topic: Topic) -> str:
    """The topic as it stands in `topics.yml`, below its area."""
    return "\n".join(_lines(topic))


def _lines(topic: Topic) -> list[str]:
    # JSON's strings are YAML's, and never anything but strings.
    return [
        f"- slug: {_quoted(topic.slug)}",
        f"  label: {_quoted(topic.label)}",
        f"  is: {_quoted(topic.meaning)}",
        "  phrases:",
        *(f"    - {_quoted(phrase.text)}" for phrase in topic.phrases),
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _bounded(label: str, text: str, most: int) -> str:
    if not text:
        raise ContributionError(f"{label}: found nothing; write it below its heading")
    if len(text) > most:
        raise ContributionError(f"{label}: found {len(text):,} characters; write at most {most:,}")
    return text

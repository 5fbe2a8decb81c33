"""YAML as records are written, read twice as fast as PyYAML's own loader does; nothing else.

libyaml parses, and what its events say is built here without PyYAML's nodes and constructors
between. Whatever a record has no need of (anchors, tags, merge keys, keys that are no text or stand
twice, nesting) is left to the caller, who has the loader that knows it all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

_DEPTH = 20
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers


class UnusualError(ValueError):
    """YAML that only the full loader can read, or say what is wrong with it."""


def load(text: str) -> Any:
    """What `yaml.safe_load` gives for the text; raises UnusualError for what it leaves."""
    try:
        parser = yaml.CSafeLoader(text)
        parser.get_event()  # the stream starts
        if not isinstance(parser.get_event(), yaml.DocumentStartEvent):
            raise UnusualError
        value = _value(parser.get_event, parser.get_event(), 0)
        parser.get_event()  # the document ends
        if not isinstance(parser.get_event(), yaml.StreamEndEvent):
            raise UnusualError
    except (AttributeError, yaml.YAMLError, ValueError, OverflowError) as error:
        raise UnusualError from error
    return value


def _value(next_event: Any, event: Any, depth: int) -> Any:
    if event.anchor is not None or depth > _DEPTH:
        raise UnusualError
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return _scalar(event)
    if kind not in (yaml.MappingStartEvent, yaml.SequenceStartEvent) or event.tag is not None:
        raise UnusualError
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(_value(next_event, event, depth + 1))
        return items
    mapping = {}
    while type(event := next_event()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or event.anchor is not None:
            raise UnusualError
        key = _scalar(event)
        if type(key) is not str or key in mapping or key == "<<":
            raise UnusualError
        mapping[key] = _value(next_event, next_event(), depth + 1)
    return mapping


def _scalar(event: Any) -> Any:
    if event.tag is not None:
        raise UnusualError
    text: str = event.value
    return plain(text) if event.implicit[0] else text


def plain(text: str) -> Any:
    """What YAML 1.1 takes a plain scalar for; raises what PyYAML does where that cannot be."""
    for _, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return _guessed(text)
    return text


@lru_cache(maxsize=8192)
def _guessed(text: str) -> Any:
    """A plain scalar as YAML 1.1 understands it: a day, a number, nothing, or text after all."""
    loader: Any = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))
    return loader.construct_object(yaml.ScalarNode(tag, text))

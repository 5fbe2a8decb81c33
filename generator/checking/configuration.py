"""What `mkdocs.yml` names and is not there: pages of the navigation, topics of saved queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import yaml

from generator.channels.query import Query
from generator.faults import Fault

_WHERE = "mkdocs.yml"


def unknown_topics(
    queries: Collection[Query], topics: Collection[str], text: str
) -> Iterator[Fault]:
    """Each topic of a query that there is not; `text` is the configuration's, for the lines."""
    for query in queries:
        for slug in sorted(set(query.topics) - set(topics)):
            said = f"queries: {query.title}: `{slug}` is no topic; correct it"
            yield Fault(_WHERE, said, _line_of(slug, text, "queries"), "queries")


def lost_pages(nav: object, names: Collection[str], text: str) -> Iterator[Fault]:
    """Each file that the navigation names and that there is not."""
    for name in _texts(nav):
        if "://" not in name and not name.startswith("/") and name not in names:
            said = f"nav: `{name}` leads to no page; correct or remove it"
            yield Fault(_WHERE, said, _line_of(name, text, "nav"), "nav")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _line_of(value: str, text: str, key: str) -> int | None:
    """The line on which this value stands below this key; None if it is another file's."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return next(_lines(root, value, key, within=False), None)


def _lines(node: yaml.Node | None, value: str, key: str, *, within: bool) -> Iterator[int]:
    if isinstance(node, yaml.ScalarNode):
        if within and node.value == value:
            yield node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _lines(each, value, key, within=within)
    elif isinstance(node, yaml.MappingNode):
        for name, each in node.value:
            yield from _lines(each, value, key, within=within or name.value == key)

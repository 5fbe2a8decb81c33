"""`mkdocs.yml` with other settings: no other line of it changes, not even a comment.

So a fork whose upstream changes the file as well can merge the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import yaml

from generator.faults import found
from generator.hosting.wishes import Wishes

_PLUGIN = "paperfeed"
_NULL = "tag:yaml.org,2002:null"


class SettingsError(ValueError):
    """The settings cannot be changed; the message says where and what to do."""


def present(text: str) -> Wishes:
    """What the text says now; None is what it does not say, or what only MkDocs could know.

    Raises SettingsError if it cannot be read.
    """
    root = _root(text)

    def at(*path: str) -> object:
        place, rest = _reached(root, path)
        try:
            found = _made(_value_of(place, rest[0]))
        except (SettingsError, ValueError):  # a day that is none is a ValueError of the parser's
            return None
        for key in rest[1:]:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def line(*path: str) -> str | None:
        found = at(*path)
        return found if isinstance(found, str) else None

    sources, mirrors = at("plugins", _PLUGIN, "sources"), at("plugins", _PLUGIN, "mirrors")
    return Wishes(
        line("site_name"),
        line("site_description"),
        tuple(each for each in sources if isinstance(each, dict)) if _is_list(sources) else None,
        tuple(each for each in mirrors if isinstance(each, str)) if _is_list(mirrors) else None,
        line("theme", "language"),
    )


def with_wishes(text: str, wishes: Wishes) -> str:
    """The text of `mkdocs.yml` with what is wished; what is so already stays as it is written.

    Raises SettingsError if it cannot be changed.
    """
    have = present(text)
    if wishes.name not in (None, have.name):
        text = _with(text, ("site_name",), wishes.name)
    if wishes.description not in (None, have.description):
        text = _with(text, ("site_description",), wishes.description)
    if wishes.language not in (None, have.language):
        text = _with(text, ("theme", "language"), wishes.language)
    if wishes.sources is not None and wishes.sources != have.sources:
        text = _with(text, ("plugins", _PLUGIN, "sources"), [dict(each) for each in wishes.sources])
    if wishes.mirrors is not None and wishes.mirrors != (have.mirrors or ()):
        text = _with(text, ("plugins", _PLUGIN, "mirrors"), list(wishes.mirrors))
    return text


def with_documents(text: str, wanted: bool | None) -> str:
    """The text for a site that has the software's documents, or leaves them out.

    If nothing is wanted (None) they are left out, unless the text says something of them already.
    Raises SettingsError if it cannot be changed.
    """
    path = ("plugins", _PLUGIN, "docs")
    if wanted is None and _says(text, path):
        return text
    return _with(text, path, value=bool(wanted))


def _says(text: str, path: Sequence[str]) -> bool:
    """Whether there is a value at a path of keys."""
    place, rest = _reached(_root(text), path)
    return len(rest) == 1 and _value_of(place, rest[0]) is not None


def _with(text: str, path: Sequence[str], value: object) -> str:
    """The text with a value at a path of keys, of which some may be missing.

    What is written in one line, with braces, is written anew as far as it is on the path.
    """
    place, (key, *rest) = _reached(_root(text), path)
    name, old = next((each for each in place.value if each[0].value == key), (None, None))
    whole = _deep(_made(old), rest, value, key) if rest else value
    entry = _dumped({key: whole}, place.start_mark.column)
    lines = text.splitlines(keepends=True)
    if name is None:
        at = _last_line(place)
        lines[at] = f"{lines[at].removesuffix(chr(10))}\n{entry}"
        return "".join(lines)
    first, column = name.start_mark.line, name.start_mark.column
    last = first if old is None or _is_null(old) else _last_line(old)
    if isinstance(old, yaml.ScalarNode) and first == last and entry.count("\n") == 1:
        entry = entry[:-1] + lines[last][old.end_mark.column :]  # a comment may follow
    lines[first : last + 1] = [lines[first][:column] + entry[column:]]
    return "".join(lines)


def _reached(place: yaml.MappingNode, path: Sequence[str]) -> tuple[yaml.MappingNode, list[str]]:
    """The innermost block on a path, and what of the path is left."""
    inner = _value_of(place, path[0])
    if path[0] == "plugins" and isinstance(inner, yaml.SequenceNode):
        inner = _plugin(inner)
    if len(path) > 1 and isinstance(inner, yaml.MappingNode) and not inner.flow_style:
        return _reached(inner, path[1:])
    return place, list(path)


def _root(text: str) -> yaml.MappingNode:
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise SettingsError(f"{line}{error.problem}; correct it first") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"is no YAML: {error}; correct it first") from None
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        raise SettingsError("holds no settings; take the one that the project came with")
    return root


def _plugin(plugins: yaml.SequenceNode) -> yaml.MappingNode:
    """The item of the list of plugins that is ours."""
    for item in plugins.value:
        if isinstance(item, yaml.MappingNode) and _value_of(item, _PLUGIN) is not None:
            if item.flow_style:
                break
            return item
    raise SettingsError(f"plugins: found no `- {_PLUGIN}:` on a line of its own; add it")


def _value_of(place: yaml.Node, key: str) -> yaml.Node | None:
    if not isinstance(place, yaml.MappingNode):
        return None
    return next((value for name, value in place.value if name.value == key), None)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL


def _made(node: yaml.Node | None) -> object:
    """What a node says; raises SettingsError if only MkDocs could know."""
    if node is None:
        return None
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.YAMLError:
        line = node.start_mark.line + 1
        raise SettingsError(f"line {line}: write each option on a line of its own") from None


def _deep(old: object, path: Sequence[str], value: object, key: str) -> object:
    """The mapping `old`, which stands under a key, with a value at a path in it."""
    if not path:
        return value
    if old is not None and not isinstance(old, dict):
        do = "write its options below it, each on a line"
        raise SettingsError(f"{key}: found {found(old)}; {do}")
    known: Mapping[str, Any] = old or {}
    return {**known, path[0]: _deep(known.get(path[0]), path[1:], value, path[0])}


def _last_line(node: yaml.Node) -> int:
    """The line on which a node ends, without the blank lines and comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    line: int = node.end_mark.line
    return line if node.end_mark.column or isinstance(node, yaml.CollectionNode) else line - 1


class _Dumper(yaml.SafeDumper):
    """Blocks as people write them here: lists of words in a line, others with their own lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _list(dumper: yaml.SafeDumper, data: list[object]) -> yaml.Node:
    flow = not any(isinstance(each, dict | list) for each in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


_Dumper.add_representer(list, _list)


def _dumped(value: object, column: int) -> str:
    """Lines of a block, each after so many blanks."""
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True,
        width=10_000,
    )  # fmt: skip
    return "".join(f"{' ' * column}{line}" for line in text.splitlines(keepends=True))

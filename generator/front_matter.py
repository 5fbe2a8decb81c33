"""YAML front matter of a Markdown file, read safely whoever wrote it. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, ClassVar

import yaml

from generator import plain_yaml, quick_yaml

_BEGIN = re.compile(r"---[ \t]*\n")
_END = re.compile(r"\n---[ \t]*(?:\n|\Z)")
_NESTS = re.compile(r"[\[{]|[-?]\s")


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message says where and why."""


def split(text: str) -> tuple[str, str] | None:
    """The YAML between a file's first two `---` lines and what follows them; None without both."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end()) if begin else None
    return (text[begin.end() : end.start() + 1], text[end.end() :]) if begin and end else None


def load(front: str, *, as_text: bool = False) -> Any:
    """The value of the YAML; with `as_text` every plain scalar stays as it is written.

    What the quicker readers leave the full loader reads, or says what is wrong with it.
    Raises FrontMatterError if it is not YAML, is nested too deep or has a key twice.
    """
    if not as_text:
        for quicker in (plain_yaml, quick_yaml):
            with suppress(quick_yaml.UnusualError):
                return quicker.load(front)
    try:
        if not _too_deep(front):
            return yaml.load(front, Loader=_TextLoader if as_text else _Loader)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        raise FrontMatterError(_yaml_fault(error)) from None
    except (ValueError, OverflowError, RecursionError) as error:
        raise FrontMatterError(f"the front matter cannot be read: {error}") from None
    raise FrontMatterError("the front matter is nested too deep; a record is flat")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, libyaml's where it is there, which refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{name}` stands twice", key.start_mark
                )
            seen.add(name)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


class _TextLoader(_Loader):
    """The same without YAML's guesses: `No` is a family name and `1e5` no number."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def _too_deep(front: str) -> bool:
    """Whether libyaml, which recurses in C without a limit, would crash on it."""
    if len(_NESTS.findall(front)) < 1_000:
        return False
    depth = 0
    for event in yaml.parse(front, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > 20:
            return True
    return False


def _yaml_fault(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not readable"
    where = f"line {mark.line + 2}: " if mark else ""
    return f"{where}the front matter is not valid YAML: {problem}; put the value in quotes"

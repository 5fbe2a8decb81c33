"""YAML front matter of a Markdown file, read safely whoever wrote it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

import yaml

from generator import plain_yaml, quick_yaml
from generator.faults import Flaw, FlawedError

_BEGIN = re.compile(r"---[ \t]*\n")
_END = re.compile(r"\n---[ \t]*(?:\n|\Z)")
#: As MkDocs finds it, for which three full stops end it as well.
_OTHER = re.compile(r"---[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_NESTS = re.compile(r"[\[{]|[-?]\s")


#: What is to be done about what the parser says, by a part of its words.
_ADVICE = (
    ("stands twice", "remove one of them"),
    ("another document", "remove the line of three hyphens"),
    ("unexpected end of stream", "close the quotes or brackets"),
    ("expected ',' or", "close the brackets, or put the value in quotes"),
    ("the character", "remove it"),
    ("not allowed", "put the value in quotes"),
    ("", "put the value in quotes, or align the lines"),
)


class FrontMatterError(FlawedError):
    """YAML that cannot be read: why, and on which of its lines, if that is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__([Flaw(message, (), line)])


def split(text: str) -> tuple[str, str] | None:
    """The YAML between a file's first two `---` lines and what follows them; None without both."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    begin = _BEGIN.match(text)
    end = _END.search(text, begin.end()) if begin else None
    return (text[begin.end() : end.start() + 1], text[end.end() :]) if begin and end else None


def other_fronts(text: str) -> list[str]:
    """What MkDocs takes for the YAML of a file, which may be none, or end before ours."""
    found = _OTHER.match(text.removeprefix("\ufeff"))
    return [found[1]] if found else []


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
        raise _yaml_fault(error, front) from None
    except (AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise FrontMatterError(f"cannot be read: {error}; put the value in quotes", 1) from None
    raise FrontMatterError("nested too deep; write it flat", 1)


def load_mapping(text: str) -> dict[Any, Any]:
    """The mapping that the YAML is. Raises FrontMatterError if it is none."""
    value = load(text)
    if not isinstance(value, dict):
        raise FrontMatterError(f"found {_KINDS.get(type(value), 'a text')}; {_LINES}", 1)
    return value


_KINDS = {type(None): "nothing", list: "a list"}
_LINES = "write `key: value` lines"


def compose(text: str) -> yaml.Node | None:
    """The nodes of the YAML, which say where they stand; None if it has none or is not YAML."""
    try:
        if not _too_deep(text):
            return yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    return None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, libyaml's where it is there, which refuses a key that stands twice.

    What looks like a day or a number and is none (`2025-02-30`) is the text that stands there.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{name[:60]}` stands twice", key.start_mark
                )
            seen.add(name)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _or_text(construct: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def read(loader: Any, node: Any) -> Any:
        try:
            return construct(loader, node)
        except (AttributeError, ValueError, OverflowError):
            return node.value

    return read


for _kind in ("timestamp", "int", "float"):
    _tag = f"tag:yaml.org,2002:{_kind}"
    _Loader.add_constructor(_tag, _or_text(_Loader.yaml_constructors[_tag]))


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


def _yaml_fault(error: yaml.YAMLError, text: str) -> FrontMatterError:
    problem = getattr(error, "problem", None)
    mark = getattr(error, "problem_mark", None)
    at = mark.index if mark else None
    if problem is None and (wrong := yaml.reader.Reader.NON_PRINTABLE.search(text)):
        problem, at = f"the character U+{ord(wrong[0]):04X} is not allowed", wrong.start()
    problem = problem or "not readable"
    advice = next(advice for part, advice in _ADVICE if part in problem)
    line = None if at is None else text.count("\n", 0, at) + 1
    return FrontMatterError(f"not valid YAML: {problem}; {advice}", line)

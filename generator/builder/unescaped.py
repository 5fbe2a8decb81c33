"""What in the feed's templates lets text through unescaped, as Jinja itself understands them.

It finds what somebody wrote without thinking of it; who wants to hide it can, for templates are
code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

#: A template without any of these has nothing to be found (parsing all takes 60 ms): words; inner
#: attributes, what takes a filter's name as a text, templates of other folders.
_WORDS = ("safe", "autoescape", "Markup")
_MARKS = (
    re.compile(r"__(?<=[\s.\"']__)"),
    re.compile(r"\|\s*(?:map|attr)\b"),
    re.compile(r"filter\s+(?:map|attr)\b"),
    re.compile(
        r"{%[-+]?\s*(?:include|import|from|extends)\b"
        r"(?!\s*([\"'])feed/[\w-]+\.html\1\s*(?:[-+]?%}|import\b|as\b))"
    ),
)
#: Attributes that every value has, and by which its class can be had.
_INNER = re.compile(r"(?:\A|\.)__")
_NAMING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


def unescaped(folders: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """The file, the line and the words of each thing that does not escape, in order.

    `folders` are those in which the theme looks for a template. What the feed's name in others is
    looked at too. One that is no template is left to the build.
    """
    waiting = [path for each in folders for path in sorted((each / "feed").glob("*.html"))]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        text = path.read_text("utf-8", "replace")
        if not (any(word in text for word in _WORDS) or any(m.search(text) for m in _MARKS)):
            continue
        try:
            tree = jinja2.Environment(autoescape=True).parse(text)
        except jinja2.TemplateSyntaxError:
            continue
        for line, words in sorted(_found_in(tree)):
            yield path, line, words
        for name in _named_in(tree):
            file = next((each / name for each in folders if (each / name).is_file()), None)
            if file and file not in seen:
                seen.add(file)
                waiting.append(file)


def _found_in(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in tree.find_all(nodes.Node):
        if words := _words_of(node):
            yield node.lineno, words


def _words_of(node: nodes.Node) -> str:
    """How the template says that something is not to be escaped; else empty."""
    if isinstance(node, nodes.Filter):
        if node.name == "safe":
            return "| safe"
        name = _constant(node.args[0]) if node.args else ""
        if (node.name == "map" and name in ("safe", None)) or (node.name == "attr" and not name):
            return f"| {node.name}({'...' if name is None else repr(name)})"
    elif isinstance(node, nodes.EvalContextModifier):
        for option in node.options:
            if option.key == "autoescape" and not _constant(option.value):
                return "autoescape"
    elif isinstance(node, nodes.Name) and node.name == "Markup":
        return "Markup"
    elif isinstance(node, nodes.Getattr) and _INNER.match(node.attr):
        return f".{node.attr}"
    elif isinstance(node, nodes.Const) and _INNER.search(str(node.value)):
        return str(node.value)
    elif isinstance(node, _NAMING) and _constant(_template_of(node)) is None:
        return "a template whose name is worked out"
    return ""


def _constant(node: nodes.Expr) -> object:
    """The value, if it is known before the template is rendered; else None."""
    try:
        return node.as_const()
    except nodes.Impossible:
        return None


def _template_of(node: Any) -> nodes.Expr:
    """What names the other template in one of the kinds of nodes that do."""
    named: nodes.Expr = node.template
    return named


def _named_in(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(_NAMING):
        named = _constant(_template_of(node))
        for each in named if isinstance(named, list | tuple) else (named,):
            if isinstance(each, str):
                yield each

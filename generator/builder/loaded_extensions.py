"""Which modules an extension of Markdown is made of, whatever name it was asked for by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import markdown
from markdown.extensions import Extension


class _Loading(markdown.Markdown):
    """Markdown that remembers each extension, those too that other ones bring along."""

    def __init__(self) -> None:
        self.loaded: list[object] = []
        super().__init__()

    def registerExtensions(  # noqa: N802 - its name in Markdown
        self, extensions: Sequence[Extension | str], configs: Mapping[str, dict[str, Any]]
    ) -> _Loading:
        built = [
            self.build_extension(each, configs.get(each, {})) if isinstance(each, str) else each
            for each in extensions
        ]
        self.loaded += built
        super().registerExtensions(built, configs)
        return self

    def parts(self) -> Iterator[object]:
        """The extensions, and all that reads Markdown for them."""
        yield from self.loaded
        yield from self.preprocessors
        yield from self.parser.blockprocessors
        yield from self.inlinePatterns
        yield from self.treeprocessors
        yield from self.postprocessors


def modules_of(
    extensions: Iterable[Any], settings: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each extension's name, and the modules of all classes and functions that come with it.

    Those of classes that others were made from count, for these do what they did.
    """
    reader = _Loading()
    known = set(map(id, reader.parts()))
    for each in extensions:
        reader.registerExtensions((each,), settings)
        fresh = [part for part in reader.parts() if id(part) not in known]
        known.update(map(id, fresh))
        classes = (kind for part in fresh for kind in type(part).__mro__)
        name = each if isinstance(each, str) else type(each).__module__
        functions = _functions(settings.get(name))
        yield name, frozenset(part.__module__ for part in (*classes, *functions))


def _functions(value: object) -> Iterator[Any]:
    """The functions that settings name (`!!python/name:`), for fences of one's own and the like."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _functions(each)
    elif callable(value) and isinstance(getattr(value, "__module__", None), str):
        yield value

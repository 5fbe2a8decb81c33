"""Paper <-> the text of its file: YAML front matter, then the abstract.

Pure. `parse` and `dump` are inverse for every paper whose text is clean. All faults of a record
are found at once, each with the key, what was found and what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date
from operator import attrgetter
from typing import Any

import yaml

from generator.faults import Flaw, FlawedError, step_name
from generator.fields import KEYS, READERS, WrongValueError
from generator.front_matter import load_mapping, split
from generator.model import Author, Paper, Provenance
from generator.text import seen, unclean
from generator.yaml_lines import located


class RecordError(FlawedError):
    """A record that cannot be read; `faults` holds a sentence for each thing that is wrong."""

    @property
    def faults(self) -> list[str]:
        """What is wrong, with the line where that is known."""
        return list(map(str, self.flaws))


def parse(text: str) -> Paper:
    """The paper in a record file's text.

    Raises RecordError with every fault that the text has, and the line of each.
    """
    parts = split(text)
    if parts is None:
        message = "the file does not begin with front matter; put `---` above and below"
        raise RecordError([Flaw(message, (), 1)])
    front, body = parts
    try:
        data = load_mapping(front)
        if "abstract" in data:
            raise RecordError([Flaw(_BELOW, ("abstract",))])
        return from_mapping({**data, "abstract": body.strip("\n")}, required=("id", "listed"))
    except FlawedError as error:
        flaws = located(error.flaws, front, first=2)
        raise RecordError(_in_body(flaw, front, body) for flaw in flaws) from None


_BELOW = "abstract: found it in the front matter; write it below, as the file's text"


def _in_body(flaw: Flaw, front: str, body: str) -> Flaw:
    """A flaw of the abstract with its line; others as they are."""
    if flaw.path != ("abstract",) or flaw.message == _BELOW:
        return flaw
    wrong = unclean(body)
    start = wrong.start() if wrong else len(body) - len(body.lstrip("\n"))
    return replace(flaw, line=front.count("\n") + body.count("\n", 0, start) + 3)


def from_mapping(data: Mapping[Any, Any], required: tuple[str, ...] = ()) -> Paper:
    """The paper that a mapping with a record's keys describes.

    Keys in `required` must be there (others get the model's defaults; without `id` and `listed`
    these are empty and the first day of all). Raises RecordError with every fault.
    """
    flaws: list[Flaw] = []
    values: dict[str, Any] = {"id": "", "title": "", "listed": date.min}
    for key, value in data.items():
        reader = READERS.get(key) if isinstance(key, str) else None
        if reader is None:
            name = step_name(key)
            near = difflib.get_close_matches(name, [*KEYS, "abstract"], 1)
            hint = f"did you mean `{near[0]}`?" if near else "no record has such a key; remove it"
            flaws.append(Flaw(f"{name}: unknown key; {hint}", (key,)))
            continue
        if value is None:
            message = f"{key}: found nothing; write a value or remove the key"
            flaws.append(Flaw(message, (key,)))
            continue
        try:
            values[key] = reader(value)
        except WrongValueError as wrong:
            flaws += wrong.of_key(key)
    missing = [key for key in ("title", *required) if key not in data]
    flaws += [Flaw(f"{key}: missing; add it", (key,)) for key in missing]
    if "title" in data and not values["title"] and not flaws:
        flaws.append(Flaw("title: found nothing; write the paper's title", ("title",)))
    if flaws:
        raise RecordError(flaws)
    return Paper(**values)


def from_incoming(
    data: Mapping[Any, Any], required: tuple[str, ...] = ()
) -> tuple[Paper, tuple[str, ...]]:
    """The paper of a mapping that somebody else wrote, and whose text is cleaned afterwards.

    What cleaning takes out of a text anyway is taken out here, and is no fault; the keys of which
    it was come with the paper. Raises RecordError as `from_mapping` does.
    """
    try:
        return from_mapping(data, required), ()
    except RecordError:
        clean = {key: _seen(value) for key, value in data.items()}
        changed = tuple(str(key) for key, value in data.items() if clean[key] != value)
        if not changed:
            raise
        return from_mapping(clean, required), changed


def _seen(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return seen(value) if unclean(value) else value
    if isinstance(value, list) and depth < _DEEPEST:
        return [_seen(each, depth + 1) for each in value]
    if isinstance(value, dict) and depth < _DEEPEST:
        return {key: _seen(each, depth + 1) for key, each in value.items()}
    return value


#: No record nests more.
_DEEPEST = 4


def dump(paper: Paper) -> str:
    """The text of the paper's record file."""
    return _file(to_mapping(paper), paper.abstract)


def dump_values(front: Mapping[Any, Any], abstract: str) -> str:
    """The text of a record file with these plain values, whatever they are.

    Those that a record may hold are written as `dump` does, the others in YAML's long form.
    """
    shaped = {key: _SHAPES.get(str(key), _as_is)(value) for key, value in front.items()}
    return _file(shaped, abstract)


def _file(values: Mapping[Any, Any], abstract: str) -> str:
    front = yaml.dump(
        values,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000,
        default_flow_style=False,
    )
    body = f"\n{abstract}\n" if abstract else ""
    return f"---\n{front}---\n{body}"


def to_mapping(paper: Paper) -> dict[str, Any]:
    """The paper's front matter: plain values under `KEYS`, empty ones left out."""
    return {
        key: write(value) if write else value
        for (key, write), value in zip(_WRITTEN, _VALUES_OF(paper), strict=True)
        if value or value == 0  # a count of none is said
    }


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _FlowList(list[Any]):
    """A list that is written on one line."""


def _present(**values: Any) -> _Flow:
    return _Flow({key: value for key, value in values.items() if value is not None})


def _flow_list(values: tuple[Any, ...]) -> _FlowList:
    return _FlowList(values)


def _author(author: Author) -> dict[str, Any]:
    return dict(_present(name=author.name, orcid=author.orcid))


def _provenance(item: Provenance) -> _Flow:
    return _present(
        source=item.source,
        retrieved=f"{item.retrieved.astimezone(UTC).replace(tzinfo=None).isoformat()}Z",
        version=item.version,
        updated=item.updated,
        fields=_Flow(item.fields),
    )


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "aliases": _flow_list,
    "authors": lambda authors: [_author(author) for author in authors],
    "listings": lambda items: [_present(source=i.source, day=i.day) for i in items],
    "identifiers": _Flow,
    "categories": _flow_list,
    "links": lambda links: [_present(rel=link.rel, url=link.url) for link in links],
    "media": list,
    "topics": _flow_list,
    "pinned": _flow_list,
    "provenance": lambda items: [_provenance(item) for item in items],
}


def _as_is(value: Any) -> Any:
    return value


def _one_line(value: Any) -> Any:
    if isinstance(value, dict):
        return _Flow(value)
    return _FlowList(value) if isinstance(value, list) else value


def _line_each(value: Any) -> Any:
    return [_one_line(item) for item in value] if isinstance(value, list) else value


#: How plain values under these keys are written, as `_WRITERS` does those of a paper.
_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("aliases", "identifiers", "categories", "topics", "pinned"), _one_line),
    **dict.fromkeys(("listings", "links", "provenance"), _line_each),
}
_WRITTEN = tuple((key, _WRITERS.get(key)) for key in KEYS)
_VALUES_OF = attrgetter(*KEYS)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """The safe dumper, libyaml's where it is there, with one-line lists and mappings."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(_Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v, True))
_Dumper.add_representer(
    _FlowList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, True)
)

"""Records of other sites that are papers known here under another name: a file a site.

Their manifests do not show it, so each would be asked for again and again. Under
`content/intake/mirrors/`; without such a file nothing is lost but that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from generator.faults import (
    Fault,
    Flaw,
    FlawedError,
    StoreError,
    fault_of,
    found,
    step_name,
)
from generator.fetching.addresses import place_of
from generator.files import put, text_of, text_to_check
from generator.front_matter import load_mapping
from generator.identifiers import is_id
from generator.mirroring.comparing import Met
from generator.yaml_lines import located

#: Relative to the content folder.
FOLDER = "intake/mirrors"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.]+")
#: Characters of a name: as many as that of a source may have.
_LONGEST, _DIGITS = 40, 6
_FILE = re.compile(r"[a-z0-9.-]+\.yml")
_HASH = re.compile(r"[0-9a-f]{32}")
#: What is to be done about anything in such a file: nothing is lost with it.
_DO = "remove the whole file, `paperfeed pull` makes it anew"


def name_of(url: str) -> str:
    """The name under which the site at this address is kept: its host and path, as a source's is.

    Raises RefusedError if it is no web address.
    """
    place = place_of(url)
    whole = f"{place.authority}{place.target}".lower()
    slug = _NOT_IN_NAMES.sub("-", whole).strip("-.")
    if len(slug) <= _LONGEST:
        return slug or "site"
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_DIGITS]
    return f"{slug[: _LONGEST - _DIGITS - 1].strip('-.')}-{digest}"


def path_of(name: str) -> str:
    """The file of the site of this name, relative to the content folder."""
    return f"{FOLDER}/{name}.yml"


def load_met(content: Path, name: str) -> Mapping[str, Met]:
    """The records of a site that were met before, by their id; what cannot be read was not.

    Raises StoreError if the disk refuses.
    """
    path = content / path_of(name)
    try:
        data = load_mapping(text_of(path))
    except (FileNotFoundError, FlawedError):
        return {}
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    return {
        id_: Met(said["hash"], said["here"])
        for id_, said in data.items()
        if not any(_flaws_of(id_, said))
    }


def faults_of(content: Path) -> Iterator[Fault]:
    """What is wrong with the files of the sites: they are none, or do not say what they should.

    Raises StoreError if the folder cannot be read.
    """
    top = content / FOLDER
    try:
        paths = sorted(top.iterdir()) if top.is_dir() else []
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    for path in paths:
        if path.name[0] != ".":
            shown = f"{content.name}/{FOLDER}/{path.name}"
            yield from (fault_of(shown, flaw) for flaw in _flaws(path))


def _flaws(path: Path) -> Iterable[Flaw]:
    if not _FILE.fullmatch(path.name):
        return [Flaw("no other site's file, which are <site>.yml; move or remove it")]
    try:
        text = text_to_check(path)
    except FlawedError as error:
        return error.flaws
    try:
        flaws = [flaw for each in load_mapping(text).items() for flaw in _flaws_of(*each)]
    except FlawedError as error:
        flaws = [Flaw(f"{flaw.message}, or {_DO}", flaw.path, flaw.line) for flaw in error.flaws]
    return located(flaws, text)


def _flaws_of(id_: object, said: object) -> Iterator[Flaw]:
    """What is wrong with what is said of one record of the other site."""
    name = step_name(id_)
    if not isinstance(id_, str) or not is_id(id_):
        yield Flaw(f"found {found(id_)}, which is no id; {_DO}", (id_,))
    elif not isinstance(said, dict) or said.keys() != {"hash", "here"}:
        yield Flaw(f"{name}: found {found(said)} that is not `hash` and `here`; {_DO}", (id_,))
    else:
        digest, here = said["hash"], said["here"]
        if not isinstance(digest, str) or not _HASH.fullmatch(digest):
            yield Flaw(f"{name}: hash: found {found(digest)}, no hash; {_DO}", (id_, "hash"))
        if not isinstance(here, str) or not is_id(here):
            yield Flaw(f"{name}: here: found {found(here)}, no id; {_DO}", (id_, "here"))


def keep_met(content: Path, name: str, met: Mapping[str, Met]) -> None:
    """Put the site's file in place. Raises StoreError if the disk refuses."""
    path = content / path_of(name)
    values = {id_: {"hash": met[id_].hash, "here": met[id_].here} for id_ in sorted(met)}
    text = yaml.dump(values, Dumper=_Dumper, sort_keys=False, width=1_000_000)
    try:
        put(content, {path: text.encode()})
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

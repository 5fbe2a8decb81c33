"""Records of other sites that are papers known here under another name: a file a site.

Their manifests do not show it, so each would be asked for again and again. Under
`content/intake/mirrors/`; without such a file nothing is lost but that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from generator.faults import FlawedError, StoreError
from generator.fetching.addresses import place_of
from generator.files import put, text_of
from generator.front_matter import load_mapping
from generator.mirroring.comparing import Met

#: Relative to the content folder.
FOLDER = "intake/mirrors"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.]+")
#: Characters of a name: as many as that of a source may have.
_LONGEST, _DIGITS = 40, 6


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
        id_: Met(str(said["hash"]), str(said["here"]))
        for id_, said in data.items()
        if isinstance(id_, str) and isinstance(said, dict) and said.keys() == {"hash", "here"}
    }


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

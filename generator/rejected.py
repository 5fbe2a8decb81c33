"""Records that were rejected: kept under `content/intake/rejected/`, one small file each.

A file is named by what it holds, so the same record rejected again changes nothing and two forks
never conflict. It goes when the record is taken in.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.admit import Refused, fingerprint
from generator.faults import Fault, Flaw, FlawedError, StoreError, fault_of, printable
from generator.files import put, text_to_check
from generator.front_matter import load_mapping
from generator.yaml_lines import located

#: Relative to the content folder.
FOLDER = "intake/rejected"
_NAME = re.compile(r"[0-9a-f]{16}\.yml")
_BESIDE = Flaw("no source's folder; remove it, or move it out of intake/")
#: Bytes of a record that are kept at most; no paper's are so many.
_MOST = 1_000_000


def kept(content: Path) -> dict[str, frozenset[str]]:
    """The names of the records that are kept, by source.

    Raises StoreError if a folder cannot be read.
    """
    folders = content.joinpath(FOLDER)
    try:
        return {
            folder.name: frozenset(
                file.stem for file in folder.iterdir() if _NAME.fullmatch(file.name)
            )
            for folder in (folders.iterdir() if folders.is_dir() else ())
            if folder.is_dir()
        }
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error


def faults_of(content: Path) -> Iterator[Fault]:
    """What is wrong with files of rejected records: they are no such file, or were edited.

    Raises StoreError if a folder cannot be read.
    """
    top = content / FOLDER
    try:
        paths = list(_paths(top)) if top.is_dir() else []
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    for path in paths:
        shown = f"{content.name}/{path.relative_to(content).as_posix()}"
        for flaw in [_BESIDE] if path.parent == top else _flaws(path):
            yield fault_of(shown, flaw)


def _paths(top: Path) -> Iterator[Path]:
    """What lies in the sources' folders, and what lies beside them; nothing hidden."""
    for path in sorted(top.iterdir()):
        if path.name[0] == ".":
            continue
        if not path.is_dir():
            yield path
            continue
        yield from (each for each in sorted(path.iterdir()) if each.name[0] != ".")


def _flaws(path: Path) -> Iterable[Flaw]:
    """What is wrong with a file or folder that lies in a source's folder."""
    if not _NAME.fullmatch(path.name):
        said = "no rejected record, whose files are 16 hex digits and .yml; move or remove it"
        return [Flaw(said)]
    try:
        text = text_to_check(path)
    except FlawedError as error:
        return error.flaws
    try:
        _look_at(text, path.stem)
    except FlawedError as error:
        return located(error.flaws, text)
    return []


def _look_at(text: str, name: str) -> None:
    """Raises FlawedError if this is not the text of a rejected record's file of this name."""
    fields = load_mapping(text)
    if not isinstance(fields.get("record"), str):
        raise FlawedError([Flaw("record: missing, or no text; remove the file", ("record",))])
    whole = "bytes" not in fields
    try:
        same = not whole or fingerprint(original_of(text.encode())) == name
    except ValueError:
        same = False
    if not same:
        do = "correct the input instead, and remove this file"
        raise FlawedError([Flaw(f"record: edited, which has no effect; {do}", ("record",))])


def path_of(source: str, name: str) -> str:
    """Where a record of a source is kept, relative to the content folder."""
    return f"{FOLDER}/{source}/{name}.yml"


def keep(content: Path, files: Mapping[str, bytes], taken_in: Iterable[str]) -> None:
    """Keep these files and take those away whose records were taken in since.

    A record that is kept already stays as it was. Raises StoreError if the disk refuses.
    """
    try:
        fresh = {content / path: data for path, data in files.items()}
        put(content, {path: data for path, data in fresh.items() if not path.exists()})
        for path in taken_in:
            (content / path).unlink(missing_ok=True)
    except OSError as error:
        where = error.filename or content / FOLDER
        raise StoreError(f"{where}: cannot be written: {error.strerror}") from error


def file_of(refused: Refused, input_: str) -> tuple[str, bytes]:
    """The path, relative to the content folder, and the bytes of the file that keeps a record."""
    fields: dict[str, Any] = {
        "reason": printable(refused.reason),
        "input": printable(input_),
        "where": printable(refused.where),
    }
    part = refused.original[:_MOST]
    if len(part) < len(refused.original):
        fields["bytes"] = len(refused.original)
    try:
        fields["record"] = part.decode()
    except UnicodeDecodeError:
        fields |= {"encoding": "base64", "record": base64.b64encode(part).decode()}
    text = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return path_of(refused.source, fingerprint(refused.original)), text.encode()


def original_of(file: bytes) -> bytes:
    """The record's bytes that such a file holds."""
    fields: Mapping[str, str] = yaml.load(file, Loader=_Loader)  # noqa: S506 - a safe loader
    record = fields["record"]
    return base64.b64decode(record) if "encoding" in fields else record.encode()


_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

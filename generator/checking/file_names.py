"""Files of a content folder by their names: what lies where it has no business, what clashes."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.addresses import url_of
from generator.faults import Fault, printable

_YEAR, _MONTH = re.compile(r"[0-9]{4}"), re.compile(r"0[1-9]|1[0-2]")


def folded(name: str) -> str:
    """The name as file systems see it that know neither case nor forms of Unicode."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def names_below(content: Path) -> Iterator[tuple[str, bool]]:
    """Every file and folder, relative to the folder, and whether it is a folder; none hidden."""
    for folder, folders, files in os.walk(content):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        start = Path(folder).relative_to(content)
        for name in sorted((*folders, *files)):
            if name[0] != ".":
                yield (start / name).as_posix(), name in folders


def clashes(names: Iterable[str], where: str) -> Iterator[Fault]:
    """Each file or folder whose name differs from another's beside it only in case or form."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(folded(name), name)
        if other == name or _above(other) != _above(name):
            continue
        beside = other.rpartition("/")[2]
        how = _difference(beside, name.rpartition("/")[2])
        shown = printable(beside) if how == "case" else ascii(beside)[1:-1]
        said = (
            f"differs from {shown} in {how} only, and may be the same file on another system; "
            "rename one of them"
        )
        yield Fault(printable(f"{where}/{name}"), said)


def _difference(one: str, other: str) -> str:
    """In what two names differ that are one when they are folded."""
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return "Unicode form"
    return "case" if one.casefold() == other.casefold() else "case and Unicode form"


def _above(name: str) -> str:
    return name.rpartition("/")[0]


def strays(names: Iterable[tuple[str, bool]], where: str) -> Iterator[Fault]:
    """Each file or folder below `papers/` and `intake/` that nobody reads there."""
    for name, is_folder in names:
        top, *parts = name.split("/")
        if name == "topics.yml" and is_folder:
            said = "a folder; a file belongs here, remove it"
        elif top == "papers" and (parts or not is_folder):
            said = _stray_of_papers(parts, is_folder)
        elif top == "intake" and (len(parts) == 1 or not parts) and not is_folder:
            said = "no source's folder; remove it, or move it out of intake/"
        else:
            continue
        if said:
            yield Fault(printable(f"{where}/{name}"), said)


def _stray_of_papers(parts: list[str], is_folder: bool) -> str:
    if not is_folder:
        if parts and parts[-1].endswith(".md"):
            return ""  # read as a record, with all that is wrong with it
        return "no record, and not read; move it out of papers/, or name it <id>.md if it is one"
    fits = len(parts) <= 2 and _YEAR.fullmatch(parts[0]) and _MONTH.fullmatch((*parts, "01")[1])
    if fits:
        return ""
    if parts[-1].lower().endswith(".md"):
        return "a folder named like a record; move what it holds to its place and remove it"
    return "no folder of a month; records belong in papers/2025/03/, move them and remove it"


def taken_addresses(pages: Iterable[str], generated: Iterable[str], where: str) -> Iterator[Fault]:
    """Each page by hand that has the place of a generated page, or of another one by hand."""
    made = {folded(url_of(uri)): uri for uri in generated}
    first: dict[str, str] = {}
    for name in pages:
        at = folded(url_of(_as_index(name)))
        if at in made:
            same = "has the name of" if name == made[at] else "would take the address of"
            said = f"{same} a generated page, {made[at]}; rename it"
        elif at in first:
            said = f"has the same address as {printable(first[at])}; rename one of them"
        else:
            first[at] = name
            continue
        yield Fault(printable(f"{where}/{name}"), said)


def _as_index(name: str) -> str:
    """MkDocs makes the page of the folder of a README as well."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/index.md".lstrip("/") if file == "README.md" else name

"""A name as the record has it, in the parts that citations set apart."""

from __future__ import annotations

import re

#: What a family name may begin with in small letters: `van der Maaten`.
_PARTICLES = frozenset(
    "af al am an auf av bin d' da dal dalla das de degli dei del della den der des di do dos du el "
    "ibn la le ten ter van vom von zu zum zur".split()
)
_SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())
#: Words and signs of a group's name, which has no parts.
_OF_GROUPS = frozenset(
    "academy ai association center centre collaboration college committee community company "
    "consortium contributors council department foundation group inc initiative institute lab "
    "laboratory labs network of organisation organization project research school society team the "
    "university".split()
)
_SIGNS_OF_GROUPS = re.compile(r"[0-9:&()/@]")
_WORDS = re.compile(r"\w+")
#: Scripts that write a name without a space or with the family name first.
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def name_parts(name: str) -> dict[str, str]:
    """The name as CSL-JSON has it: `family`, `given`, `suffix`; or `literal` for one without parts.

    Source: https://docs.citationstyles.org/en/stable/specification.html#names
    """
    words = name.replace(",", " ").split()
    if len(words) < 2 or _is_group(name) or (not name.isascii() and _FAMILY_FIRST.search(name)):
        return {"literal": name}
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES else ""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    parts = {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
    return parts | {"suffix": suffix} if suffix else parts


def _is_group(name: str) -> bool:
    low = name.lower()
    if low.replace(" ", "").isalpha():  # as most are
        return not _OF_GROUPS.isdisjoint(low.split())
    return bool(_SIGNS_OF_GROUPS.search(name)) or not _OF_GROUPS.isdisjoint(_WORDS.findall(low))

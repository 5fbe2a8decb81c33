"""arXiv's one-string author lists -> authors, without affiliations and addresses.

Source: https://info.arxiv.org/help/prep.html#author, which asks for `A. One (Inst), B. Two and C.
Three`, numbered affiliations (`A. One (1), B. Two (1 and 2) ((1) Inst, (2) Other)`) and `ABCD
Collaboration: A. One` or `A. One, for the ABCD Collaboration`; and what real lists hold instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import Author

#: Notes that stand at a name in TeX: `$^{1,2}$`, `\\inst{1}`.
_NOTE = re.compile(
    r"\$ ?\^[^$]{0,60}\$|\^\{[^{}]{0,60}\}|\\(?:inst|textsuperscript|thanks) ?\{[^{}]{0,200}\}"
)
#: What divides a list. Escapes and entities are matched so that the marks in them divide nothing.
_MARK = re.compile(
    r"(?P<on> (?:[Oo]n behalf of(?: the)?|[Ff]or the)(?= ))"
    r"|(?P<by> (?:with )?(?:an? )?[Aa]ppendix (?:written )?by(?= ))"
    r"|(?P<also>(?<=[ ,;)])(?:and|AND|&|\\&|&amp;)(?= ))"
    r"|(?P<part>[,;:])|(?P<paren>[()])"
    r"|(?:\\.|&#?[A-Za-z0-9]{1,31};)"
)
_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV|VI{1,3}")
_DEGREE = re.compile(r"(?:Ph\. ?D|PhD|M\. ?D|MD|M\. ?Sc|MSc|B\. ?Sc|BSc|FRS|Esq)\.?")
_OTHERS = re.compile(r"(?:^| )(?:et\.? ?al|others)\.?$", re.IGNORECASE)
_IS_GROUP = re.compile(r"\b(?:collaborations?|consorti(?:um|a)|groups?|teams?)\b", re.IGNORECASE)
_GROUPS = re.compile(r"\b(?:collaborations|consortia|groups|teams)\b", re.IGNORECASE)
#: No name is longer, however many nicknames it holds.
_LONGEST = 200
#: More groups than any paper names in one breath: `the A, B, C and D Collaborations`.
_JOINED = 10
#: Names that are read at most: even ten to a group, they are more than `admit` takes in a record.
_MOST = 250_000


@dataclass(frozen=True, slots=True)
class _Aside:
    """What stood in parentheses."""

    text: str

    @property
    def numbered(self) -> bool:
        """Whether it refers to a list of affiliations: `1`, `1,2`, `1 and 2`."""
        return self.text[:1].isdecimal() and not _has_letter(self.text.replace("and", ""))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stood between two marks; `mark` is the one before it."""

    mark: str
    items: tuple[str | _Aside, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """One name, and the mark before it."""

    mark: str
    text: str


def split_authors(text: str) -> tuple[Author, ...]:
    """The people and groups that an author list of arXiv names, in its order.

    Names stay as they are written, TeX and all. Affiliations, e-mail addresses, degrees and
    `et al.` are left out; a nickname (`Zhe (Rita) Liang`) stays. What is read takes time in
    proportion to the text, whatever it holds.
    """
    flat = _NOTE.sub("", " ".join(("", *text.split())))
    return tuple(Author(name) for name in _grouped(_names(_pieces(flat))))


def _pieces(text: str) -> Iterator[_Piece]:
    mark, start, depth, opened = "", 0, 0, 0
    items: list[str | _Aside] = []
    for found in _MARK.finditer(text):
        kind = found.lastgroup
        if kind == "paren":
            if found[0] == "(":
                if depth == 0:
                    items.append(text[start : found.start()])
                    opened = found.end()
                depth += 1
            elif depth > 0:
                depth -= 1
                if depth == 0:
                    items.append(_Aside(text[opened : found.start()].strip()))
                    start = found.end()
        elif kind and depth == 0 and not (kind == "on" and mark == "on"):
            yield _Piece(mark, (*items, text[start : found.start()]))
            mark, items, start = kind if kind != "part" else found[0], [], found.end()
    # A parenthesis that is never closed takes the rest with it, as on arXiv's own pages.
    yield _Piece(mark, (*items, text[start:]) if depth == 0 else tuple(items))


def _names(pieces: Iterable[_Piece]) -> list[_Name]:
    names: list[_Name] = []
    numbered = False
    for piece in pieces:
        if len(names) >= _MOST:
            return names
        mark, name = piece.mark, ""
        asides: list[_Aside] = []
        for item in piece.items:
            if isinstance(item, _Aside):
                asides.append(item)
                continue
            words = _words(item)
            if not words:
                continue
            if asides and asides[-1].numbered and numbered and (not name or len(asides) > 1):
                # `(1) First Institute, Town, (2) Second Institute`: no name comes any more.
                _add(names, mark, name)
                return names
            numbered = numbered or (bool(name) and any(aside.numbered for aside in asides))
            if not name:
                name = words
            elif len(asides) == 1 and _is_nickname(name, asides[0], words):
                name = f"{name} ({asides[0].text}) {words}"
            else:
                _add(names, mark, name)
                mark, name = ",", words
            asides = []
        _add(names, mark, name)
        numbered = numbered or (bool(name) and any(aside.numbered for aside in asides))
    return names


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _words(item: str) -> str:
    """The words of a name; addresses and the signs of footnotes are none."""
    words = " ".join(word for word in item.replace(")", " ").split() if "@" not in word)
    return words.strip(" *\u2020\u2021\u00a7\u00b6")


def _is_nickname(before: str, aside: _Aside, after: str) -> bool:
    """Whether the parenthesis stands within a name: one word at least is no name by itself."""
    if not _has_letter(aside.text) or aside.text.count(" ") > 1 or "@" in aside.text:
        return False
    if len(before) > _LONGEST:
        return False
    return " " not in before or (" " not in after and not _SUFFIX.fullmatch(after))


def _add(names: list[_Name], mark: str, text: str) -> None:
    name = _OTHERS.sub("", text).strip()
    if mark == "," and names and _SUFFIX.fullmatch(name) and len(names[-1].text) < _LONGEST:
        names[-1] = _Name(names[-1].mark, f"{names[-1].text} {name}")
    elif _has_letter(name) and not _DEGREE.fullmatch(name):
        if name.startswith("for ") and _IS_GROUP.search(name):
            mark, name = "on", name.removeprefix("for ")
        names.append(_Name(mark, name))


def _grouped(names: list[_Name]) -> Iterator[str]:
    """The names, with groups that were taken apart (`the A, B and C Collaborations`) whole."""
    at = 0
    while at < len(names):
        end = _end_of_groups(names, at)
        whole = names[at].text + "".join(
            f"{' and ' if name.mark == 'also' else ', '}{name.text}"
            for name in names[at + 1 : end + 1]
        )
        yield whole.removeprefix("the ") if _IS_GROUP.search(whole) else whole
        at = end + 1


def _end_of_groups(names: list[_Name], at: int) -> int:
    """The index of the last name that says one thing with the one at `at`."""
    first = names[at]
    if _IS_GROUP.search(first.text):
        return at
    named = first.mark == "on" or first.text.startswith("the ")
    listed = named or first.text.startswith("The ") or " " not in first.text
    for index in range(at + 1, min(at + _JOINED, len(names))):
        name = names[index]
        if name.mark not in (",", "also"):
            return at
        if _GROUPS.search(name.text):
            # Whoever stands before a colon with groups is one of them.
            headed = at == 0 and index + 1 < len(names) and names[index + 1].mark == ":"
            return index if listed or headed else at
        if _IS_GROUP.search(name.text):
            return index if named and name.mark == "also" and index == at + 1 else at
    return at

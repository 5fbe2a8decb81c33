"""Parts of pages in the form that templates write, whose nesting the parser has seen before.

To parse each page took a sixth of a build. A template nests its elements in the same few ways on
every page: the parser is asked once what becomes of each, and of what has it again only the tags
are looked at. That is enough where every tag is written out in full, so that it can be read in one
way only, and each one is closed by its own: what a parser does with a tag then follows from the
elements around it.
Source: https://html.spec.whatwg.org/multipage/parsing.html
"""

from __future__ import annotations

import re
from typing import Any

from generator.builder.allowed import PLAIN_LINK, Allowed

_TAGS = re.compile("<[^>]*+>")
_END = re.compile("</[a-z][a-z0-9]*+>")
_TAG = re.compile(r'<([a-z][a-z0-9]*+)((?: [A-Za-z-]++(?:="[^"<>]*+")?+)*+)>')
_ATTRIBUTE = re.compile(r' ([A-Za-z-]++)(?:="([^"]*+)")?+')
#: Where an element begins, or ends.
_STEPS = re.compile("<(/?)([a-z][a-z0-9]*+)")
#: Elements that have no end. Source: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Tags that are kept at a place: those of cards stand on several pages.
_MOST_KEPT = 5_000
#: Parts that are not nested as their tags are; each has cost a second look of the parser.
_MOST_STRANGE = 200

#: A place in the nesting: by a tag, or by an element's name, the place inside of it; by the tag
#: that ends it, the place around.
_Place = dict[str, Any]


class KnownNesting:
    """Tells of parts of pages whether all in them may be there, as far as it has learned.

    What is `allowed` has to allow links as `PLAIN_LINK` has them: the feed's own pages do.
    """

    def __init__(self, allowed: Allowed) -> None:
        self._elements = allowed.elements
        self._top: _Place = {}
        self._strange = 0

    def has(self, fragment: str) -> bool:
        """Whether all in it is allowed, and closed as it was opened; if not, that is not known."""
        tags = _TAGS.findall(fragment)
        if len(tags) != fragment.count("<"):
            return False
        place, is_link = self._top, PLAIN_LINK.fullmatch
        for tag in tags:
            inside = place.get(tag)
            if inside is None:
                inside = place.get("a") if is_link(tag) else self._inside(place, tag)
                if inside is None:
                    return False
                if len(place) < _MOST_KEPT:
                    place[tag] = inside
            place = inside
        return place is self._top

    def learn(self, fragment: str, parsed: str) -> None:
        """Remember how a part is nested; `parsed` is the same as the parser has it, written out.

        Nothing is learned of a part that the parser nests otherwise than its tags are.
        """
        if self._strange >= _MOST_STRANGE:
            return
        steps = _STEPS.findall(fragment)
        if not _is_plain(fragment) or steps != _STEPS.findall(parsed):
            self._strange += 1
            return
        around = [self._top]
        for ends, name in steps:
            if ends:
                around.pop()
                continue
            place = around[-1]
            if name not in place:
                place[name] = place if name in _VOID else {f"</{name}>": place}
            if name not in _VOID:
                around.append(place[name])

    def _inside(self, place: _Place, tag: str) -> _Place | None:
        """Where a tag leads that is allowed, if that is known."""
        found = _TAG.fullmatch(tag)
        inside: _Place | None = place.get(found[1]) if found else None
        if inside is None or not found:
            return None
        known = self._elements[found[1]]
        for name, value in _ATTRIBUTE.findall(found[2]):
            if name not in known:
                return None
            check = known[name]
            if check is not None and ("&" in value or check(value) is None):
                return None
        return inside


def _is_plain(fragment: str) -> bool:
    """Whether each of its tags can be read in one way only."""
    return all(_TAG.fullmatch(tag) or _END.fullmatch(tag) for tag in _TAGS.findall(fragment))

"""What may stand in the part of a page that comes from papers, or from a person's own page.

Of the feed's own pages that is what the fragments write; a person's page may have what Markdown
and its usual extensions make. Neither has what runs, loads, frames or sends anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generator import mathml

#: Of every element of the feed's pages.
_ANY = "aria-describedby aria-hidden aria-label class dir hidden id lang role"
_ATTRIBUTES = {
    "a": "aria-current data-day data-topic download href hreflang rel title type",
    "article": (
        "data-authors data-by data-day data-doi data-others data-pagefind-body data-paper "
        "data-published data-title data-topics data-upvotes data-year"
    ),
    "button": "aria-pressed data-pf-all data-pf-do data-pf-more type",
    "dd": "",
    "details": "data-pf-cite open",
    "div": (
        "aria-labelledby data-first data-follow-topic data-label data-last data-pagefind-ignore "
        "data-pf-authors data-pf-body data-pf-files data-pf-jump data-pf-library "
        "data-pf-searchpage data-pf-tools data-recent data-sorted tabindex"
    ),
    "form": "action autocomplete data-pf-follow method",
    "h2": "tabindex",
    "input": (
        "accept autocomplete data-pf-import data-pf-keys maxlength name placeholder required "
        "spellcheck type"
    ),
    "label": "for",
    "li": "data-pagefind-filter data-topic",
    "nav": "data-pagefind-ignore",
    "ol": "data-pf-list data-pf-results",
    "option": "value",
    "p": (
        "aria-live data-pagefind-ignore data-pf-empty data-pf-feed-note data-pf-new data-pf-plain "
        "data-pf-status"
    ),
    "path": "d",
    "polygon": "points",
    "polyline": "points",
    "rect": "height rx width x y",
    "section": "aria-labelledby data-day data-pagefind-ignore data-papers data-pf-cite",
    "select": "name",
    "span": (
        "aria-current data-all data-by data-day data-keys data-listed data-pagefind-filter "
        "data-pagefind-meta data-pagefind-sort data-pf-count data-status data-year"
    ),
    "strong": "data-pf-stale",
    "summary": "data-pagefind-ignore",
    "svg": "aria-labelledby height preserveAspectRatio viewBox width",
    "text": "x y",
    "th": "scope",
    "time": "datetime",
    "ul": "aria-labelledby data-pagefind-ignore data-pf-filter data-pf-list data-pf-topics",
}
_PLAIN = (
    "bdi blockquote br caption code desc dl dt em figcaption figure h1 h3 header hr kbd noscript "
    "small table tbody td thead title tr"
)
_PROSE_ANY = (
    "align class dir height hidden id lang role tabindex title translate valign width "
    "aria-current aria-describedby aria-hidden aria-label aria-labelledby"
)
_PROSE_ATTRIBUTES = {
    "a": "download href hreflang rel target",
    "abbr": "", "article": "", "aside": "", "b": "", "bdi": "", "bdo": "",
    "blockquote": "cite", "br": "", "caption": "", "cite": "", "code": "",
    "col": "span", "colgroup": "span", "dd": "", "del": "cite datetime", "details": "open name",
    "dfn": "", "div": "data-tabs", "dl": "", "dt": "", "em": "", "figcaption": "", "figure": "",
    "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "hr": "", "i": "",
    "img": "alt decoding loading src", "input": "checked disabled name type", "ins": "datetime",
    "kbd": "", "label": "for", "li": "value", "mark": "", "nav": "", "ol": "reversed start type",
    "p": "", "path": "d fill", "pre": "", "q": "cite", "s": "", "samp": "", "section": "",
    "small": "", "span": "", "strong": "", "sub": "", "summary": "", "sup": "",
    "svg": "fill viewBox xmlns", "table": "", "tbody": "", "td": "colspan rowspan style",
    "tfoot": "", "th": "colspan rowspan scope style", "thead": "", "time": "datetime", "tr": "",
    "u": "", "ul": "", "var": "", "wbr": "",
}  # fmt: skip

#: An address of the web, or one on this site: browsers take blanks and backslashes out or turn
#: them, and two slashes for another host.
_WEB = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s\\\x00-\x20]+"
_HERE = r"(?!//)[^\s:/?#\\\x00-\x20]*(?:[/?#][^\s\\\x00-\x20]*)?"
_MAIL = r"mailto:[^\s\\\x00-\x20]+"

#: Gives None for a value of an attribute that may not be there.
Check = Callable[[str], object]


def _is(pattern: str) -> Check:
    return re.compile(pattern, re.DOTALL).fullmatch


@dataclass(frozen=True, slots=True)
class Allowed:
    """The attributes that elements may have, and checks of what some of them say."""

    elements: Mapping[str, Mapping[str, Check | None]]


def _allowed(elements: Mapping[str, Iterable[str]], checks: Mapping[str, Check]) -> Allowed:
    return Allowed(
        {
            element: {name: checks.get(name) for name in attributes}
            for element, attributes in elements.items()
        }
    )


_OF_MATH = mathml.ATTRIBUTES | {"alttext", "class", "mathvariant"}
_MATH = dict.fromkeys(mathml.ELEMENTS, _OF_MATH)
#: What the feed's own pages may have.
OURS = _allowed(
    {
        **{name: f"{_ANY} {own}".split() for name, own in _ATTRIBUTES.items()},
        **{name: _ANY.split() for name in _PLAIN.split()},
        **_MATH,
    },
    {
        "href": _is(f"{_WEB}|{_HERE}"),
        "action": _is(_HERE),
        "id": _is("pf-[a-z-]+|abstract|why-[a-z0-9-]+|year-[0-9]{4}"),
        "mathvariant": _is("normal"),
        "name": _is("name|q|topic|year"),
        "type": _is("button|checkbox|file|search|submit|text|(?:text|application)/[a-z0-9.+-]+"),
    },
)
#: What pages by hand may have. The ids and classes of the theme and the feed are not for them, and
#: for the class `mermaid` the theme would load a script from elsewhere.
PROSE = _allowed(
    {
        **{name: f"{_PROSE_ANY} {own}".split() for name, own in _PROSE_ATTRIBUTES.items()},
        **_MATH,
        "-comment": (),
    },
    {
        "href": _is(f"{_WEB}|{_HERE}|{_MAIL}"),
        "src": _is(_HERE),
        "cite": _is(f"{_WEB}|{_HERE}"),
        "id": _is(r"(?!__(?!tabbed_|code|span)|pf-|(?:document|window)\Z)[\w.:-]+"),
        "class": _is(r"(?!(?:.*\s)?(?:mermaid(?:\s|\Z)|pf-|md-(?!button))).*"),
        "for": _is("__tabbed_[0-9_]+"),
        "name": _is("__tabbed_[0-9_]+"),
        "type": _is("checkbox|radio|[1aAiI]"),
        "style": _is("text-align: ?(?:left|right|center);?"),
    },
)
#: The small pages that lead on from an address that a paper had.
REDIRECT = _allowed(
    {
        "html": ("lang",), "head": (), "title": (), "body": (), "p": (), "a": ("href",),
        "meta": ("charset", "name", "http-equiv", "content"), "link": ("rel", "href"),
    },
    {
        "href": _is(f"{_WEB}|{_HERE}"),
        "content": _is(rf"noindex|default-src 'none'|0; url={_HERE}"),
        "http-equiv": _is("Content-Security-Policy|refresh"),
    },
)  # fmt: skip
_RELATIONS, _TYPES = "cite-as|describedby|alternate", "application/json|text/markdown"
#: What stands in the head of a page and comes from a paper.
HEAD = _allowed(
    {"meta": ("name", "content"), "link": ("rel", "type", "href")},
    {
        "href": _is(f"{_WEB}|{_HERE}"),
        "name": _is("citation_[a-z_]+"),
        "rel": _is(_RELATIONS),
        "type": _is(_TYPES),
    },
)
#: The same where no value can end its tag or be read otherwise than it stands there: what a parser
#: would find is known without one, in an eighth of the time.
PLAIN_HEAD = re.compile(
    rf'(?:<meta name="citation_[a-z_]++" content="[^"<>]*+">|<link rel="(?:{_RELATIONS})"'
    rf'(?: type="(?:{_TYPES})")?+ href="(?:https?://|\.\./)[^\s\\"<>&\x00-\x20]++">|\n)*+'
)
_PLAIN = r'[^\s\\"<>&\x00-\x20]*+'
#: The same of links as the fragments write them.
PLAIN_LINK = re.compile(
    rf'<a(?: class="[^"<>]*+")?+ href="(?:https?://[\w.-]++|(?:\.\./)++){_PLAIN}(?:&amp;{_PLAIN})*+"'
    r'(?: (?:rel|aria-describedby)="[^"<>]*+")?+>'
)

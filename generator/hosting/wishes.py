"""What a community wants of its site, as it says it to `paperfeed init`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from generator.addresses import slug_of
from generator.fetching.addresses import place_of
from generator.fetching.arxiv_categories import unknown_categories
from generator.fetching.errors import RefusedError
from generator.fetching.kinds import kind_of
from generator.fields import is_source
from generator.hosting.shipped import DESCRIPTION
from generator.mirroring.address import site_of
from generator.text import clean_line

#: Kinds of source by the word before the colon; arXiv's is the one that forgets no day.
_ARXIV = {"arxiv": "arxiv-oai", "arxiv-oai": "arxiv-oai", "arxiv-api": "arxiv-api"}
_ARXIV |= {"arxiv-rss": "arxiv-rss"}
_HF = ("hf", "hf-daily")
_MIRROR = "mirror:"
_NAMED = re.compile(r"(?:(?P<name>[^=:/]*)=)?(?P<address>https?://.*)")
FORMS = (
    "write hf-daily, arxiv:q-bio.GN (several with commas), the address of a feed "
    "(also with a name, biorxiv=https://...), or mirror:https://other.site/"
)


class WishError(ValueError):
    """What was said cannot be meant; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the site is called, what it is, which sources it asks and which other sites; None is
    left as it is.
    """

    name: str | None = None
    description: str | None = None
    sources: tuple[Mapping[str, Any], ...] | None = None
    mirrors: tuple[str, ...] | None = None
    language: str | None = None


def sources_named(
    texts: Iterable[str], known: Iterable[Mapping[str, Any]] = ()
) -> tuple[dict[str, Any], ...]:
    """The sources, as `mkdocs.yml` has them; categories of one kind are asked for together.

    What is said of one of the `known` leaves its other settings as they are. Mirrors are left to
    `mirrors_named`. Raises WishError with the first that is neither.
    """
    known = tuple(known)
    as_it_is = {word_of(source): source for source in known}
    found: list[dict[str, Any]] = []
    for text in (text.strip() for text in texts):
        if text.startswith(_MIRROR):
            continue
        source = deepcopy(dict(as_it_is.get(text) or _with_settings(_source(text), known)))
        same = [each for each in found if each["kind"] == source["kind"] and "url" not in each]
        if same and "categories" in source and "url" not in source:
            have = same[0]["categories"]
            have += [each for each in source["categories"] if each not in have]
        elif source not in found:
            found.append(source)
    _name_each(found)
    return tuple(found)


def _with_settings(source: dict[str, Any], known: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The source with the settings that it has already, and those of a feed in their order."""
    same = (each for each in known if each.get("kind") == source["kind"])
    old = next((each for each in same if each.get("url") == source.get("url")), {})
    if "url" in source:
        name = slug_of(_host(source["url"]))
        return {"kind": "feed", "name": name, **old, **source}
    return {**old, **source}


def _name_each(sources: Sequence[Mapping[str, Any]]) -> None:
    """Raises WishError if two are called the same."""
    names: dict[str, Mapping[str, Any]] = {}
    for source in sources:
        kind = kind_of(str(source["kind"]))
        name = str(source.get("name") or (kind.source if kind else ""))
        if name not in names:
            names[name] = source
        elif source["kind"] == "feed":
            do = f"give each a name of its own, as in other-name={source['url']}"
            raise WishError(f"two sources are called {name}; {do}")
        else:
            do = "ask for its papers in one way, or give one a `name:` in mkdocs.yml"
            raise WishError(f"two sources are called {name}; {do}")


def mirrors_named(texts: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the mirrors among these. Raises WishError with the first that is none."""
    named = (text.strip() for text in texts)
    try:
        sites = [site_of(text.removeprefix(_MIRROR)) for text in named if text.startswith(_MIRROR)]
    except RefusedError as error:
        raise WishError(f"{_MIRROR} {error}") from None
    return tuple(dict.fromkeys(sites))


def _source(text: str) -> dict[str, Any]:
    word, colon, rest = text.partition(":")
    if word in _HF and not colon:
        return {"kind": "hf-daily"}
    if word in _ARXIV and colon:
        categories = [each.strip() for each in rest.split(",") if each.strip()]
        if unknown := unknown_categories(categories):
            raise WishError(unknown[0])
        if categories:
            return {"kind": _ARXIV[word], "categories": list(dict.fromkeys(categories))}
    if named := _NAMED.fullmatch(text):
        name, address = named["name"], named["address"]
        if name is not None and not is_source(name):
            do = "write its name in lower-case letters, digits and -, as in biorxiv=https://..."
            raise WishError(f"found `{text[:60]}`; {do}")
        try:
            host = _host(address)
        except RefusedError as error:
            raise WishError(f"{error}; {FORMS}") from None
        if slug_of(host):
            return {"kind": "feed"} | ({"name": name} if name else {}) | {"url": address}
    raise WishError(f"found `{text[:60]}`; {FORMS}")


def _host(address: str) -> str:
    return place_of(address).host.removeprefix("www.")


def word_of(source: Mapping[str, Any]) -> str:
    """How a source is named to `sources_named`."""
    kind = str(source.get("kind"))
    if kind == "feed":
        name, url = source.get("name"), str(source.get("url"))
        return url if name == _name_by_host(url) else f"{name}={url}"
    if kind in _ARXIV:
        categories = (str(each) for each in source.get("categories") or ())
        return f"{kind.removesuffix('-oai')}:{','.join(categories)}"
    return kind


def words_of(sources: Iterable[Mapping[str, Any]], mirrors: Iterable[str]) -> list[str]:
    """How they are named one by one, each category of arXiv by itself."""
    words = []
    for source in sources:
        several = source.get("categories") if source.get("kind") in _ARXIV else None
        if isinstance(several, list) and several:
            words += [word_of({**source, "categories": [each]}) for each in several]
        else:
            words.append(word_of(source))
    return [*words, *(f"{_MIRROR}{site}" for site in mirrors)]


def _name_by_host(url: str) -> str:
    try:
        return slug_of(_host(url))
    except RefusedError:
        return ""


def description_of(sources: Iterable[Mapping[str, Any]], mirrors: Iterable[str] = ()) -> str:
    """What a site of these sources and mirrors is, in a sentence, until people write their own."""
    parts = []
    for source in sources:
        kind, url = source.get("kind"), str(source.get("url"))
        if kind == "hf-daily":
            parts.append("Hugging Face's Daily Papers")
        elif kind in _ARXIV:
            parts.append(f"arXiv's {_joined([str(each) for each in source['categories']])}")
        else:
            name = source.get("name")
            parts.append(_host(url) if name == _name_by_host(url) else str(name))
    parts += [place_of(site).host for site in mirrors]
    whose = f" of {_joined(parts)}" if parts else ""
    return f"New papers{whose}, day by day, to browse, search and follow."


def _joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; a comma also before the last `and` that is not the first."""
    if len(parts) < 2:
        return "".join(parts)
    comma = "," if any(" and " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} and {parts[-1]}"


def is_written(have: Wishes) -> bool:
    """Whether people wrote what the site is: neither is it ours nor was it made of the sources."""
    try:
        made = description_of(have.sources or (), have.mirrors or ())
    except (KeyError, RefusedError):
        made = DESCRIPTION
    return have.description not in (None, DESCRIPTION, made)


def said_line(what: str, text: str) -> str:
    """A line of text as a setting; raises WishError if there is nothing in it."""
    line = clean_line(text)
    if not line:
        raise WishError(f"{what}: found nothing; say it in a few words")
    return line

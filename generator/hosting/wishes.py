"""What a community wants of its site, as it says it to `paperfeed init`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.addresses import slug_of
from generator.fetching.addresses import place_of
from generator.fetching.arxiv_categories import unknown_categories
from generator.fetching.errors import RefusedError
from generator.mirroring.address import site_of
from generator.text import clean_line

#: Kinds of source by the word before the colon; arXiv's is the one that forgets no day.
_ARXIV = {"arxiv": "arxiv-oai", "arxiv-oai": "arxiv-oai", "arxiv-api": "arxiv-api"}
_ARXIV |= {"arxiv-rss": "arxiv-rss"}
_HF = ("hf", "hf-daily")
_MIRROR = "mirror:"
FORMS = (
    "write hf-daily, arxiv:q-bio.GN (several with commas), the address of a feed, "
    "or mirror:https://other.site/"
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


def sources_named(texts: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """The sources, as `mkdocs.yml` has them; categories of one kind are asked for together.

    Mirrors are left to `mirrors_named`. Raises WishError with the first that is neither.
    """
    found: list[dict[str, Any]] = []
    for text in texts:
        if text.strip().startswith(_MIRROR):
            continue
        source = _source(text.strip())
        same = [each for each in found if each["kind"] == source["kind"] and "url" not in each]
        if same and "categories" in source:
            have = same[0]["categories"]
            have += [each for each in source["categories"] if each not in have]
        elif source not in found:
            found.append(source)
    names = [each["name"] for each in found if "name" in each]
    for name in names:
        if names.count(name) > 1:
            raise WishError(f"two feeds of {name}; add the second in mkdocs.yml, with a `name:`")
    return tuple(found)


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
    if word in ("http", "https") and rest.startswith("//"):
        try:
            host = place_of(text).host.removeprefix("www.")
        except RefusedError as error:
            raise WishError(f"{error}; {FORMS}") from None
        if name := slug_of(host):
            return {"kind": "feed", "name": name, "url": text}
    raise WishError(f"found `{text[:60]}`; {FORMS}")


def description_of(sources: Iterable[Mapping[str, Any]], mirrors: Iterable[str] = ()) -> str:
    """What a site of these sources and mirrors is, in a sentence, until people write their own."""
    parts = []
    for source in sources:
        if source["kind"] == "hf-daily":
            parts.append("Hugging Face's Daily Papers")
        elif source["kind"] == "feed":
            parts.append(source["name"])
        else:
            parts.append(f"arXiv's {', '.join(source['categories'])}")
    parts += [place_of(site).host for site in mirrors]
    whose = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"New papers{f' of {whose}' if whose else ''}, day by day, to browse, search and follow."


def said_line(what: str, text: str) -> str:
    """A line of text as a setting; raises WishError if there is nothing in it."""
    line = clean_line(text)
    if not line:
        raise WishError(f"{what}: found nothing; say it in a few words")
    return line

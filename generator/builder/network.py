"""Whom `mkdocs.yml` names to be asked over the network, and how: sources, mirrors, manners."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from generator import __version__
from generator.builder.options import PaperfeedConfig, SourceConfig
from generator.fetching.addresses import Network, place_of
from generator.fetching.asking import FetchedSource
from generator.fetching.client import Manners
from generator.fetching.errors import RefusedError
from generator.fetching.http import Limits
from generator.fetching.kinds import kind_of
from generator.fields import is_source
from generator.mirroring.address import site_of

_CLOSED = re.compile(r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}")


class OptionError(ValueError):
    """Options that cannot be meant; the message says which and what to write."""


def sources_of(config: PaperfeedConfig) -> tuple[FetchedSource, ...]:
    """The sources that the options name; raises OptionError with what is wrong with one."""
    return _checked([_source(number, each) for number, each in enumerate(config.sources)])


def _source(number: int, given: SourceConfig) -> FetchedSource:
    where = f"sources[{number}]"
    kind = kind_of(given.kind)
    if kind is None:
        raise OptionError(f"{where}.kind: found `{given.kind}`")
    for need in kind.needs:
        if not given[need]:
            raise OptionError(f"{where}.{need}: missing; {kind.name} needs it")
    try:
        place_of(given.url or kind.url or "")
    except RefusedError as error:
        raise OptionError(f"{where}.url: {error}") from None
    name = given.name or kind.source
    if not is_source(name):
        raise OptionError(
            f"{where}.name: found `{name[:40]}`; write lower-case letters, digits and -"
        )
    closed = [str(day) for day in given.closed]
    for day in closed:
        if not _CLOSED.fullmatch(day):
            raise OptionError(f"{where}.closed: found `{day[:20]}`; write '12-25' or '2026-11-26'")
    return FetchedSource(
        name, kind.name, tuple(given.categories), given.url, frozenset(closed), given.pause
    )


def _checked(sources: Sequence[FetchedSource]) -> tuple[FetchedSource, ...]:
    for number, source in enumerate(sources):
        if any(other.name == source.name for other in sources[:number]):
            raise OptionError(
                f"sources[{number}].name: `{source.name}` stands twice; give each source its own"
            )
    return tuple(sources)


def mirrors_of(config: PaperfeedConfig) -> tuple[str, ...]:
    """The addresses of the sites that the options name, each with a slash at its end.

    Raises OptionError with what is wrong with one.
    """
    sites: list[str] = []
    for number, text in enumerate(config.mirrors):
        try:
            site = site_of(text)
        except RefusedError as error:
            raise OptionError(f"mirrors[{number}]: {error}") from None
        if site in sites:
            raise OptionError(f"mirrors[{number}]: found {site[:100]} twice; write each site once")
        sites.append(site)
    return tuple(sites)


def manners_of(config: PaperfeedConfig, site_url: str) -> Manners:
    """How the client behaves; raises OptionError with what is wrong with an option."""
    fetch = config.fetch
    for name in ("deadline", "timeout", "attempts", "wait"):
        if fetch[name] <= 0 and not (name == "wait" and fetch[name] == 0):
            raise OptionError(f"fetch.{name}: found {fetch[name]}; write a number above 0")
    networks: list[Network] = []
    for text in fetch.private_networks:
        try:
            networks.append(ipaddress.ip_network(text))
        except ValueError as error:
            raise OptionError(
                f"fetch.private_networks: {error}; write such as 10.0.0.0/8"
            ) from None
    return Manners(
        user_agent=f"Paperfeed/{__version__} (+{ascii(site_url)[1:-1]})",
        private_networks=tuple(networks),
        limits=Limits(silence=fetch.timeout),
        attempts=fetch.attempts,
        wait=fetch.wait,
    )


def pauses_of(sources: Sequence[FetchedSource]) -> dict[str, float]:
    """The seconds between two requests, by host; what a kind's own host asks for is the least."""
    pauses: dict[str, float] = {}
    for source in sources:
        kind = kind_of(source.kind)
        if kind is None:
            continue
        host = place_of(source.url or kind.url or "").host
        own = bool(kind.host) and (host == kind.host or host.endswith(f".{kind.host}"))
        pause = kind.pause if source.pause is None else source.pause
        group = kind.host if own else host
        pauses[group] = max(pauses.get(group, 0.0), pause, kind.pause if own else 0.0)
    return pauses

"""Which addresses may be asked: http and https, on hosts that are not private.

A name is resolved here, each of its addresses is checked, and the connection goes to one of those:
a name that says something else a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from generator.fetching.errors import RefusedError, TransientError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
#: RFC 6052: an IPv4 address in the last 32 bits.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: RFC 4291, 2.4: what IANA gives out. Beyond it are forms of IPv4 addresses that few know of.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Place:
    """A URL taken apart: where to connect, and what to ask there."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The `Host` that the request names."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place:
    """The URL taken apart; raises RefusedError for what is no web address."""
    if _NOT_IN_URLS.search(url):
        raise RefusedError(f"{url[:100]!r} is no web address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _host(parts)
    except ValueError as error:
        raise RefusedError(f"{url[:100]} is no web address: {error}") from None
    if parts.scheme not in _PORTS:
        raise RefusedError(f"{url[:100]} is not http or https")
    if not host:
        raise RefusedError(f"{url[:100]} names no host")
    if parts.username is not None or parts.password is not None:
        raise RefusedError(f"an address with a name or password in it, at {host[:100]}")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise RefusedError(f"{url[:100]} is no web address: write it with %-escapes")
    return Place(parts.scheme, host, port or _PORTS[parts.scheme], target)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        raise ValueError("its host is no name") from None


def resolved(place: Place, allowed: tuple[Network, ...], seconds: float) -> tuple[str, ...]:
    """The addresses of a place, each of which may be asked; `allowed` are private ones that may.

    Raises RefusedError if one of them may not, TransientError if the name is not known now.
    """
    addresses = tuple(dict.fromkeys(_look_up(place, seconds)))
    for address in addresses:
        found = ipaddress.ip_address(address.partition("%")[0])
        if not _is_public(found) and not any(found in network for network in allowed):
            named = "" if str(found) == place.host else f" ({found})"
            raise RefusedError(
                f"{place.host[:100]}{named} is a private address; "
                "if it is meant, name it under `private_networks` in mkdocs.yml"
            )
    return addresses


def _look_up(place: Place, seconds: float) -> list[str]:
    """Ask the resolver, which has no time-out of its own, for so many seconds at most."""
    answers: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            answers.put([str(item[4][0]) for item in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TransientError(f"{place.host[:100]}: no answer about its name in time") from None
    if isinstance(answer, UnicodeError):
        raise RefusedError(f"{place.host[:100]} is no host's name") from None
    if isinstance(answer, OSError):
        raise TransientError(f"{place.host[:100]}: the name is not known ({answer.strerror})")
    return answer


def _is_public(address: _Address) -> bool:
    """Whether an address is one of the public Internet's, itself and what it stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
            if inner is not None and not _is_public(inner):
                return False
        if address.ipv4_mapped is not None:
            return True
        if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast

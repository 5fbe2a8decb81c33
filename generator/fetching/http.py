"""One HTTP request, within limits: of time in all, of silence, of bytes after unpacking.

Sources: RFC 9110 and RFC 9112; urllib3 speaks the protocol.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.ssl_match_hostname import CertificateError

from generator.fetching.addresses import Network, Place, resolved
from generator.fetching.errors import FetchError, TransientError

_CHUNK = 65_536
_GZIP = b"\x1f\x8b"
#: A certificate that is not for this host, or that nobody vouches for.
_DISTRUSTED = (ssl.SSLCertVerificationError, CertificateError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may take: seconds of silence, seconds in all, bytes of its unpacked body."""

    silence: float = 30.0
    seconds: float = 180.0
    size: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; the names of headers are in lower case, the body is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def request(
    place: Place, headers: Mapping[str, str], limits: Limits, allowed: tuple[Network, ...]
) -> Response:
    """Ask a place once, over a connection of its own.

    Raises TransientError where the network or the server failed, FetchError where asking again
    would be no better, RefusedError where the place may not be asked.
    """
    ends = time.monotonic() + limits.seconds
    addresses = resolved(place, allowed, min(limits.silence, limits.seconds))
    last: TransientError | None = None
    for address in addresses:
        left = ends - time.monotonic()
        if left <= 0:
            break
        connection = _connection(place, address, min(limits.silence, left))
        try:
            with _cut_off(connection, left) as is_cut:
                connection.connect()
        except _DISTRUSTED as error:
            why = getattr(error, "verify_message", "") or str(error)
            connection.close()
            raise FetchError(f"{place.host}: no safe connection ({why})") from None
        except (HTTPError, HTTPException, OSError) as error:
            why = "took too long" if is_cut.is_set() else _cause(error)
            last = TransientError(f"{place.host}: no connection ({why})")
            connection.close()
            continue
        sock = connection.sock
        try:
            return _answer(connection, place, headers, limits, ends)
        finally:
            connection.close()
            # An answer that was not read to its end still holds the socket.
            if sock is not None and (left_open := sock.detach()) >= 0:
                os.close(left_open)
    raise last or TransientError(f"{place.host}: no connection in time")


def _connection(place: Place, address: str, timeout: float) -> HTTPConnection:
    if place.scheme == "http":
        return HTTPConnection(address, place.port, timeout=timeout)
    return HTTPSConnection(
        address,
        place.port,
        timeout=timeout,
        ssl_context=ssl.create_default_context(),
        server_hostname=place.host,
    )


def _answer(
    connection: HTTPConnection,
    place: Place,
    headers: Mapping[str, str],
    limits: Limits,
    ends: float,
) -> Response:
    own = {"Host": place.authority, "Accept-Encoding": "gzip", "Connection": "close"}
    with _cut_off(connection, ends - time.monotonic()) as is_cut:
        try:
            connection.request(
                "GET",
                place.target,
                headers=own | dict(headers),
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            # Of an error the status is of interest; whatever follows it does no harm.
            body = _body(response, limits) if response.status == 200 else b""
        except (HTTPError, HTTPException, OSError, FetchError) as error:
            if not is_cut.is_set():
                if isinstance(error, FetchError):
                    raise
                why = f"the answer was cut off ({_cause(error)})"
                raise TransientError(f"{place.host}: {why}") from None
    if is_cut.is_set():
        seconds = round(limits.seconds, 1)
        said = f"{place.host}: the answer was not done in"
        raise TransientError(f"{said} {seconds:g} s", reason=f"{said} time")
    return Response(
        response.status, {name.lower(): value for name, value in response.headers.items()}, body
    )


def _body(response: BaseHTTPResponse, limits: Limits) -> bytes:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"the answer is packed as `{encoding[:40]}`, which nobody asked for")
    chunks = response.stream(_CHUNK, decode_content=False)
    body = _joined(_unpacked(chunks) if "gzip" in encoding else chunks, limits)
    if body.startswith(_GZIP):  # a file that is itself packed: unpacked within the same limit
        body = _joined(_unpacked(iter((body,))), limits)
    if body.startswith(_GZIP):
        raise FetchError("the answer is packed again and again")
    return body


def _joined(chunks: Iterator[bytes], limits: Limits) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in chunks:
        size += len(part)
        if size > limits.size:
            raise FetchError(f"the answer is larger than {limits.size:,} bytes")
        parts.append(part)
    return b"".join(parts)


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes that were packed by gzip, never many at once; cut short is an error."""
    unpacker = zlib.decompressobj(wbits=31)
    begun = False
    for chunk in chunks:
        rest = chunk
        while rest:
            begun = True
            try:
                part = unpacker.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise TransientError(f"the answer is broken gzip ({error})") from None
            if part:
                yield part
            if unpacker.eof:
                # RFC 1952: members may follow one another.
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(wbits=31)
                begun = bool(rest)
            else:
                rest = unpacker.unconsumed_tail
    if begun:
        raise TransientError("the answer is gzip that was cut short")


@contextmanager
def _cut_off(connection: HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Cut the connection off after so many seconds, however slowly it goes on; whether it was.

    Time-outs of a socket are for each read: a byte every now and then never meets them.
    """
    is_cut = threading.Event()
    # A connection lets go of its socket when the headers have come; until then it may make one.
    held = connection.sock

    def cut() -> None:
        is_cut.set()
        sock = held or connection.sock
        if sock is not None:
            with suppress(OSError):  # it was closed in the meantime
                sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, seconds), cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_cut
    finally:
        timer.cancel()


def _cause(error: BaseException) -> str:
    """The innermost reason that says something."""
    inner: BaseException | None = error
    said = ""
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        said = str(inner) or said
        nested = inner.args[-1] if inner.args else None
        inner = nested if isinstance(nested, BaseException) else inner.__cause__
    return (said or type(error).__name__)[:200]

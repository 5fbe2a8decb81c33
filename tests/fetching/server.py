"""An HTTP server on loopback that answers, byte for byte, whatever a test wants, however wrong.

An answer is a function of what was asked and of the line back to who asked; nothing is added to
what it sends, and nothing it sends is checked.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

#: Seconds after which a line is given up, should a client never hang up.
_LONGEST = 20.0


@dataclass(frozen=True)
class Asked:
    """A request: its address, its headers (names in lower case), and when it came and was done."""

    target: str
    headers: Mapping[str, str]
    begun: float

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))


@dataclass
class Line:
    """The way back to who asked."""

    sock: socket.socket
    closing: threading.Event

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes, seconds: float = 0.05) -> None:
        """A byte every so many seconds."""
        for number in range(len(data)):
            if self.closing.wait(seconds):
                return
            self.send(data[number : number + 1])

    def repeat(self, data: bytes, seconds: float = 0.0) -> None:
        """The same for ever."""
        ends = time.monotonic() + _LONGEST
        while time.monotonic() < ends and not self.closing.wait(seconds):
            self.send(data)

    def hold(self) -> None:
        """Say nothing more until the other side hangs up."""
        with suppress(OSError):
            self.sock.settimeout(_LONGEST)
            while self.sock.recv(65_536):
                pass

    def reset(self) -> None:
        """Break the connection off, as a machine does that knows nothing of it."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Answer = Callable[[Asked, Line], None]


def head(
    status: int | str = 200,
    headers: Mapping[str, str] | None = None,
    *,
    moment: datetime | None = None,
) -> bytes:
    """The bytes of a status line and of headers, no more of them than are given."""
    given = dict(headers or {})
    if moment is not None:
        given.setdefault("Date", format_datetime(moment, usegmt=True))
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def reply(
    body: bytes = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    moment: datetime | None = None,
) -> bytes:
    """The bytes of an answer whose length is as it says, if it does not say otherwise."""
    given = {"Content-Length": str(len(body)), **(headers or {})}
    return head(status, given, moment=moment) + body


def chunked(parts: Iterable[bytes]) -> bytes:
    """A body in chunks, without the end."""
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)


def says(data: bytes) -> Answer:
    """An answer that sends these bytes and hangs up."""

    def answer(asked: Asked, line: Line) -> None:
        line.send(data)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other; the last one for ever."""
    rest = list(answers)

    def answer(asked: Asked, line: Line) -> None:
        (rest.pop(0) if len(rest) > 1 else rest[0])(asked, line)

    return answer


@dataclass
class Server:
    """Listens while the `with` block runs; `answers` are by the first part of the path."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "") -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def asked_at(self, name: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.split("/")[1] == name]

    def __enter__(self) -> Server:
        self._listener = socket.create_server((self.host, 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            left = list(self._open)
        for sock in left:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_LONGEST)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.settimeout(_LONGEST)
            with self._lock:
                self._open.add(sock)
            self._start(lambda sock=sock: self._serve(sock))  # type: ignore[misc]

    def _serve(self, plain: socket.socket) -> None:
        sock = plain
        try:
            with suppress(OSError, ValueError):
                if self.tls:
                    sock = self.tls.wrap_socket(plain, server_side=True)
                    with self._lock:
                        self._open.add(sock)
                asked = _request(sock)
                if asked is not None:
                    self.asked.append(asked)
                    line = Line(sock, self._closing)
                    self.answers.get(asked.path.split("/")[1], _NOTHING)(asked, line)
                    _end(sock)
        finally:
            with self._lock:
                self._open -= {plain, sock}
            sock.close()
            plain.close()


_NOTHING = says(reply(b"nothing here", 404))


def _request(sock: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65_536)
        if not part:
            return None
        data += part
        if data[:1] == b"\x16":  # the first byte of TLS, to a server that knows none
            sock.sendall(reply(b"speak HTTP", 400))
            return None
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    lowered = {name.lower(): value for name, value in headers.items()}
    return Asked(first.split(" ")[1], lowered, time.monotonic())


def _end(sock: socket.socket) -> None:
    """Hang up so that all that was sent arrives: only once the other side has hung up."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_WR)
        sock.settimeout(2)
        while sock.recv(65_536):
            pass

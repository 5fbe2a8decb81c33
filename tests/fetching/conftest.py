"""What the tests of fetching share: a world of two sources, and names that mean what is said."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.fetching.server import Server
from tests.fetching.world import World
from tests.loopback import no_waiting_for_the_disk, server

__all__ = ["no_waiting_for_the_disk", "server"]

#: The addresses of each name; a name that is not here is not known.
Names = dict[str, list[str]]


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Nothing leaves this machine: no resolver is asked, and only loopback is connected to."""
    known: Names = {"localhost": ["127.0.0.1"]}
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def resolve(host: Any, port: Any, *rest: Any, **named: Any) -> list[Any]:
        if host in known:
            return [found for one in known[host] for found in look_up(one, port, *rest, **named)]
        return look_up(host, port, *rest, **{**named, "flags": socket.AI_NUMERICHOST})

    def connect_here(self: socket.socket, address: Any) -> None:
        assert str(address[0]).startswith("127."), f"a connection to {address}"
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect_here)
    return known


@pytest.fixture
def world(server: Server, tmp_path: Path) -> World:
    return World(server, tmp_path / "content")

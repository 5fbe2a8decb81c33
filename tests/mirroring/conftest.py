"""What the tests of mirroring share: another site on loopback, and a content folder here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.server import Server
from tests.mirroring.other import Other


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def other(server: Server, tmp_path: Path) -> Other:
    return Other(server, tmp_path / "content")

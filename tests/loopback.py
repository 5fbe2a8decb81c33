"""Fixtures of tests that ask a server on loopback and write what it says."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.fetching.server import Server


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that a test tells what to answer."""
    with Server() as running:
        yield running

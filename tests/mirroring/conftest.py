"""What the tests of mirroring share: another site on loopback, and a content folder here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fetching.server import Server
from tests.loopback import no_waiting_for_the_disk, server
from tests.mirroring.other import Other

__all__ = ["no_waiting_for_the_disk", "server"]


@pytest.fixture
def other(server: Server, tmp_path: Path) -> Other:
    return Other(server, tmp_path / "content")

"""What the hostile tests share: the browser of the browser tests."""

from __future__ import annotations

from tests.browser.conftest import browser

__all__ = ["browser"]

"""The one browser of a run, for all tests that look at pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; where there is none the tests are skipped, in CI they fail."""
    with sync_playwright() as playwright:
        try:
            launched = _launch(playwright)
        except PlaywrightError as error:
            message = f"no browser: {str(error).splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        yield launched
        launched.close()


def _launch(playwright: Playwright) -> Browser:
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        # A name alone proves nothing: Ubuntu's chromium-browser may only point to a snap.
        if (path := shutil.which(name)) and _runs(path):
            return playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
    return playwright.chromium.launch(args=_ARGUMENTS)


def _runs(path: str) -> bool:
    try:
        return not subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False

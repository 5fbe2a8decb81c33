#!/bin/sh
# Sees to it that the browser tests have a browser: one that is here, else Debian's Chromium
# where root may install it, else Playwright's own. The headless shell is the same engine without
# the windows, and tests take half as long in it.
set -u

for each in chromium-headless-shell chromium chromium-browser google-chrome; do
    # A name alone proves nothing (Ubuntu's chromium-browser may only point to a snap).
    if "$each" --version >/dev/null 2>&1; then
        exit 0
    fi
done

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

try() {
    "$@" >>"$log" 2>&1
}

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests (apt-get) ..."
    export DEBIAN_FRONTEND=noninteractive
    if try apt-get update &&
        try apt-get install -y --no-install-recommends chromium-headless-shell &&
        try chromium-headless-shell --version; then
        exit 0
    fi
fi

echo "Seeing to Playwright's own Chromium for the browser tests ..."
if try .venv/bin/playwright install --only-shell chromium; then
    exit 0
fi

cat "$log" >&2
if [ -n "${CI:-}" ]; then
    echo "No browser, and none could be installed: in CI the browser tests must run." >&2
    exit 1
fi
echo "No browser, and none could be installed: the browser tests will be skipped." >&2

#!/bin/sh
# In CI a feed reader of others reads our feeds: newsboat, where root may install it from Debian.
# Elsewhere its test is skipped where it is not installed.
if [ -n "${CI:-}" ] && ! command -v newsboat >/dev/null 2>&1 &&
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing newsboat for the tests of feeds (apt-get) ..."
    { apt-get update || true; } >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends newsboat \
        >/dev/null 2>&1 || echo "newsboat could not be installed: its test will be skipped." >&2
fi

#!/bin/sh
# Other builders of the Markdown that `paperfeed generate` writes, each in an environment of its own:
# ProperDocs, without which a run in CI ends here, and Zensical, which may be lacking.
set -u

python=${PYTHON:-.venv/bin/python}
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

try() {
    "$@" >>"$log" 2>&1
}

# What is installed is what the lock said then: a copy of it, put there last.
installed() {
    home=tests/.homes/$1
    lock=requirements/$1.txt
    cmp -s "$lock" "$home/lock.txt" && return
    echo "Installing $1 for the tests of other builders (once) ..."
    : >"$log"
    try "$python" -m venv --clear "$home" &&
        try "$home/bin/python" -m pip --disable-pip-version-check --retries 1 -q install \
            --require-hashes --only-binary :all: -r "$lock" &&
        try cp "$lock" "$home/lock.txt" && return
    cat "$log" >&2
    echo "$1 could not be installed: its test will be skipped." >&2
    return 1
}

installed zensical || true
installed properdocs || [ -z "${CI:-}" ] # a run that is to leave nothing out ends here

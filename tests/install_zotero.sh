#!/bin/sh
# In CI a reference manager of others reads our pages: Zotero's own translator, from npm.
# Elsewhere its test is skipped unless this was run with INSTALL=1.
if [ -n "${CI:-}${INSTALL:-}" ] && command -v npm >/dev/null 2>&1 &&
    [ ! -d tests/readers/node_modules/zotero-translators ]; then
    echo "Installing Zotero's translators for the tests of pages' heads (npm) ..."
    (cd tests/readers && npm ci --no-audit --no-fund --silent --ignore-scripts) || {
        echo "Zotero's translators could not be installed." >&2
        [ -z "${CI:-}" ] # a run that is to leave nothing out ends here
    }
fi

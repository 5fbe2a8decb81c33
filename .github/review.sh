#!/bin/sh
# What a change does for readers, and what is wrong: `make review`, as a pull request's build does.
# BASE is the commit to compare with; without it, the one before this one, which is the base where
# a pull request's merge is checked out.
set -eu

base=${BASE:-HEAD^}

if ! git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then
    echo "There is no commit $base to compare content/ with." >&2
    exit 2
fi
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
mkdir "$old/content" # empty, if there was none
if git cat-file -e "$base:content" 2>/dev/null; then
    git archive "$base" content | tar -x -C "$old"
fi
.venv/bin/paperfeed review "$old/content" ${GITHUB_STEP_SUMMARY:+--summary "$GITHUB_STEP_SUMMARY"}

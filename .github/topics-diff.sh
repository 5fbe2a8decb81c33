#!/bin/sh
# What a change of content/topics.yml does to the papers' topics: `make topics-diff`, as a pull
# request's build does. BASE is the commit to compare with; without it, the one before this one,
# which is the base where a pull request's merge is checked out.
set -eu

file=content/topics.yml
base=${BASE:-HEAD^}
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}

if ! git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then
    echo "There is no commit $base to compare $file with."
    exit 0
fi
if git diff --quiet "$base" -- "$file"; then
    echo "$file is as it was at $base."
    exit 0
fi
old=$(mktemp)
trap 'rm -f "$old"' EXIT
# Titles are others' words. Four blanks before each line: nothing in it ends the block that shows
# it as text.
{
    printf '### What the change of `%s` does\n\n~~~text\n' "$file"
    if git show "$base:$file" >"$old" 2>/dev/null; then
        # What is wrong with a file is the checks' to judge; here it is shown.
        .venv/bin/paperfeed topics diff "$old" "$file" 2>&1 | sed 's/^/    /'
    else
        echo "    There was no $file at $base."
    fi
    printf '~~~\n'
} >>"$summary"

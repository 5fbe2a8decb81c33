#!/bin/sh
# Puts what `make contribute` changed on a branch and opens a pull request, or answers in the issue
# why nothing was changed: `make propose`, as the workflow Contribute does.
# ISSUE_NUMBER is the number of the issue. PUSH_TOKEN, if set, is the token to push and to ask
# GitHub with; it is never written to a file.
set -eu

preview=build/contribution.md
number=${ISSUE_NUMBER:-}
branch=contribution-$number

. "$(dirname "$0")/pushing.sh"

case $number in
'' | 0* | *[!0-9]*)
    say 'error: ISSUE_NUMBER is not set or no number; it has to hold the number of the issue'
    exit 2
    ;;
esac
if [ ! -s "$preview" ]; then
    say "error: there is no $preview; run make contribute first, and look at what it said"
    exit 1
fi
# The first line is the program's own, a form's name; the rest of the file is shown, never read.
title=$(sed -n '1s/^### \([A-Za-z ]\{1,60\}\)$/\1/p' "$preview")
title="${title:-Contribution} (#$number)"

if [ -n "${PUSH_TOKEN:-}" ]; then # gh takes its token from here
    export GH_TOKEN="$PUSH_TOKEN"
fi

for path in content/papers content/intake content/topics.yml; do
    if [ -e "$path" ]; then git add -A -- "$path"; fi
done
if git diff --cached --quiet; then
    gh issue comment "$number" --body-file "$preview"
    say 'Nothing was changed: the issue has an answer that says why.'
    exit 0
fi

who_commits
base=$(git symbolic-ref --short HEAD)
git switch --quiet -C "$branch"
git commit --quiet -m "$title"

push_to "$branch" # it is there if the issue was edited
open=$(gh pr list --head "$branch" --state open --json number --jq length)
if [ "$open" = 0 ]; then
    gh pr create --base "$base" --head "$branch" --title "$title" --body-file "$preview"
else
    gh pr edit "$branch" --title "$title" --body-file "$preview"
fi
say "$branch is pushed, with a pull request."

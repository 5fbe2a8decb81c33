#!/bin/sh
# Merges the newest code of the repository that this one was forked from, pushes it to the branch
# `upstream` and opens a pull request: `make upstream`, as the monthly run does. It works on what is
# committed, in a folder of its own; the checkout stays as it is.
# UPSTREAM is its address, UPSTREAM_BRANCH its branch, if GitHub does not know or `main` is not it.
# PUSH_TOKEN, if set, is the token to push with; a run's own token may not change workflows, so they
# stay as they are unless WORKFLOWS is `yes`.
set -eu

branch=upstream
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
. "$(dirname "$0")/pushing.sh"

upstream=${UPSTREAM:-}
if [ -z "$upstream" ] && [ -n "${GITHUB_REPOSITORY:-}" ]; then
    upstream=$(gh api "repos/$GITHUB_REPOSITORY" --jq '.parent.clone_url // empty')
fi
if [ -z "$upstream" ]; then
    say 'This is no fork, and UPSTREAM names no repository: there is nothing to pull from.'
    exit 0
fi
base=$(git symbolic-ref --short HEAD)
git fetch --quiet "$upstream" "${UPSTREAM_BRANCH:-main}"
new=$(git rev-parse FETCH_HEAD)
if git merge-base --is-ancestor "$new" HEAD; then
    say "Nothing new at $upstream."
    exit 0
fi
if git ls-tree "$new" content .github .github/ content/ | grep -q '^120000'; then
    say "error: $upstream has a symbolic link in place of a folder; look at it before you take its code"
    exit 1
fi
who_commits
folder=$(mktemp -d)
body=$folder/body
trap 'git worktree remove --force "$folder/tree" 2>/dev/null || true; rm -rf "$folder"' EXIT
git worktree add --quiet --detach "$folder/tree" HEAD
cd "$folder/tree"
git merge --no-ff --no-commit "$new" >"$folder/said" 2>&1 || true
if ! git rev-parse --quiet --verify MERGE_HEAD >/dev/null; then
    say "error: $upstream cannot be merged: $(tail -n 1 "$folder/said")"
    exit 1
fi

# What is this community's own stays as it is: its papers and, where both changed them, its settings
# and pages.
ours() {
    git rm -rfq --ignore-unmatch -- "$1" >/dev/null
    if git rev-parse --quiet --verify "HEAD:$1" >/dev/null; then
        git checkout --quiet HEAD -- "$1"
    fi
}
for path in content/papers content/intake content/feed.yml; do ours "$path"; done
clashes() { git -c core.quotePath=false diff --name-only --diff-filter=U; }
clashes >"$folder/clashes"
kept=''
while IFS= read -r path; do
    case $path in
    mkdocs.yml | README.md | content/*)
        ours "$path"
        kept="$kept $path"
        ;;
    esac
done <"$folder/clashes"
workflows=''
if [ "${WORKFLOWS:-}" != yes ]; then
    workflows=$(git diff --cached --name-only HEAD -- .github/workflows)
    [ -z "$workflows" ] || ours .github/workflows
fi
clashes >"$folder/clashes"
if [ -s "$folder/clashes" ]; then
    say "error: these files were changed here and there: $(tr '\n' ' ' <"$folder/clashes")"
    say "Merge them by hand: git pull --no-rebase $upstream ${UPSTREAM_BRANCH:-main}"
    printf 'The code of upstream cannot be merged by itself. Changed here and there:\n\n' >>"$summary"
    sed 's/^/    /' "$folder/clashes" >>"$summary"
    exit 1
fi
if git diff --cached --quiet HEAD; then
    if [ -n "$workflows" ]; then
        say "Upstream has other workflows; to have them: git checkout $new -- .github/workflows"
    else
        say 'Upstream has new papers only; the code is as here.'
    fi
    exit 0
fi
git commit --quiet -m "Code of upstream, as of $(git show -s --format=%cs "$new")"

tell() { printf '%s\n' "$*" >>"$body"; }
tell 'The newest code of the repository that this one was forked from. Papers, and what was fetched,'
tell 'are as they were here. Run `paperfeed upgrade` after merging, if a build asks for it.'
tell ''
tell 'Checks do not start by themselves for a pull request that a workflow opened: close it and open'
tell 'it again to run them.'
if [ -n "$kept" ]; then
    tell ''
    tell "Changed here and there, and kept as here:"
    tell ''
    tell "    $kept"
fi
if [ -n "$workflows" ]; then
    tell ''
    tell 'A workflow may not change workflows. These are as they were here, and will not come by'
    tell 'themselves later:'
    tell ''
    printf '%s\n' "$workflows" | sed 's/^/    /' >>"$body"
    tell ''
    tell 'To have them, in a checkout after merging this:'
    tell ''
    tell "    git fetch $upstream ${UPSTREAM_BRANCH:-main}"
    tell "    git checkout $new -- .github/workflows"
fi
push_to "$branch"
if [ "$(gh pr list --head "$branch" --state open --json number --jq length)" = 0 ]; then
    gh pr create --head "$branch" --base "$base" --title 'New code from upstream' --body-file "$body"
else
    gh pr edit "$branch" --body-file "$body"
fi

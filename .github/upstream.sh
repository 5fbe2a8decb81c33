#!/bin/sh
# Merges the newest code of the repository that this one was forked from into a branch of its own,
# and opens a pull request: `make upstream`, as the monthly run does.
# UPSTREAM is its address, UPSTREAM_BRANCH its branch, if GitHub does not know or `main` is not it.
# PUSH_TOKEN, if set, is the token to push with; a run's own token may not change workflows, so they
# stay as they are unless WORKFLOWS is `yes`.
set -eu

branch=upstream
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
. "$(dirname "$0")/pushing.sh"

tell() { printf '%s\n' "$*" >>"$body"; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT

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
who_commits
git switch --quiet --force-create "$branch"
git merge --quiet --no-ff --no-commit "$new" >/dev/null 2>&1 || true

# What is this community's own stays as it is: its papers, and where both changed it, its settings.
ours() {
    git rm -rfq --cached --ignore-unmatch -- "$1" >/dev/null
    rm -rf "$1"
    if git rev-parse --quiet --verify "HEAD:$1" >/dev/null; then
        git checkout --quiet HEAD -- "$1"
    fi
}
for path in content/papers content/intake; do ours "$path"; done
kept=''
for path in mkdocs.yml content/topics.yml content/about.md README.md; do
    if [ -n "$(git diff --name-only --diff-filter=U -- "$path")" ]; then
        ours "$path"
        kept="$kept $path"
    fi
done
workflows=''
if [ "${WORKFLOWS:-}" != yes ]; then
    workflows=$(git diff --cached --name-only HEAD -- .github/workflows)
    [ -z "$workflows" ] || ours .github/workflows
fi
clashes=$(git diff --name-only --diff-filter=U)
if [ -n "$clashes" ]; then
    git merge --abort
    git switch --quiet "$base"
    say "error: these files were changed here and there: $(printf '%s' "$clashes" | tr '\n' ' ')"
    say "Merge them by hand: git pull --no-rebase $upstream ${UPSTREAM_BRANCH:-main}"
    printf 'The code of upstream cannot be merged by itself. Changed here and there:\n\n' >>"$summary"
    printf '%s\n' "$clashes" | sed 's/^/    /' >>"$summary"
    exit 1
fi
if git diff --cached --quiet HEAD; then
    git merge --abort 2>/dev/null || git reset --quiet --merge
    git switch --quiet "$base"
    say 'Upstream has new papers only; the code is as here.'
    exit 0
fi
git commit --quiet -m "Code of upstream, as of $(git show -s --format=%cs "$new")"

tell 'The newest code of the repository that this one was forked from. Papers, and what was fetched,'
tell 'are as they were here. Run `paperfeed upgrade` after merging, if a build asks for it.'
tell ''
tell 'Checks do not start by themselves for a pull request that a workflow opened: close it and open'
tell 'it again to run them.'
if [ -n "$kept" ]; then
    tell ''
    tell "Changed here and there, and kept as here:$kept"
fi
if [ -n "$workflows" ]; then
    tell ''
    tell 'A workflow may not change workflows, so these are left for you (the button “Sync fork” of the'
    tell 'repository, or a merge by hand, brings them):'
    tell ''
    printf '%s\n' "$workflows" | sed 's/^/    /' >>"$body"
fi
with_token push --quiet --force origin "HEAD:$branch"
if [ "$(gh pr list --head "$branch" --state open --json number --jq length)" = 0 ]; then
    gh pr create --head "$branch" --base "$base" --title 'New code from upstream' --body-file "$body"
else
    gh pr edit "$branch" --body-file "$body"
fi
git switch --quiet "$base"

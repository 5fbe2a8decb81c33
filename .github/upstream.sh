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
. "$(dirname "$0")/merging.sh"

find_new
base=$(git symbolic-ref --short HEAD)
who_commits
folder=$(mktemp -d)
body=$folder/body
trap 'git worktree remove --force "$folder/tree" 2>/dev/null || true; rm -rf "$folder"' EXIT
git worktree add --quiet --detach "$folder/tree" HEAD
cd "$folder/tree"
merge_new "${WORKFLOWS:-}"
if git diff --cached --quiet HEAD; then
    if [ -n "$workflows" ]; then
        say "Upstream has other workflows; to have them: git checkout $new -- .github/workflows"
    else
        say 'Upstream has new papers only; the code is as here.'
    fi
    exit 0
fi
clashing=$(clashes)
if [ -n "$clashing" ]; then
    by_hand="UPSTREAM=$upstream${UPSTREAM_BRANCH:+ UPSTREAM_BRANCH=$UPSTREAM_BRANCH} make upstream-here"
    say "error: these files were changed here and there: $(printf '%s' "$clashing" | tr '\n' ' ')"
    say "Merge them by hand, in a checkout of $base: $by_hand"
    {
        printf 'The code of upstream cannot be merged by itself. Changed here and there:\n\n'
        printf '%s\n' "$clashing" | sed 's/^/    /'
        printf '\nMerge them by hand, in a checkout of %s:\n\n    %s\n' "$base" "$by_hand"
    } >>"$summary"
    exit 1
fi
git commit --quiet --no-edit --cleanup=strip
keep_record # in a commit of its own: of a merge nothing is left where it is rebased
git commit --quiet -m "Upstream is taken in up to $(git show -s --format=%h "$new")"

tell() { printf '%s\n' "$*" >>"$body"; }
tell 'The newest code of the repository that this one was forked from. Papers, and what was fetched,'
tell "are as they were here. Run \`paperfeed upgrade\` after merging, if a build asks for it."
tell ''
tell 'Use “Create a merge commit”: then git knows what was taken in, and who wrote it. A rebase may bring'
tell 'papers of upstream.'
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
push_to "$branch" "$base"
pull_request "$branch" "$base" 'New code from upstream' "$body"

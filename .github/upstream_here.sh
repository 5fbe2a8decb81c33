#!/bin/sh
# Merges the newest code of the repository that this one was forked from into this checkout, as
# `make upstream` does, but leaves what was changed here and there to whoever runs it:
# `make upstream-here`. UPSTREAM is its address, if no remote is called `upstream`; UPSTREAM_BRANCH
# its branch, if `main` is not it.
set -eu

. "$(dirname "$0")/pushing.sh"
. "$(dirname "$0")/merging.sh"

if ! git diff --quiet HEAD || git rev-parse --quiet --verify MERGE_HEAD >/dev/null; then
    say 'error: something here is not committed yet; commit it first, or put it aside: git stash'
    exit 1
fi
find_new
who_commits
merge_new yes
if git diff --cached --quiet HEAD; then
    git merge --abort
    say 'Upstream has new papers only; the code is as here.'
    exit 0
fi
keep_record
[ -z "$kept" ] || say "Changed here and there, and kept as here:$kept"
clashing=$(clashes)
if [ -n "$clashing" ]; then
    say 'These files were changed here and there, and are yours to mend:'
    say "$clashing"
    say 'Then: git add them, git commit, make check, git push. Or leave all as it was: git merge --abort'
    exit 1
fi
git commit --quiet --no-edit --cleanup=strip
say 'Merged. Look at it (git show --stat), run make check, and push it: git push'

#!/bin/sh
# Commits what came in and pushes it: `make publish`, as the scheduled run does.
# PUSH_TOKEN, if set, is the token to push with over HTTPS; it is never written to a file.
set -eu

days=content/intake
papers=content/papers
settings=content/feed.yml
changed=false

. "$(dirname "$0")/pushing.sh"

# A push that is refused though nobody was before.
refused() {
    say "error: $branch takes no push from here; nothing is lost, the next run fetches it again"
    say "If a rule protects it (Settings, Branches; or Settings, Rules, Rulesets), let this push pass:" \
        'add who pushes to those who may bypass the rule, or ask for no pull requests and checks.'
    exit 1
}

who_commits
for each in "$papers" "$days" "$settings"; do
    [ -e "$each" ] && git add -A -- "$each"
done
if git diff --cached --quiet; then
    say 'Nothing new: nothing to publish.'
else
    number=$(git diff --cached --name-only --diff-filter=A -- "$papers" | wc -l | tr -d ' ')
    git commit --quiet -m "Intake of $(date -u +%Y-%m-%d): $number new papers"
    changed=true
    branch=$(git symbolic-ref --short HEAD)
    if ! with_token push --quiet origin "HEAD:$branch"; then
        with_token fetch --quiet origin "refs/heads/$branch"
        if git merge-base --is-ancestor FETCH_HEAD HEAD; then refused; fi
        say 'The push was rejected: somebody else pushed. Rebasing once.'
        if ! git rebase --quiet FETCH_HEAD; then
            git rebase --abort || true
            say "error: what came in does not fit what was pushed; nothing is lost, the next run fetches it again"
            exit 1
        fi
        with_token push --quiet origin "HEAD:$branch" || refused
    fi
    say "Published: $number new papers."
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'changed=%s\n' "$changed" >>"$GITHUB_OUTPUT"
fi

#!/bin/sh
# Commits what came in and pushes it: `make publish`, as the scheduled run does.
# PUSH_TOKEN, if set, is the token to push with over HTTPS; it is never written to a file.
set -eu

days=content/intake
papers=content/papers
settings=content/feed.yml
changed=false

say() { printf '%s\n' "$*" >&2; }

push() {
    if [ -n "${PUSH_TOKEN:-}" ]; then
        basic=$(printf 'x-access-token:%s' "$PUSH_TOKEN" | base64 | tr -d '\n')
        GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader \
            GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic" git "$@"
    else
        git "$@"
    fi
}

if ! git config user.email >/dev/null; then # a machine of nobody's, as in a scheduled run
    export GIT_AUTHOR_NAME=Paperfeed GIT_AUTHOR_EMAIL=paperfeed@localhost
    export GIT_COMMITTER_NAME=Paperfeed GIT_COMMITTER_EMAIL=paperfeed@localhost
fi
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
    if ! push push --quiet origin "HEAD:$branch"; then
        say 'The push was rejected: somebody else pushed. Rebasing once.'
        if ! push pull --quiet --rebase origin "$branch"; then
            git rebase --abort || true
            say "error: what came in does not fit what was pushed; nothing is lost, the next run fetches it again"
            exit 1
        fi
        push push --quiet origin "HEAD:$branch"
    fi
    say "Published: $number new papers."
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'changed=%s\n' "$changed" >>"$GITHUB_OUTPUT"
fi

# What the scripts share that push: how they speak, who commits, with which token, to which branch.

# Pull requests and issues are those of `origin`, whatever it was forked from.
if [ -z "${GH_REPO:-}" ]; then
    GH_REPO=${GITHUB_REPOSITORY:-$(git remote get-url origin 2>/dev/null || true)}
    export GH_REPO
fi

say() { printf '%s\n' "$*" >&2; }

# A machine of nobody's, as in a scheduled run, commits in the program's name.
who_commits() {
    if ! git config user.email >/dev/null; then
        export GIT_AUTHOR_NAME=Paperfeed GIT_AUTHOR_EMAIL=paperfeed@localhost
        export GIT_COMMITTER_NAME=Paperfeed GIT_COMMITTER_EMAIL=paperfeed@localhost
    fi
}

# git, where it talks to the other side: with PUSH_TOKEN over HTTPS, if it is set. The token is
# never written to a file.
with_token() {
    if [ -n "${PUSH_TOKEN:-}" ]; then
        basic=$(printf 'x-access-token:%s' "$PUSH_TOKEN" | base64 | tr -d '\n')
        GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraHeader \
            GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic" git "$@"
    else
        git "$@"
    fi
}

# Puts the last commit on a branch that runs write, in the place of what a run put there before.
# What somebody else put on it since is not lost.
push_to() {
    there=$(with_token ls-remote origin "refs/heads/$1")
    there=${there%%[!0-9a-f]*}
    if [ -n "$there" ]; then
        with_token fetch --quiet origin "$there"
        if [ "$(git log -1 --format=%ce "$there")" != "$(git log -1 --format=%ce)" ]; then
            say "error: somebody else worked on $1; it is left as it is"
            return 1
        fi
    fi
    with_token push --quiet --force-with-lease="refs/heads/$1:$there" origin "HEAD:refs/heads/$1"
}

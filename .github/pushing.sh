# What the scripts share that push: how they speak, who commits, with which token.

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

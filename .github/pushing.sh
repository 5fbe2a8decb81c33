# What the scripts share that push: how they speak, who commits, with which token, to which branch,
# and the pull request for it.

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

# Whether nobody's work is lost if what is on a branch goes: $there, its last commit, is of the one
# who commits here, or is part of the branch $2. Nothing is there: $there is empty.
is_free() {
    there=$(with_token ls-remote origin "refs/heads/$1") || return 1
    there=${there%%[!0-9a-f]*}
    [ -n "$there" ] || return 0
    with_token fetch --quiet origin "$there" || return 1
    us=$(git var GIT_COMMITTER_IDENT | sed 's/.*<\(.*\)>.*/\1/')
    [ "$(git log -1 --format=%ce "$there")" != "$us" ] || return 0
    whole=''
    if [ "$(git rev-parse --is-shallow-repository)" = true ]; then whole=--unshallow; fi
    with_token fetch --quiet $whole origin "refs/heads/$2" || return 1
    git merge-base --is-ancestor "$there" FETCH_HEAD
}

# Puts the last commit on the branch $1 that runs write, in the place of what a run put there before,
# for a pull request to the branch $2. What somebody else put on it since is not lost.
push_to() {
    if ! is_free "$1" "$2"; then
        say "error: somebody else worked on $1; it is left as it is"
        say "Merge or close the pull request and delete the branch \`$1\`: the next run makes it anew."
        return 1
    fi
    with_token push --quiet --force-with-lease="refs/heads/$1:$there" origin "HEAD:refs/heads/$1"
}

# The number of the pull request from our branch $1, if one is open. A stranger's fork may have a
# branch of that name; its pull request is not ours.
open_pull() {
    gh pr list --head "$1" --state open --limit 100 --json number,isCrossRepository \
        --jq 'map(select(.isCrossRepository | not)) | .[0].number // empty'
}

# Where people allow what a workflow's token may not at first; `paperfeed doctor` says the same.
rights='Settings, Actions, General, Workflow permissions: allow GitHub Actions to create and approve pull requests'

# Opens a pull request from the branch $1 to $2 with the title $3 and the text in the file $4, or
# brings the one that is open up to date.
pull_request() {
    open=$(open_pull "$1") || exit 1
    if [ -n "$open" ]; then
        gh pr edit "$open" --title "$3" --body-file "$4" || exit 1
    elif ! gh pr create --base "$2" --head "$1" --title "$3" --body-file "$4"; then
        say "error: $1 is pushed, but no pull request could be opened; is it allowed?"
        say "$rights"
        return 1
    fi
}

# What the scripts share that merge upstream's code: where it is, what is new there, and what stays
# as it is here. They read pushing.sh before.

# The newest commit of upstream's that was taken in. A file says so, for a pull request that is
# squashed or rebased leaves nothing else by which git could know.
record=.github/upstream-commit

# Finds $upstream, its address, and fetches $new, its newest commit; $taken is what $record says, if
# it is of use. The script ends if nothing is new.
find_new() {
    upstream=${UPSTREAM:-}
    if [ -z "$upstream" ] && [ -n "${GITHUB_REPOSITORY:-}" ]; then
        upstream=$(gh api "repos/$GITHUB_REPOSITORY" --jq '.parent.clone_url // empty')
    fi
    if [ -z "$upstream" ]; then
        upstream=$(git remote get-url upstream 2>/dev/null || true)
    fi
    if [ -z "$upstream" ]; then
        say 'This is no fork, and UPSTREAM names no repository: there is nothing to pull from.'
        exit 0
    fi
    git fetch --quiet "$upstream" "${UPSTREAM_BRANCH:-main}"
    new=$(git rev-parse FETCH_HEAD)
    taken=$(git show "HEAD:$record" 2>/dev/null | grep -Ex '[0-9a-f]{40,64}' || true)
    if ! git merge-base --is-ancestor "${taken:-none}" "$new" 2>/dev/null; then taken=''; fi
    if [ "$new" = "$taken" ] || git merge-base --is-ancestor "$new" HEAD; then
        say "Nothing new at $upstream."
        exit 0
    fi
    if git ls-tree "$new" content .github .github/ content/ | grep -q '^120000'; then
        say "error: $upstream has a symbolic link in place of a folder; look at it before you take its code"
        exit 1
    fi
}

# A path becomes what it was before the merge.
ours() {
    git rm -rfq --ignore-unmatch -- "$1" >/dev/null
    if git rev-parse --quiet --verify "HEAD:$1" >/dev/null; then
        git checkout --quiet HEAD -- "$1"
    fi
}

# What was changed here and there, and is not decided.
clashes() { git -c core.quotePath=false diff --name-only --diff-filter=U; }

# Merges $new where we stand, and commits nothing of it. What is this community's own stays as it is:
# its papers and, where both changed them, its settings and pages, which $kept names. $workflows names
# those that are left out, for they are taken only if $1 is `yes`. If nothing is new but papers, nothing
# is left to be committed.
merge_new() {
    if [ -n "$taken" ] && ! git merge-base --is-ancestor "$taken" HEAD; then
        git merge --quiet --no-ff -s ours -m "Code of upstream that was taken in already" "$taken"
    fi
    said=$(git merge --no-ff --no-commit -m "Code of upstream, as of $(git show -s --format=%cs "$new")" \
        "$new" 2>&1) || true
    if ! git rev-parse --quiet --verify MERGE_HEAD >/dev/null; then
        say "error: $upstream cannot be merged: $said"
        exit 1
    fi
    for path in content/papers content/intake content/feed.yml "$record"; do ours "$path"; done
    kept=''
    while IFS= read -r path; do
        case $path in
        mkdocs.yml | README.md | content/*)
            ours "$path"
            kept="$kept $path"
            ;;
        esac
    done <<CLASHES
$(clashes)
CLASHES
    workflows=''
    if [ "$1" != yes ]; then
        workflows=$(git diff --cached --name-only HEAD -- .github/workflows)
        [ -z "$workflows" ] || ours .github/workflows
    fi
}

# Stages that $new was taken in.
keep_record() {
    printf '%s\n' "$new" >"$record"
    git add -- "$record"
}

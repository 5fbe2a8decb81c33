#!/bin/sh
# Puts what `make contribute` changed on a branch and opens a pull request, or answers in the issue
# why nothing was changed: `make propose`, as the workflow Contribute does.
# ISSUE_NUMBER is the number of the issue. PUSH_TOKEN, if set, is the token to push and to ask
# GitHub with; it is never written to a file.
set -eu

preview=build/contribution.md
number=${ISSUE_NUMBER:-}
branch=contribution-$number

. "$(dirname "$0")/pushing.sh"

case $number in
'' | 0* | *[!0-9]*)
    say 'error: ISSUE_NUMBER is not set or no number; it has to hold the number of the issue'
    exit 2
    ;;
esac
if [ ! -s "$preview" ]; then
    say "error: there is no $preview; run make contribute first, and look at what it said"
    exit 1
fi
# The first line is the program's own, a form's name; the rest of the file is shown, never read.
title=$(sed -n '1s/^### \([A-Za-z ]\{1,60\}\)$/\1/p' "$preview")
title="${title:-Contribution} (#$number)"

if [ -n "${PUSH_TOKEN:-}" ]; then # gh takes its token from here
    export GH_TOKEN="$PUSH_TOKEN"
fi

# Says in the issue what stands in a file, unless that is the last thing said there: a new issue
# starts two runs, one as it is opened and one as it gets its label.
answer() {
    last=$(gh issue view "$number" --json comments --jq '.comments[-1].body // empty' | tr -d '\r')
    [ "$last" = "$(cat "$1")" ] || gh issue comment "$number" --body-file "$1"
}

# Whether somebody's last word on the pull request $1 is yes. GitHub's own `reviewDecision` is empty
# where no rule asks for reviews.
approved() {
    verdict=$(gh pr view "$1" --json reviews --jq '
        [.reviews[] | select(.state == "APPROVED" or .state == "CHANGES_REQUESTED")]
        | group_by(.author.login) | any(.[-1].state == "APPROVED")') || exit 1
    [ "$verdict" = true ]
}

for path in content/papers content/intake content/topics.yml; do
    if [ -e "$path" ]; then git add -A -- "$path"; fi
done
who_commits
base=$(git symbolic-ref --short HEAD)
pull=$(open_pull "$branch")
if [ -n "$pull" ] && approved "$pull"; then
    echo "#$pull was approved already, with the text that this issue had then. What was edited since" \
        'is not in it: say there what should change, or open another issue.' >build/answer.md
    answer build/answer.md
    say "#$pull was approved already: it is left as it is."
    exit 0
fi
if git diff --cached --quiet; then
    answer "$preview"
    if [ -n "$pull" ] && is_free "$branch" "$base"; then
        gh pr close "$pull" --comment "The text of #$number was edited, and cannot be taken in as it is now."
        with_token push --quiet --force-with-lease="refs/heads/$branch:$there" origin ":refs/heads/$branch"
    elif [ -n "$pull" ]; then
        gh pr comment "$pull" --body \
            "The text of #$number was edited, and cannot be taken in as it is now. This is as it was before."
    fi
    say 'Nothing was changed: the issue has an answer that says why.'
    exit 0
fi

git switch --quiet -C "$branch"
git commit --quiet -m "$title"
push_to "$branch" "$base" # it is there if the issue was edited
if ! pull_request "$branch" "$base" "$title" "$preview"; then
    echo "The change is made, and lies on the branch \`$branch\`. No pull request could be opened:" \
        "those who keep this site have to allow it ($rights), and then to run this again" \
        '(Actions, Contribute, Re-run all jobs).' >build/answer.md
    answer build/answer.md
    exit 1
fi
say "$branch is pushed, with a pull request."

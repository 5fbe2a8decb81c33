#!/bin/sh
# Whether a change is of the program, so that its tests have something to say: `make changed-code`, as
# a pull request's build does. A community's papers, pages, topics and settings are none; what we ship
# ourselves is tested at each change. BASE is the commit to compare with; without it, the one before
# this one, which is the base where a pull request's merge is checked out.
set -eu

base=${BASE:-HEAD^}

# The documents in content/ come with the program, and tests read them.
changed_beside_content() {
    ! git diff --quiet "$base" HEAD -- ':(top)' ':(exclude)content/' ':(exclude)mkdocs.yml' ||
        ! git diff --quiet "$base" HEAD -- content/docs content/reading.md
}

code=true
if ! git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then
    echo "There is no commit $base to compare with: all is tested."
elif grep -q '^site_name: Paperfeed$' mkdocs.yml; then
    echo 'All that Paperfeed ships is tested.'
elif changed_beside_content; then
    echo 'The program changed: it is tested.'
else
    echo 'Only content/ or mkdocs.yml changed: the program is as it was tested.'
    code=false
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'code=%s\n' "$code" >>"$GITHUB_OUTPUT"
fi

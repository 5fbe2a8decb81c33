#!/bin/sh
# Asks the sources and mirrors for new papers and builds the site: what a server of one's own does
# every day, by deploy/paperfeed.timer, a container or cron. One at a time.
#
# A source or mirror that fails does not keep back what the others gave. Where the content has faults or the
# build fails, the site that readers have stays as it is. In both cases this ends with 1, and so it
# does if the build only warned; then the new site is in place.
#
# CONTENT is the content folder and SITE where the site goes, a folder within one that can be
# written to. Unless they are given, they are those of this checkout.
set -u

cd "$(dirname "$0")/.." || exit 1
paperfeed=${PAPERFEED:-.venv/bin/paperfeed}
content=${CONTENT:-content}
site=${SITE:-public/html}

say() { printf '%s\n' "$*" >&2; }

beside=$(dirname "$site")
mkdir -p "$beside" || exit 1
exec 9>"$beside/.update.lock" || exit 1
if ! command -v flock >/dev/null; then
    say 'error: there is no flock here, which keeps two updates apart; install util-linux'
    exit 1
fi
if ! flock -n 9; then
    say 'error: another update is at work; this one has done nothing'
    exit 1
fi

failed=0
"$paperfeed" fetch --content "$content" || failed=1
"$paperfeed" pull --content "$content" || failed=1
if ! "$paperfeed" check --content "$content"; then
    say "error: $content has faults, listed above; the site stays as it was"
    exit 1
fi
if ! "$paperfeed" build --content "$content" --site "$site"; then
    say 'error: the build failed or had warnings; what it says is above'
    exit 1
fi
[ "$failed" -eq 0 ] || say 'error: a source or a mirror failed, as said above; what came is in the site'
exit "$failed"

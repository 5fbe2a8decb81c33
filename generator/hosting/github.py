"""What GitHub says of a repository to whoever has a token: Pages, schedules, rights, issues.

Source: https://docs.github.com/rest (repos, pages, actions/workflows, actions/permissions,
issues/labels)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from generator.fetching.addresses import Network, place_of
from generator.fetching.errors import FetchError
from generator.fetching.http import Limits, request
from generator.hosting.health import GitHub
from generator.hosting.source_issues import CONTRIBUTION

_API = "https://api.github.com"
_REFUSALS = {
    401: "the token was not accepted",
    403: "the token may not ask, or has asked too often",
    404: "there is no such repository, or the token may not see it",
}
_LIMITS = Limits(silence=10, seconds=20, size=5_000_000)


def github_of(
    repository: str, environ: Mapping[str, str], networks: tuple[Network, ...] = ()
) -> GitHub:
    """What can be found out with the token of the environment; without one, nothing."""
    token = environ.get("GITHUB_TOKEN") or environ.get("GH_TOKEN")
    if not token:
        return GitHub()
    if not token.isascii() or not token.isprintable():
        return GitHub(silence="the token has characters that none has")
    base = f"{environ.get('GITHUB_API_URL', _API).rstrip('/')}/repos/{repository}"
    try:
        status, itself = _asked(base, token, networks)
    except FetchError as error:
        return GitHub(silence=f"it could not be reached ({error})")
    if status != 200:
        return GitHub(silence=_REFUSALS.get(status, f"it answered with {status}"))

    def ask(path: str) -> tuple[int, Any]:
        try:
            return _asked(f"{base}/{path}", token, networks)
        except FetchError:
            return 0, None

    status, pages = ask("pages")
    kind = pages.get("build_type") if isinstance(pages, dict) else None
    state: Literal["workflow", "legacy", "off"] | None = None
    can_read, found = ask("actions/workflows?per_page=100")
    if status == 404 and can_read == 200:
        state = "off"
    elif kind in ("workflow", "legacy"):
        state = kind
    _, rights = ask("actions/permissions/workflow")
    may = rights.get("can_approve_pull_request_reviews") if isinstance(rights, dict) else None
    has = itself.get("has_issues") if isinstance(itself, dict) else None
    label = {200: True, 404: False}.get(ask(f"labels/{CONTRIBUTION}")[0])
    return GitHub(state, _states(found), _truth(may), _truth(has), label)


def _truth(found: object) -> bool | None:
    return found if isinstance(found, bool) else None


def _states(found: Any) -> dict[str, str] | None:
    listed = found.get("workflows") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        return None
    return {
        str(each.get("path")): str(each.get("state"))
        for each in listed
        if isinstance(each, dict) and str(each.get("path")).startswith(".github/workflows/")
    }


def _asked(url: str, token: str, networks: tuple[Network, ...]) -> tuple[int, Any]:
    """The status and what was answered, None if it cannot be read. Raises FetchError."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "User-Agent": "paperfeed-doctor",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    answer = request(place_of(url), headers, _LIMITS, networks)
    try:
        return answer.status, msgspec.json.decode(answer.body) if answer.body else None
    except (msgspec.DecodeError, RecursionError):
        return answer.status, None

"""What GitHub says of a repository to whoever has a token: Pages, schedules, rights.

Source: https://docs.github.com/rest (pages, actions/workflows, actions/permissions)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from generator.fetching.addresses import Network, place_of
from generator.fetching.errors import FetchError
from generator.fetching.http import Limits, request
from generator.hosting.health import GitHub

_API = "https://api.github.com"
_LIMITS = Limits(silence=10, seconds=20, size=5_000_000)


def github_of(
    repository: str, environ: Mapping[str, str], networks: tuple[Network, ...] = ()
) -> GitHub:
    """What can be found out with the token of the environment; without one, nothing."""
    token = environ.get("GITHUB_TOKEN") or environ.get("GH_TOKEN")
    if not token or not token.isascii() or not token.isprintable():
        return GitHub()
    base = f"{environ.get('GITHUB_API_URL', _API).rstrip('/')}/repos/{repository}"

    def ask(path: str) -> tuple[int, Any]:
        return _asked(f"{base}/{path}".rstrip("/"), token, networks)

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
    _, itself = ask("")
    has = itself.get("has_issues") if isinstance(itself, dict) else None
    return GitHub(state, _states(found), _truth(may), _truth(has))


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
    """The status and what was answered; 0 and None if there was no answer."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {token}",
        "User-Agent": "paperfeed-doctor",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    try:
        answer = request(place_of(url), headers, _LIMITS, networks)
        return answer.status, msgspec.json.decode(answer.body) if answer.body else None
    except (FetchError, msgspec.DecodeError, RecursionError):
        return 0, None

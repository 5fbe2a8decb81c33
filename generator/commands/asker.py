"""Who asks others over the network, as they are told."""

from __future__ import annotations

from collections.abc import Mapping

from generator.fetching.addresses import place_of


def address_of_asker(site_url: str, environment: Mapping[str, str]) -> str:
    """Where whoever is asked can see who asks: the site, else the repository that this runs in."""
    is_local = place_of(site_url).host in ("127.0.0.1", "localhost") if site_url else True
    repository = environment.get("GITHUB_REPOSITORY")
    if is_local and repository:
        return f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{repository}"
    return site_url

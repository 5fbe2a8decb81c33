"""Where the site will be: what `SITE_URL` says, else what the host that builds it does.

Source: the environment that hosts give to builds, of Netlify
https://docs.netlify.com/configure-builds/environment-variables/, of Cloudflare Pages
https://developers.cloudflare.com/pages/configuration/build-configuration/, of GitHub Actions
https://docs.github.com/actions/reference/workflows-and-actions/variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

#: What `mkdocs.yml` has where nobody said an address: only this machine sees it.
HERE = "http://127.0.0.1:8000/"
#: What is to be said where something that leaves this machine has such links.
NOT_KNOWN = (
    f"nobody said where the site is, so links lead to {HERE}, which only this machine has; set "
    "SITE_URL to its address, as https://papers.example.org/"
)
_NAME = re.compile(r"[a-z0-9-]+", re.IGNORECASE)
#: Branches whose pages on Cloudflare have the project's own address.
_MAIN = ("main", "master", "production")


def address_of(said: str | None, environ: Mapping[str, str]) -> str:
    """The site's address, which ends with a slash: what was said, else the host's, else this
    machine's.
    """
    if said and said.rstrip("/") != HERE.rstrip("/"):
        return f"{said.rstrip('/')}/"
    for found in (_netlify(environ), _cloudflare(environ), _github(environ)):
        if found and urlsplit(found).scheme in ("https", "http") and urlsplit(found).netloc:
            return f"{found.rstrip('/')}/"
    return HERE


def _netlify(environ: Mapping[str, str]) -> str:
    if environ.get("NETLIFY") != "true":
        return ""
    if environ.get("CONTEXT", "production") == "production":
        return environ.get("URL", "")
    return environ.get("DEPLOY_PRIME_URL") or environ.get("URL", "")


def _cloudflare(environ: Mapping[str, str]) -> str:
    """The address of the one deployment, or of the project where its main branch is built."""
    if environ.get("CF_PAGES") != "1":
        return ""
    address = environ.get("CF_PAGES_URL", "")
    host = urlsplit(address).hostname or ""
    _deployment, _, project = host.partition(".")
    if environ.get("CF_PAGES_BRANCH") in _MAIN and project.count(".") == 2:
        return f"https://{project}/"
    return address


def _github(environ: Mapping[str, str]) -> str:
    """Pages' own address of a repository; one of an own domain is told by the deploy workflow."""
    owner, _, name = environ.get("GITHUB_REPOSITORY", "").partition("/")
    if environ.get("GITHUB_ACTIONS") != "true" or not (_NAME.fullmatch(owner) and name):
        return ""
    if environ.get("GITHUB_SERVER_URL", "https://github.com") != "https://github.com":
        return ""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"

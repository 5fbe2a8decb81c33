"""The address of another site, as people write it. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from generator.addresses import API_INDEX
from generator.fetching.addresses import place_of
from generator.fetching.errors import RefusedError

_EXAMPLE = "https://other.site/"


def site_of(text: str) -> str:
    """Where the site's files are, with a slash at its end; its manifest's address says it as well.

    Raises RefusedError with what was found and what to write.
    """
    try:
        place_of(text)
    except RefusedError as error:
        found = f"found an address that cannot be asked: {error}"
        raise RefusedError(f"{found}; write such as {_EXAMPLE}") from None
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        do = f"write it without what follows `?` or `#`, such as {_EXAMPLE}"
        raise RefusedError(f"found {text[:100]}; {do}")
    return f"{text.removesuffix(API_INDEX).rstrip('/')}/"

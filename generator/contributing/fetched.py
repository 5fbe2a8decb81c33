"""What arXiv says of one paper, asked for by its identifier.

Source: https://info.arxiv.org/help/api/user-manual.html (`id_list`)
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from generator.fetching import arxiv_api
from generator.fetching.asking import FetchedSource
from generator.fetching.client import Client
from generator.fetching.errors import FetchError
from generator.incoming import Incoming, InputError, Reading
from generator.model import Paper
from generator.sources import arxiv_atom

#: Seconds that a person who contributes waits for arXiv at most.
SECONDS = 180.0


def arxiv_source(sources: Iterable[FetchedSource]) -> FetchedSource:
    """The first of the sources that is arXiv's API, with its address; else arXiv's own."""
    api = arxiv_api.KIND
    found = (source for source in sources if source.kind == api.name and source.url)
    return next(found, FetchedSource(api.source, api.name, url=api.url))


def arxiv_paper(
    arxiv: str, source: FetchedSource, client: Client, today: date, seconds: float = SECONDS
) -> Paper:
    """The raw record of this identifier (as `parse_arxiv` has it).

    Raises FetchError if arXiv does not answer, not in its form, or does not know the paper.
    """
    asked = urlencode({"id_list": arxiv, "max_results": "1"})
    address = f"{source.url or arxiv_api.KIND.url}?{asked}"
    answer = client.get(address, client.clock() + seconds)
    body = io.BytesIO(answer.body or b"")
    try:
        for record in arxiv_atom.SOURCE.read(body, Reading("arXiv", "arxiv", None, today)):
            if isinstance(record, Incoming) and record.raw.identifiers.get("arxiv") == arxiv:
                return record.raw
    except InputError as error:
        raise FetchError(str(error)) from None
    raise FetchError(f"it knows no paper {arxiv}")

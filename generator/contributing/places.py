"""Where to ask what is known of one paper, by its identifiers or its address. Pure.

Sources: https://info.arxiv.org/help/api/user-manual.html (`id_list`),
https://citation.doi.org/docs.html (content negotiation), https://aclanthology.org/info/development/
(each paper's BibTeX beside its page), https://docs.openreview.net/reference/api-v2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from generator.contributing import page_tags
from generator.identifiers import normal_identifier, parse_acl
from generator.incoming import Source
from generator.model import Paper
from generator.parsing.shapes import identified
from generator.sources import arxiv_atom, bibtex, csl_json, openreview

DOI = "https://doi.org/"
ACL = "https://aclanthology.org/"
#: Papers of 2023 and later are in the first, most older ones in the second.
OPENREVIEW = ("https://api2.openreview.net/notes", "https://api.openreview.net/notes")
_DOI_OF_ACL = "10.18653/v1/"
_CSL = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may know the paper, and in which format it answers.

    `name` is what people call it, `paper` what it is asked for; `kind` is that of the identifier
    that its answer has to state, None for a page, which is believed.
    """

    name: str
    paper: str
    address: str
    format: Source
    kind: str | None = None
    accept: str = "*/*"

    def means(self, raw: Paper) -> bool:
        """Whether the answer's record is of the paper that was asked for."""
        if self.kind is None:
            return True
        of_links = identified(*(link.url for link in raw.links))
        stated = {**of_links, **raw.identifiers}.get(self.kind, "")
        return normal_identifier(self.kind, stated) == self.paper


@dataclass(frozen=True, slots=True)
class Found:
    """The raw record that a place gave, and what place that is; none, if no place had it.

    `failures` say in a sentence each why the others gave none.
    """

    raw: Paper | None
    place: str = ""
    failures: tuple[str, ...] = ()


def places_of(identifiers: Mapping[str, str], address: str | None, arxiv: str) -> Iterator[Place]:
    """The places to ask, the best known first; `arxiv` is the address of arXiv's API.

    A paper's own page comes last, and only where no identifier says what it is of.
    """
    if known := identifiers.get("arxiv"):
        asked = urlencode({"id_list": known, "max_results": "1"})
        yield Place("arXiv", known, f"{arxiv}?{asked}", arxiv_atom.SOURCE, "arxiv")
    doi = identifiers.get("doi", "")
    # An ACL paper's DOI holds its identifier, and the agency of the DOI no abstract.
    if known := identifiers.get("acl") or parse_acl(doi.removeprefix(_DOI_OF_ACL)):
        yield Place("the ACL Anthology", known, f"{ACL}{quote(known)}.bib", bibtex.SOURCE, "acl")
    if known := identifiers.get("openreview"):
        for api in OPENREVIEW:
            asked = f"{api}?{urlencode({'id': known})}"
            yield Place("OpenReview", known, asked, openreview.SOURCE, "openreview")
    if doi:
        yield Place("doi.org", doi, f"{DOI}{quote(doi)}", csl_json.SOURCE, "doi", _CSL)
    if address and not identifiers:
        host = urlsplit(address).hostname or "the page"
        yield Place(host, address[:200], address, page_tags.SOURCE, accept="text/html, */*;q=0.5")

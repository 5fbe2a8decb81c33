"""A small file of each format that Paperfeed reads, with places into which a hostile text is put."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.formats import SOURCES
from generator.incoming import Source

_PLACE = re.compile("«([a-z_]+)»")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BY_FORMAT: Mapping[str, Source] = {source.format: source for source in SOURCES}
#: What stands in the places into which nothing hostile is put.
_TAME = {
    "id": "2503.01234", "doi": "10.1234/gulls", "url": "https://a.example/gulls",
    "pdf": "https://a.example/gulls.pdf", "day": "2025-03-11", "year": "2025", "month": "mar",
    "number": "7", "key": "gulls-2025", "report": "gulls-7", "orcid": "0000-0002-1825-0097",
    "source": "hf-daily", "rel": "paper", "media": "https://a.example/gulls.mp4",
    "status": "retracted", "topic": "+reading", "language": "en",
}  # fmt: skip


def _as_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _as_xml(text: str) -> str:
    return html.escape(_NOT_XML.sub("", text))


def _as_is(text: str) -> str:
    return text


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Carrier:
    """A file of a format; `quote` writes a text into it as the format's own programs would."""

    format: str
    file: str
    quote: Callable[[str], str]

    @property
    def source(self) -> Source:
        """What reads the format."""
        return _BY_FORMAT[self.format]

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its places."""
        return tuple(dict.fromkeys(_PLACE.findall(self.file)))

    def everywhere(self, text: str) -> bytes:
        """The file with the text in all places but those that say what and when the record is."""
        kept = ("id", "day", "year", "month", "number")
        return self._filled(lambda name: _TAME[name] if name in kept else self.quote(text))

    def in_place(self, number: int, text: str) -> bytes:
        """The file with the text in one of its places alone."""
        place = self.places[number % len(self.places)]
        return self._filled(lambda name: self.quote(text) if name == place else tame(name))

    def unquoted(self, number: int, text: str) -> bytes:
        """The same, with the text as it is, whatever the format makes of it."""
        place = self.places[number % len(self.places)]
        return self._filled(lambda name: text if name == place else tame(name))

    def _filled(self, value: Callable[[str], str]) -> bytes:
        made = _PLACE.sub(lambda found: value(found[1]), self.file)
        return made.encode("utf-8", "surrogateescape" if _only_bytes(made) else "surrogatepass")


def tame(name: str) -> str:
    """What stands in a place of this name otherwise."""
    return _TAME.get(name, f"Some {name} of gulls")


def _only_bytes(text: str) -> bool:
    """Whether its surrogates stand for bytes that are no UTF-8."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


_ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query: «query»</title><updated>2025-03-12T00:00:00Z</updated>
<link href="https://arxiv.org/api/query?x" type="application/atom+xml"/>
<opensearch:itemsPerPage>1</opensearch:itemsPerPage><opensearch:totalResults>1</opensearch:totalResults>
<entry><id>http://arxiv.org/abs/«id»v1</id><title>«title»</title><updated>2025-03-11T00:00:00Z</updated>
<link href="«url»" rel="alternate" type="text/html"/><link href="«pdf»" rel="related" type="application/pdf" title="pdf"/>
<summary>«abstract»</summary><category term="«category»" scheme="http://arxiv.org/schemas/atom"/>
<published>2025-03-11T00:00:00Z</published><arxiv:comment>«comment»</arxiv:comment>
<arxiv:journal_ref>«journal»</arxiv:journal_ref><arxiv:doi>«doi»</arxiv:doi>
<arxiv:primary_category term="«category»"/><author><name>«author»</name><arxiv:affiliation>«place»</arxiv:affiliation></author></entry></feed>
"""
_ARXIV_RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel><title>cs.CV updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CV</link><description>«query»</description>
<pubDate>Tue, 11 Mar 2025 00:00:00 -0400</pubDate>
<item><title>«title»</title><link>https://arxiv.org/abs/«id»</link>
<description>arXiv:«id»v1 Announce Type: new
Abstract: «abstract»</description><guid isPermaLink="false">oai:arXiv.org:«id»v1</guid><category>«category»</category>
<pubDate>Tue, 11 Mar 2025 00:00:00 -0400</pubDate><arxiv:announce_type>new</arxiv:announce_type><dc:rights>«licence»</dc:rights>
<arxiv:DOI>«doi»</arxiv:DOI><arxiv:journal_reference>«journal»</arxiv:journal_reference><dc:creator>«author»</dc:creator></item></channel></rss>
"""
_OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2025-03-12T00:00:00Z</responseDate>
<request verb="ListRecords">http://oaipmh.arxiv.org/oai</request><ListRecords>
<record><header><identifier>oai:arXiv.org:«id»</identifier><datestamp>«day»</datestamp><setSpec>«category»</setSpec></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>«id»</id><created>«day»</created>
<authors><author><keyname>«author»</keyname><forenames>«given»</forenames><suffix>«suffix»</suffix><affiliation>«place»</affiliation></author></authors>
<title>«title»</title><categories>«category»</categories><comments>«comment»</comments><journal-ref>«journal»</journal-ref>
<doi>«doi»</doi><license>«licence»</license><abstract>«abstract»</abstract></arXiv></metadata></record>
</ListRecords></OAI-PMH>
"""
_KAGGLE = (
    '{"id": "«id»", "submitter": "«author»", "authors": "«author» and «other»", "title": "«title»", '
    '"comments": "«comment»", "journal-ref": "«journal»", "doi": "«doi»", "report-no": "«report»", '
    '"categories": "«category»", "license": "«licence»", "abstract": "«abstract»", "versions": '
    '[{"version": "v1", "created": "Tue, 11 Mar 2025 00:00:00 GMT"}], "update_date": "«day»", '
    '"authors_parsed": [["«author»", "«given»", "«suffix»"]]}\n'
)
_ARXIV_DAILY = (
    '{"id": "«id»", "pdf": "«pdf»", "abs": "«url»", "authors": ["«author»", "«other»"], "title": '
    '"«title»", "categories": ["«category»"], "comment": "«comment»", "summary": "«abstract»"}\n'
)
_ABS = """------------------------------------------------------------------------------
\\\\
arXiv:«id»
From: «author» <x@a.example>
Date: Tue, 11 Mar 2025 00:00:00 GMT   (12kb)

Title: «title»
Authors: «author», «other» («place»)
Categories: «category»
Comments: «comment»
Journal-ref: «journal»
DOI: «doi»
License: «licence»
\\\\
  «abstract»
\\\\
"""
_SEMANTIC = (
    '{"total": 1, "data": [{"paperId": "0123456789abcdef0123456789abcdef01234567", "externalIds": '
    '{"ArXiv": "«id»", "DOI": "«doi»", "ACL": "«acl»"}, "url": "«url»", "title": "«title»", '
    '"abstract": "«abstract»", "venue": "«venue»", "year": 2025, "openAccessPdf": {"url": "«pdf»"}, '
    '"publicationDate": "«day»", "journal": {"name": "«journal»", "volume": "«volume»", "pages": '
    '"«pages»"}, "authors": [{"authorId": "1", "name": "«author»"}]}]}'
)
_OPENALEX = (
    '{"results": [{"id": "https://openalex.org/W7", "doi": "«doi»", "title": "«title»", '
    '"display_name": "«title»", "publication_date": "«day»", "type": "article", "language": '
    '"«language»", "primary_location": {"landing_page_url": "«url»", "pdf_url": "«pdf»", "license": '
    '"«licence»", "source": {"display_name": "«venue»", "type": "journal"}}, "authorships": '
    '[{"author": {"display_name": "«author»", "orcid": "«orcid»"}, "raw_author_name": "«other»"}], '
    '"biblio": {"volume": "«volume»", "issue": "«issue»", "first_page": "«pages»"}, '
    '"abstract_inverted_index": {"«abstract»": [0], "«word»": [1]}}]}'
)
_OPENREVIEW = (
    '{"notes": [{"id": "«note»", "forum": "«note»", "invitation": "V.cc/2025/Conference/-/Submission", '
    '"cdate": 1741651200000, "content": {"title": "«title»", "authors": ["«author»", "«other»"], '
    '"abstract": "«abstract»", "TL;DR": "«comment»", "venue": "«venue»", "venueid": "«venueid»", '
    '"pdf": "«pdf»", "code": "«url»", "_bibtex": "«bibtex»", "keywords": ["«word»"]}}]}'
)
_PAPERLISTS = (
    '[{"id": "«number»", "title": "«title»", "status": "Poster", "author": "«author»; «other»", '
    '"abstract": "«abstract»", "site": "«url»", "pdf": "«pdf»", "github": "«code»", "project": '
    '"«project»", "aff": "«place»", "keywords": "«word»", "bibtex": "«bibtex»", "tldr": "«comment»"}]'
)
_ACL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2025.gull"><volume id="long" ingest-date="«day»"><meta><booktitle>«venue»</booktitle>
<publisher>«publisher»</publisher><year>«year»</year><month>«month»</month></meta>
<paper id="«number»"><title>«title» <fixed-case>«word»</fixed-case> <b>«other»</b></title>
<author><first>«given»</first><last>«author»</last><affiliation>«place»</affiliation></author>
<abstract>«abstract» <tex-math>«formula»</tex-math></abstract><url>«url»</url><doi>«doi»</doi>
<pwccode url="«code»">«comment»</pwccode><bibkey>«key»</bibkey></paper></volume></collection>
"""
_PMLR = """---
title: "«title»"
abstract: "«abstract»"
layout: inproceedings
id: "«key»"
author:
- given: "«given»"
  family: "«author»"
container-title: "«venue»"
volume: '«number»'
date: «day»
pdf: "«pdf»"
software: "«code»"
firstpage: 1
---
"""
_CSL = (
    '[{"type": "article-journal", "id": "«key»", "title": "«title»", "author": [{"family": '
    '"«author»", "given": "«given»", "ORCID": "«orcid»"}, {"literal": "«other»"}], "abstract": '
    '"«abstract»", "container-title": "«journal»", "DOI": "«doi»", "URL": "«url»", "note": '
    '"arXiv: «id»\\n«comment»", "number": "«report»", "language": "«language»", "issued": '
    '{"date-parts": [[2025, 3, 11]]}, "publisher": "«publisher»", "volume": "«volume»"}]'
)
_BIBTEX = """@string{venue = {«venue»}}
@inproceedings{«key»,
  title = {«title»},
  author = {«author» and «other», «given»},
  booktitle = venue,
  year = {«year»}, month = «month»,
  abstract = {«abstract»},
  doi = {«doi»}, eprint = {«id»}, archiveprefix = {arXiv}, primaryclass = {«category»},
  url = {«url»}, note = "«comment»", keywords = {«word»}
}
"""
_RIS = """TY  - JOUR
ID  - «key»
TI  - «title»
AU  - «author», «given»
A1  - «other»
AB  - «abstract»
JO  - «journal»
DO  - «doi»
UR  - «url»
L1  - «pdf»
N1  - «comment»
KW  - «word»
PY  - «year»
DA  - 2025/03/11/
"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>«journal»</title><link>https://a.example/</link><description>«query»</description><language>«language»</language>
<item><title>«title»</title><link>«url»</link><guid isPermaLink="false">«key»</guid><description>«abstract»</description>
<content:encoded>«body»</content:encoded><dc:creator>«author»</dc:creator><dc:identifier>doi:«doi»</dc:identifier>
<dc:source>«venue»</dc:source><dc:rights>«licence»</dc:rights><prism:publicationName>«journal»</prism:publicationName>
<category>«category»</category><pubDate>Tue, 11 Mar 2025 00:00:00 GMT</pubDate></item></channel></rss>
"""
_HF_JSON = (
    '[{"paper": {"id": "«id»", "title": "«title»", "summary": "«abstract»", "authors": [{"name": '
    '"«author»"}, {"name": "«other»"}], "publishedAt": "2025-03-03T00:00:00.000Z", '
    '"submittedOnDailyAt": "2025-03-11T00:00:00.000Z", "upvotes": 26, "githubRepo": "«code»", '
    '"projectPage": "«project»", "ai_summary": "«comment»", "ai_keywords": ["«word»"], '
    '"organization": {"name": "«place»", "fullname": "«venue»"}, "mediaUrls": ["«media»"], '
    '"submittedOnDailyBy": {"fullname": "«given»", "name": "«key»"}}, "numComments": 3, '
    '"thumbnail": "«pdf»", "mediaUrls": ["«media»"]}]'
)
_HF_HTML = (
    "<!doctype html>\n<html><head><meta charset='utf-8'/><meta property='og:url' "
    "content='https://huggingface.co/papers/date/2025-03-11'/><title>Daily Papers - Hugging Face"
    "</title></head><body class='flex DailyPapersPage'><main><div class='SVELTE_HYDRATER contents' "
    "data-target='DailyPapers' data-props=\"{&quot;dailyPapers&quot;: «items»}\"></div></main></body>"
    "</html>"
)
_LONG = (
    "We count gulls on the pier at noon and find as many at any tide, which nobody thought. " * 4
)
_HF_TEXT = f"""Daily Papers
byAK and the research community

Mar 11

«title»
«abstract» {_LONG}

Another title of gulls
{_LONG} «comment»
"""
_JSONL = (
    '{"id": "«key»", "title": "«title»", "abstract": "«abstract»", "authors": ["«author»", '
    '"«other»"], "published": "«day»", "categories": ["«category»"], "url": "«url»", "pdf_url": '
    '"«pdf»", "code_url": "«code»", "comment": "«comment»", "journal_ref": "«journal»", "doi": '
    '"«doi»", "venue": "«venue»", "also": ["«report»"]}\n'
)
_RECORD = (
    '{"id": "«key»", "aliases": ["«report»"], "title": "«title»", "abstract": "«abstract»", '
    '"authors": [{"name": "«author»", "orcid": "«orcid»"}], "listed": "2025-03-11", "listings": '
    '[{"source": "«source»", "day": "2025-03-11"}], "identifiers": {"doi": "«doi»"}, "links": '
    '[{"rel": "«rel»", "url": "«url»"}], "media": ["«media»"], "license": "«licence»", "language": '
    '"«language»", "organization": "«place»", "submitted_by": "«given»", "status": "«status»", '
    '"topics": ["«topic»"], "venue": "«venue»"}\n'
)


def _in_props(text: str) -> str:
    """Items of the Daily Papers API, as JSON in an attribute."""
    one = json.dumps(text)
    items = (
        f'[{{"paper": {{"id": "2503.01234", "title": {one}, "summary": {one}, "authors": '
        f'[{{"name": {one}}}], "publishedAt": "2025-03-03T00:00:00.000Z", "githubRepo": {one}, '
        f'"projectPage": {one}, "ai_summary": {one}}}, "title": {one}}}]'
    )
    return html.escape(items)


CARRIERS = (
    Carrier("arxiv-atom", _ATOM, _as_xml),
    Carrier("arxiv-rss", _ARXIV_RSS, _as_xml),
    Carrier("oai-pmh", _OAI, _as_xml),
    Carrier("arxiv-kaggle", _KAGGLE, _as_json),
    Carrier("arxiv-daily", _ARXIV_DAILY, _as_json),
    Carrier("arxiv-abs", _ABS, _as_is),
    Carrier("semantic-scholar", _SEMANTIC, _as_json),
    Carrier("openalex", _OPENALEX, _as_json),
    Carrier("openreview", _OPENREVIEW, _as_json),
    Carrier("paperlists", _PAPERLISTS, _as_json),
    Carrier("acl-xml", _ACL, _as_xml),
    Carrier("pmlr-post", _PMLR, _as_json),
    Carrier("csl-json", _CSL, _as_json),
    Carrier("bibtex", _BIBTEX, _as_is),
    Carrier("ris", f"{_RIS}ER  - \n", _on_one_line),
    Carrier("web-feed", _FEED, _as_xml),
    Carrier("hf-daily-json", _HF_JSON, _as_json),
    Carrier("hf-papers-html", _HF_HTML, _in_props),
    Carrier("hf-page-text", _HF_TEXT, _on_one_line),
    Carrier("jsonl", _JSONL, _as_json),
    Carrier("jsonl", _RECORD, _as_json),
)

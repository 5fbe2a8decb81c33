"""What each of the API's documents holds, as JSON Schemas.

A field may be added; one that is there keeps its name and its meaning as long as `api` has the
same number. Source: https://json-schema.org/draft/2020-12/schema
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.addresses import schema_file
from generator.api import VERSION
from generator.fields import LINK_RELS, STATUSES
from generator.model import DAY_STATES

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_LINE: _Schema = {"type": "string", "minLength": 1}
_COUNT: _Schema = {"type": "integer", "minimum": 0}
_DAY: _Schema = {"type": "string", "format": "date"}
#: Not `format: uri`: in addresses of records there may be letters of any script.
_ADDRESS: _Schema = {"type": "string", "pattern": "^https?://[^ ]+$"}
_HASH: _Schema = {
    "type": "string",
    "pattern": "^[0-9a-f]{32}$",
    "description": "The first 32 hex digits of a SHA-256.",
}
_PARTIAL: _Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "description": "A day, a month or a year, as precise as is known.",
}
_MOMENT: _Schema = {"type": "string", "format": "date-time"}


def _object(
    required: Mapping[str, _Schema], optional: Mapping[str, _Schema] | None = None
) -> _Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _list(of: _Schema) -> _Schema:
    return {"type": "array", "items": of}


def _by_name(of: _Schema, names: str = ".") -> _Schema:
    return {"type": "object", "propertyNames": {"pattern": names}, "additionalProperties": of}


def _or_none(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_API: _Schema = {"const": VERSION, "description": "The form of this document."}
_STATUS: _Schema = {"enum": list(STATUSES)}
_STATE: _Schema = {"enum": list(DAY_STATES)}
_ENTRY = _object(
    {
        "id": _LINE,
        "title": _LINE,
        "authors": _list(_LINE),
        "listed": _DAY,
        "topics": _list(_LINE),
    },
    {"upvotes": _COUNT, "status": _STATUS},
)
_PAPER = _object(
    {
        "api": _API,
        "id": _LINE,
        "url": _ADDRESS,
        "title": {**_LINE, "description": "Text; formulas are TeX between dollars."},
        "authors": _list(_object({"name": _LINE}, {"orcid": _LINE})),
        "listed": {**_DAY, "description": "The day (UTC) on which the site has it."},
        "topics": {**_list(_LINE), "description": "Slugs, the surest first."},
        "related": {**_list(_LINE), "description": "Ids of papers near it, the nearest first."},
    },
    {
        "abstract": {**_TEXT, "description": "Paragraphs with an empty line between."},
        "status": _STATUS,
        "listings": _list(_object({"source": _LINE, "day": _DAY})),
        "published": _PARTIAL,
        "updated": _PARTIAL,
        "version": _COUNT,
        "identifiers": _by_name(_LINE),
        "categories": _list(_LINE),
        "venue": _LINE,
        "journal_ref": _LINE,
        "comment": _LINE,
        "license": _LINE,
        "language": _LINE,
        "organization": _LINE,
        "submitted_by": _LINE,
        "links": _list(_object({"rel": {"enum": list(LINK_RELS)}, "url": _ADDRESS})),
        "media": _list(_ADDRESS),
        "upvotes": _COUNT,
        "comments": _COUNT,
        "aliases": {**_list(_LINE), "description": "Ids that it had; they lead to it."},
    },
)
_DAY_OF_PAPERS = _object(
    {
        "api": _API,
        "day": _DAY,
        "url": _ADDRESS,
        "before": _or_none(_DAY),
        "after": _or_none(_DAY),
        "sources": _list(_object({"source": _LINE, "state": _STATE, "reason": _or_none(_TEXT)})),
        "papers": _list(_ENTRY),
    }
)
_TOPIC = _object(
    {
        "api": _API,
        "slug": _LINE,
        "name": _LINE,
        "area": _TEXT,
        "meaning": _TEXT,
        "url": _ADDRESS,
        "papers": _list(
            _object({"id": _LINE, "title": _LINE, "listed": _DAY}, {"status": _STATUS})
        ),
    }
)
_INDEX = _object(
    {
        "api": _API,
        "name": _TEXT,
        "url": _ADDRESS,
        "papers": {
            **_by_name(_HASH),
            "description": "By id the hash of its line in its month's file, without the end; "
            "in the order of the days.",
        },
        "months": {
            **_by_name(_HASH, "^[0-9]{4}-[0-9]{2}$"),
            "description": "By month the hash of its file, unpacked.",
        },
        "days": {
            **_by_name(_COUNT, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
            "description": "By day how many papers are listed on it.",
        },
        "topics": {**_by_name(_COUNT), "description": "By slug how many papers have it."},
        "aliases": {**_by_name(_LINE), "description": "By alias the id that it leads to."},
        "removed": {**_by_name(_DAY), "description": "By id when a paper was taken down."},
        "samples": {
            **_list(_LINE),
            "description": "Ids of papers that came with the software, to have something to show.",
        },
    },
    {
        "licence": {**_LINE, "description": "The terms under which its records may be copied."},
        "contact": {**_LINE, "description": "Who answers for the site."},
    },
)
_INTAKE = _object(
    {
        "day": _DAY,
        "state": _STATE,
        "records": _COUNT,
        "rejected": _COUNT,
        "reason": _or_none(_TEXT),
    }
)
_SITE_STATUS = _object(
    {
        "api": _API,
        "site": _ADDRESS,
        "papers": _COUNT,
        "days": _COUNT,
        "updated": _or_none(_DAY),
        "stale_after": _COUNT,
        "latest": _or_none(_DAY),
        "sources": _by_name(_list(_INTAKE)),
    }
)
_PERSON = _object({"name": _LINE, "fullname": _LINE})
_DAILY_PAPERS = _list(
    _object(
        {
            "paper": _object(
                {
                    "id": _LINE,
                    "authors": _list(_object({"name": _LINE, "hidden": {"type": "boolean"}})),
                    "publishedAt": _MOMENT,
                    "submittedOnDailyAt": _MOMENT,
                    "title": _LINE,
                    "summary": _TEXT,
                    "upvotes": _COUNT,
                },
                {
                    "githubRepo": _ADDRESS,
                    "projectPage": _ADDRESS,
                    "organization": _PERSON,
                    "submittedOnDailyBy": _PERSON,
                    "status": _STATUS,
                },
            ),
            "publishedAt": _MOMENT,
            "title": _LINE,
            "numComments": _COUNT,
        },
        {"mediaUrls": _list(_ADDRESS), "submittedBy": _PERSON, "organization": _PERSON},
    )
)

#: By name; an array is a document of Hugging Face's form, which has no number.
SCHEMAS: Mapping[str, _Schema] = {
    "paper": _PAPER,
    "day": _DAY_OF_PAPERS,
    "topic": _TOPIC,
    "index": _INDEX,
    "status": _SITE_STATUS,
    "daily-papers": _DAILY_PAPERS,
}


def schema(name: str, site_url: str) -> _Schema:
    """The schema of this name as a document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{site_url}{schema_file(name)}",
        "title": name,
        **SCHEMAS[name],
    }

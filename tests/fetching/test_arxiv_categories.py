"""Slips in arXiv's categories."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from generator.fetching.arxiv_categories import CATEGORIES, doubts, unknown_categories
from generator.fetching.asking import FetchedSource
from generator.fetching.kinds import KINDS, kind_of

#: MSC, ACM and words of authors stand among the categories of some listings.
_CATEGORY = re.compile(r"[a-z][a-z-]+(?:\.[A-Z]{2}|\.[a-z][a-z-]+)?")


@pytest.mark.real
def test_every_category_of_real_papers_is_known(shared: Path) -> None:
    found: set[str] = set()
    with gzip.open(shared / "corpus" / "arxiv_abs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found |= {each for each in json.loads(line)["categories"] if _CATEGORY.fullmatch(each)}
    assert len(found) > 100
    assert found <= CATEGORIES


@pytest.mark.parametrize(
    ("category", "instead"),
    [
        ("q-bio.GNN", "did you mean q-bio.GN?"),
        ("q-bio.gn", "did you mean q-bio.GN?"),
        ("cs.Cl", "did you mean cs.CL?"),
        ("Q-BIO", "did you mean q-bio?"),
        ("CS.AI", "did you mean cs.AI?"),
        ("HEP-PH", "did you mean hep-ph?"),
        ("q-bio.G", "did you mean q-bio.GN?"),
        ("q-bio.XX", "q-bio has the subjects BM, CB, GN, MN, NC, OT, PE, QM, SC, TO"),
        ("Econ.", "econ has the subjects EM, GN, TH"),
        ("hep-th.XX", "did you mean hep-th?"),
        ("genomics", "write one such as q-bio.GN"),
    ],
)
def test_a_slip_is_named_with_what_was_meant(category: str, instead: str) -> None:
    (said,) = unknown_categories(["hep-th", category, "cs", "cmp-lg", "math:math:AG"])
    assert said == f"arXiv has no category `{category}` that is known here; {instead}"


@pytest.mark.parametrize("name", [name for name in KINDS if name.startswith("arxiv")])
def test_each_way_to_ask_arxiv_doubts_a_slip_and_no_other_repository(name: str) -> None:
    kind = kind_of(name)
    assert kind is not None
    slip = FetchedSource("arxiv", name, ("cs.Cl",))
    assert kind.doubts(slip) == doubts(slip) != []
    assert not kind.doubts(FetchedSource("gulls", name, ("cs.Cl",), "https://gulls.example/oai"))

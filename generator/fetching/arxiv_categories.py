"""The categories that arXiv has, to find a slip in one before days stay empty for it.

Source: https://arxiv.org/category_taxonomy, and the archives before 2007 that it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from generator.fetching.asking import FetchedSource

#: The subjects of each archive; one without subjects is a category itself.
_SUBJECTS = {
    "astro-ph": "CO EP GA HE IM SR",
    "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
    "cs": "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA "
    "NE NI OH OS PF PL RO SC SD SE SI SY",
    "econ": "EM GN TH",
    "eess": "AS IV SP SY",
    "gr-qc": "",
    "hep-ex": "",
    "hep-lat": "",
    "hep-ph": "",
    "hep-th": "",
    "math": "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA "
    "RT SG SP ST",
    "math-ph": "",
    "nlin": "AO CD CG PS SI",
    "nucl-ex": "",
    "nucl-th": "",
    "physics": "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an "
    "ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
    "q-bio": "BM CB GN MN NC OT PE QM SC TO",
    "q-fin": "CP EC GN MF PM PR RM ST TR",
    "quant-ph": "",
    "stat": "AP CO ME ML OT TH",
}
#: Categories of old papers, in which nothing new appears.
_CLOSED = (
    "acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga "
    "funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con"
).split()
CATEGORIES = frozenset(
    (
        *_SUBJECTS,
        *(f"{archive}.{each}" for archive in _SUBJECTS for each in _SUBJECTS[archive].split()),
        *_CLOSED,
    )
)
_BY_LOWER = {category.lower(): category for category in sorted(CATEGORIES)}


def has_subjects(category: str) -> bool:
    """Whether it is an archive whose papers are filed under subjects, as `q-bio`."""
    return bool(_SUBJECTS.get(category))


def unknown_categories(categories: Iterable[str]) -> list[str]:
    """A message for each that arXiv has not, as far as is known here, with the nearest that it has.

    A set as OAI-PMH writes it (`cs:cs:CL`) is not looked at.
    """
    return [
        f"arXiv has no category `{category[:40]}` that is known here; {_instead(category)}"
        for category in categories
        if category not in CATEGORIES and ":" not in category
    ]


def doubts(source: FetchedSource) -> list[str]:
    """A message for each category that arXiv has not; another repository has its own."""
    return [] if source.url else unknown_categories(source.categories)


def _instead(category: str) -> str:
    archive, dot, subject = category.lower().partition(".")
    subjects = {each.lower(): each for each in _SUBJECTS.get(archive, "").split()}
    if dot and subjects:
        if near := get_close_matches(subject, subjects, n=1, cutoff=0.6):
            return f"did you mean {archive}.{subjects[near[0]]}?"
        return f"{archive} has the subjects {', '.join(subjects.values())}"
    near = get_close_matches(category.lower(), _BY_LOWER, n=1, cutoff=0.6)
    return f"did you mean {_BY_LOWER[near[0]]}?" if near else "write one such as q-bio.GN"

"""Related papers worked out in the plainest way, to compare with: every pair, plain numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from math import floor, log, log2, sqrt

from generator import near_papers, nearness, term_weights
from generator.model import Paper
from generator.related import Related
from generator.terms import shown, terms_of, words_of

#: A term: a word, or two words.
Term = tuple[str, ...]
WHOLE = near_papers.WHOLE


def naive(
    papers: Sequence[Paper], topics: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Related, ...]]:
    """By id the papers nearest to each paper."""
    by_id = {paper.id: paper for paper in sorted(papers, key=lambda paper: paper.id)}
    counts = {each: _counts(paper) for each, paper in by_id.items()}
    rarity = _rarity(list(by_id.values()), counts)
    weights = {each: _weights(own, rarity) for each, own in counts.items()}
    settled = _settled(list(by_id.values()))
    circles = {each: _list(each, weights, settled) for each in by_id}
    others = {each: _list(each, weights, by_id.keys() - settled) for each in by_id}
    names = _names(papers)
    spread = Counter(term for own in weights.values() for term in own)
    result = {}
    for each, own in circles.items():
        near = []
        for other, score in (own | others[each]).items():
            shared = len((own.keys() | {each}) & (circles[other].keys() | {other}))
            common = WHOLE * shared // (nearness.NEIGHBOURS + 1)
            by_terms, by_neighbours = nearness.BY_TERMS, nearness.BY_NEIGHBOURS
            both = (by_terms * score + by_neighbours * common) // (by_terms + by_neighbours)
            near.append((-both, other))
        result[each] = tuple(
            Related(
                by_id[other],
                -score / WHOLE,
                tuple(names[term] for term in _shared(weights[each], weights[other])),
                tuple(sorted(topics[each] & topics[other])),
            )
            for score, other in sorted(near)[: near_papers.RELATED]
            if topics[each] & topics[other]
            or -score >= nearness.WEAK
            or not _is_common(_shared(weights[each], weights[other]), spread, len(by_id))
        )
    return result


def _is_common(shared: Sequence[Term], spread: Mapping[Term, int], papers: int) -> bool:
    if len(shared) != 1 or len(shared[0]) != 1:
        return False
    number = spread[shared[0]]
    return number > term_weights.ALWAYS_ALLOWED and nearness.COMMON * number > papers


def _counts(paper: Paper) -> Counter[Term]:
    found = Counter[Term]()
    for text in (*[paper.title] * 3, paper.abstract):
        terms = terms_of(words_of(text))
        found.update((term,) for term in terms if term)
        found.update(pair for pair in pairwise(terms) if all(pair))
    return found


def _rarity(papers: Sequence[Paper], counts: Mapping[str, Counter[Term]]) -> dict[Term, int]:
    """The rarity of each term that tells something, in steps."""
    settled = _settled(papers)
    every = Counter(term for own in counts.values() for term in own)
    before = Counter(term for each in settled for term in counts[each])
    damping = term_weights.DAMPING
    rarity = {}
    for term, number in every.items():
        spread = before[term] or number
        if len(term) == 2 if before[term] == 1 else number == 1:
            continue
        few = spread <= term_weights.ALWAYS_ALLOWED and number < len(papers)
        if few or _steps(len(settled)) - _steps(spread) >= term_weights.COMMON:
            rarity[term] = max(1, _steps(len(settled) + damping) - _steps(spread + damping))
    return rarity


def _settled(papers: Sequence[Paper]) -> set[str]:
    latest = max(((p.listed.year, p.listed.month) for p in papers), default=None)
    settled = {p.id for p in papers if (p.listed.year, p.listed.month) != latest}
    return settled if 2 * len(settled) >= len(papers) else {p.id for p in papers}


def _steps(number: int) -> int:
    return round(term_weights.STEPS * log2(number))


def _weights(counts: Mapping[Term, int], rarity: Mapping[Term, int]) -> dict[Term, int]:
    units = sorted(
        (-round((1 + log(count)) * 64) * rarity[term], len(term), term)
        for term, count in counts.items()
        if term in rarity
    )[: term_weights.TERMS]
    length = sqrt(sum(unit * unit for unit, _, _ in units))
    return {term: round(-unit / length * term_weights.UNIT) for unit, _, term in units}


def _list(
    each: str, weights: Mapping[str, Mapping[Term, int]], among: Collection[str]
) -> dict[str, int]:
    """The papers nearest to a paper by their terms among some, and how near."""
    own, found = weights[each], []
    for other, theirs in weights.items():
        product = sum(weight * theirs.get(term, 0) for term, weight in own.items())
        score = min(round(product * (WHOLE / term_weights.UNIT**2)), WHOLE)
        if other != each and other in among and score >= nearness.LEAST:
            found.append((-score, other))
    return {other: -score for score, other in sorted(found)[: nearness.NEIGHBOURS]}


def _shared(own: Mapping[Term, int], other: Mapping[Term, int]) -> list[Term]:
    both = own.keys() & other.keys()
    unit = term_weights.UNIT
    parts = {term: floor(own[term] * other[term] / unit) for term in both}
    ranked = sorted(both, key=lambda term: (-parts[term], len(term), term))[
        : 2 * near_papers.NAMED_TERMS
    ]
    ranked = [term for term in ranked if 5 * parts[term] >= parts[ranked[0]]]
    pairs = [term for term in ranked if len(term) == 2]
    told = [term for term in ranked if len(term) == 2 or not any(term[0] in p for p in pairs)]
    return told[: near_papers.NAMED_TERMS]


def _names(papers: Sequence[Paper]) -> dict[Term, str]:
    """Each term as most papers write it."""
    written = Counter(form for paper in papers for form in _forms(paper))
    forms = defaultdict(list)
    for form, number in written.items():
        forms[tuple(terms_of(form))].append((-number, " ".join(form)))
    return {term: min(found)[1] for term, found in forms.items()}


def _forms(paper: Paper) -> set[Term]:
    texts = [[shown(word) for word in words_of(text)] for text in (paper.title, paper.abstract)]
    words = {(word,) for text in texts for word in text}
    return words | {pair for text in texts for pair in pairwise(text)}

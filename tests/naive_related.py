"""Related papers worked out in the plainest way, to compare with: every pair, plain numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import floor, log, sqrt

from generator import nearness
from generator.model import Paper
from generator.nearness import _GRAIN, _UNIT, COMMON, DAMPING, LEAST, TOPIC_BONUS, WHOLE
from generator.related import Related
from generator.terms import shown, terms_of, words_of


def naive(
    papers: Sequence[Paper], topics: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Related, ...]]:
    """By id the papers nearest to each paper."""
    by_id = {paper.id: paper for paper in sorted(papers, key=lambda paper: paper.id)}
    counts = {each: _counts(paper) for each, paper in by_id.items()}
    spread = Counter(term for own in counts.values() for term in own)
    size = len(papers)
    most = min(max(nearness.ALWAYS_ALLOWED, int(COMMON * size)), size - 1)
    rarity = {
        term: log((size + DAMPING) / (number + DAMPING))
        for term, number in spread.items()
        if 2 <= number <= most
    }
    weights = {each: _weights(own, rarity) for each, own in counts.items()}
    written = Counter(
        form
        for paper in papers
        for form in {shown(word) for word in words_of(f"{paper.title} / {paper.abstract}")}
    )
    forms = defaultdict(list)
    for form, number in written.items():
        forms[terms_of([form])[0]].append((-number, form))
    heaviest = {
        term: sorted((-own[term], each) for each, own in weights.items() if term in own)
        for term in rarity
    }
    looked_at = {
        term: {each for _, each in found[: nearness.POSTINGS]} for term, found in heaviest.items()
    }
    result = {}
    for each, own in weights.items():
        scores: Counter[str] = Counter()
        for term, weight in own.items():
            for other in looked_at[term] - {each}:
                scores[other] += weight * weights[other][term]
        near = []
        nearest = sorted(
            (-round(score / _UNIT**2 * WHOLE), other) for other, score in scores.items()
        )
        for score, other in nearest[: nearness.CANDIDATES]:
            bonus = 100 + TOPIC_BONUS * len(topics[each] & topics[other])
            near.append((-min((-score * bonus + 50) // 100, WHOLE), other))
        result[each] = tuple(
            Related(
                by_id[other],
                -score / WHOLE,
                tuple(min(forms[term])[1] for term in _shared(own, weights[other])),
                tuple(sorted(topics[each] & topics[other])),
            )
            for score, other in sorted(near)[: nearness.RELATED]
            if -score >= LEAST
        )
    return result


def _counts(paper: Paper) -> Counter[str]:
    words = words_of(paper.title) * 3 + words_of(paper.abstract)
    return Counter(term for term in terms_of(words) if term)


def _weights(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, int]:
    units = sorted(
        (-round((1 + log(count)) * rarity[term] * _GRAIN), term)
        for term, count in counts.items()
        if term in rarity
    )[: nearness.TERMS]
    length = sqrt(sum(unit * unit for unit, _ in units))
    return {term: round(-unit / length * _UNIT) for unit, term in units}


def _shared(own: Mapping[str, int], other: Mapping[str, int]) -> list[str]:
    both = own.keys() & other.keys()
    ranked = sorted(both, key=lambda term: (-floor(own[term] * other[term] / _UNIT), term))
    return ranked[: nearness.NAMED_TERMS]

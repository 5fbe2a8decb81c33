"""The ways to find related papers that `make eval-related` compares; each sees texts alone.

Those that are not ours are scikit-learn's. tf-idf is that of arxiv-sanity-lite: 20,000 words and
pairs of words, in at least five papers and at most a tenth of them, frequencies by their logarithm.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from generator.near_papers import RELATED
from generator.nearness import lists_of, nearest, no_lists
from generator.term_weights import weigh
from generator.word_counts import count_more, no_counts

NEAREST = 8
_BLOCK = 500
_SEED = 8
#: What a word or a pair of words has to be, for scikit-learn.
_TERMS = {
    "analyzer": "word",
    "token_pattern": r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
    "stop_words": "english",
    "ngram_range": (1, 2),
    "max_features": 20_000,
    "max_df": 0.1,
    "min_df": 5,
}
_LSA, _LSA_SHARE = 400, 0.3
#: BM25's usual constants.
_K1, _B = 1.2, 0.75
_BONUS = 0.15

#: By paper the numbers of those nearest to it, the nearest first; -1 is none.
Nearest = NDArray[np.int64]
#: Some papers, by the first one's number, and the score of each with every paper.
Block = tuple[int, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a method may look at."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]


Timed = tuple[Nearest, float]
Method = Callable[[Sequence[Paper]], Timed]


def _timed(find: Callable[[Sequence[Paper]], Nearest]) -> Method:
    def method(papers: Sequence[Paper]) -> Timed:
        start = time.process_time()
        nearest = find(papers)
        return nearest, time.process_time() - start

    return method


def _random(papers: Sequence[Paper]) -> Nearest:
    draw = np.random.default_rng(_SEED)
    return draw.integers(0, len(papers), (len(papers), NEAREST))


def _texts(papers: Sequence[Paper]) -> list[str]:
    return [f"{paper.title} {paper.abstract}" for paper in papers]


def _tf_idf(papers: Sequence[Paper]) -> csr_matrix:
    return TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", **_TERMS).fit_transform(
        _texts(papers)
    )


def _cosine(papers: Sequence[Paper]) -> Nearest:
    return _by_score(_products(_tf_idf(papers)))


def _bm25(papers: Sequence[Paper]) -> Nearest:
    counts = CountVectorizer(strip_accents="unicode", **_TERMS).fit_transform(_texts(papers))
    counts = counts.astype(np.float64)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(1 + (len(papers) - spread + 0.5) / (spread + 0.5))
    damped = np.repeat(_K1 * (1 - _B + _B * lengths / lengths.mean()), np.diff(counts.indptr))
    weights = counts.copy()
    weights.data = rarity[counts.indices] * counts.data * (_K1 + 1) / (counts.data + damped)
    asked = counts.copy()
    asked.data = np.ones_like(counts.data)
    return _by_score(_products(asked, weights))


def _lsa(papers: Sequence[Paper]) -> Nearest:
    terms = _tf_idf(papers)
    hidden = normalize(TruncatedSVD(_LSA, random_state=_SEED).fit_transform(terms))
    mixed = partial(_mixed, terms, hidden)
    return _by_score((start, mixed(start)) for start in range(0, len(papers), _BLOCK))


def _mixed(terms: csr_matrix, hidden: NDArray[Any], start: int) -> NDArray[Any]:
    rows = slice(start, start + _BLOCK)
    plain = (terms[rows] @ terms.T).toarray()
    mixed: NDArray[Any] = plain * (1 - _LSA_SHARE) + _LSA_SHARE * (hidden[rows] @ hidden.T)
    return mixed


def _with_shared(what: Callable[[Paper], Collection[str]], papers: Sequence[Paper]) -> Nearest:
    """The cosine, and nearer where authors or categories are shared, as far as they are."""
    each = CountVectorizer(analyzer=lambda values: values, binary=True, dtype=np.float64)
    having = normalize(each.fit_transform([sorted(set(what(paper))) for paper in papers]))
    terms = _tf_idf(papers)
    return _by_score(
        (start, score * (1 + _BONUS * shared))
        for (start, score), (_, shared) in zip(_products(terms), _products(having), strict=True)
    )


def _products(rows: csr_matrix, columns: csr_matrix | None = None) -> Iterator[Block]:
    turned = (rows if columns is None else columns).T.tocsr()
    for start in range(0, rows.shape[0], _BLOCK):
        yield start, (rows[start : start + _BLOCK] @ turned).toarray()


def _by_score(blocks: Iterable[Block]) -> Nearest:
    """Those with the highest scores, by blocks of papers with a score for each other paper."""
    found = []
    for start, scores in blocks:
        rows = np.arange(len(scores))
        scores[rows, start + rows] = -1  # nobody is near oneself
        best = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        found.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(found)


def _ours(papers: Sequence[Paper], *, by_terms: bool = False) -> Nearest:
    texts = {paper.id.encode(): (paper.title, paper.abstract) for paper in papers}
    counts = count_more(no_counts(), texts)
    rows = [counts.rows[paper.id.encode()] for paper in papers]
    weights = weigh(counts, rows, [True] * len(papers))
    lists = lists_of([paper.id for paper in papers], weights, no_lists())
    if by_terms:
        return lists.papers[:, :NEAREST]
    near = nearest(lists, weights)
    weak = np.frombuffer(near.weak, np.bool_)  # whatever topics they share
    return np.where(weak, -1, np.array(near.papers, np.int32)).reshape(-1, RELATED)


YARDSTICK = "tf-idf, cosine (arxiv-sanity's way)"
METHODS: dict[str, Method] = {
    "random": _timed(_random),
    YARDSTICK: _timed(_cosine),
    "BM25": _timed(_bm25),
    "tf-idf, and categories in common": _timed(partial(_with_shared, lambda p: p.categories)),
    "tf-idf, and authors in common": _timed(partial(_with_shared, lambda p: p.authors)),
    "tf-idf, mixed with LSA of 400": _timed(_lsa),
    "ours, without neighbours in common": _timed(partial(_ours, by_terms=True)),
    "ours": _timed(_ours),
}

"""The words of a text, how a word is shown, and the term that it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: Formulas and addresses.
_NO_WORDS = re.compile(r"(?<!\\)\$\$?[^$]+\$\$?|https?://\S+")
#: Words of any paper, which tell nothing of this one.
_EMPTY_WORDS = frozenset(
    """
    a about above across after against all almost also although among an and another any are as at
    based be because been before being best better between both but by can could did do does doing
    due during each either end enable enables even every existing few first finally for from further
    given good had has have having here high higher how however https http if in instead into is it
    its itself just known large larger less like low lower main make makes many may might more
    moreover most much must namely need needs new no nor not novel now of often on once one only or
    other others our ours out over own paper papers per previous propose proposed proposes provide
    provides recent recently research same see several should show shown shows since so some such
    than that the their them then there these they this those three through thus to together too
    two under until up upon us use used useful uses using various very via was way we well were
    what when where whether which while who whose why will with within without work works would yet
    you your abstract achieve achieves additionally conduct conducted approach approaches
    demonstrate demonstrates
    experiments extensive furthermore introduce introduces key method methods present presents
    problem respectively result results significant significantly study
    """.split()
)

#: What stands before an `s` that is no plural's, as far as that can be told without a dictionary.
_NO_PLURAL = frozenset("suia")


def words_of(text: str) -> list[str]:
    """The words of a text as they stand there, one after another."""
    if "$" in text or "://" in text:
        text = _NO_WORDS.sub(" ", text)
    return _WORD.findall(text)


def shown(word: str) -> str:
    """The word without the capitals that the start of a sentence or a title gives it."""
    return word.lower() if word.istitle() else word


def singular(term: str) -> str:
    """The term in lower case and without a plural's end, to see whether two say the same."""
    return term.lower().rstrip("s")


def terms_of(words: Sequence[str]) -> list[str]:
    """The term of each word: in lower case, in the singular; empty if the word tells nothing."""
    # Of all at once, which takes a third of the time.
    low = "\n".join(words).lower().split("\n") if words else []
    return [
        ""
        if len(word) < 3 or word in _EMPTY_WORDS or word[0].isdigit()
        else word[:-1]
        if word[-1] == "s" and len(word) > 4 and word[-2] not in _NO_PLURAL
        else word
        for word in low
    ]

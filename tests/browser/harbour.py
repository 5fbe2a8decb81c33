"""An invented feed for the browser: 65 papers of a harbour, on seven days of two years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.model import Author, Link, Paper
from generator.store import write
from tests.toy import paper

FOUND = "2401.00001"
HOSTILE = "2401.00002"
HOSTILE_TITLE = "<img src=x onerror=alert(1)> and other driftwood"
RIGHT_TO_LEFT = "2401.00003"
CROWD = "2401.00004"
NOBODY = "2401.00005"
WITHDRAWN = "2401.00006"
ALIASED, ALIAS = "2401.00007", "seals-of-the-outer-harbour-3f9a1c"
SILENT = "2401.00008"
BY_HAND = "2401.00009"
FORMULA = "2401.00010"
WIDE = "2401.00011"
OLD_STYLE = "hep-th-9901001"
REMOVED = "2401.09999"
#: What the paper SILENT has besides its arXiv identifier.
BELL_DOI = "10.1234/Bell.8(1)"

#: The days with papers, in order of time, and a day between them that has none.
DAYS = (
    "2023-12-29", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-09", "2024-01-10", "2024-02-01"
)  # fmt: skip
QUIET, BEFORE_QUIET, AFTER_QUIET = "2024/01/06", "2024/01/04", "2024/01/09"
TABLES = 53

_TOPICS = """\
- area: Shore
  topics:
    - slug: tides
      label: Tides, currents & all other moving water
      is: how the water comes and goes
      phrases: [tide table]
    - slug: birds
      label: Birds
      is: what flies over it
      phrases: [gull]
    - slug: wrecks
      label: Wrecks
      is: what lies below it, of which there are no papers
      phrases: [wreck]
"""

_REMOVED = f"""\
id: '{REMOVED}'
day: 2024-03-01
reason: At the request of the authors.
title: 5563e10cdb032fc9fb22bd922028dfb1
identifiers: {{arxiv: '{REMOVED}'}}
"""


def make_harbour(folder: Path) -> Path:
    """The feed as a content folder."""
    folder.mkdir(parents=True)
    (folder / "topics.yml").write_text(_TOPICS, encoding="utf-8")
    for made in (*_specials(), *_tables()):
        write(folder, made)
    removed = folder / "intake" / "removed" / f"{REMOVED}.yml"
    removed.parent.mkdir(parents=True)
    removed.write_text(_REMOVED, encoding="utf-8")
    return folder


def _specials() -> Iterator[Paper]:
    ada, grace = Author("Ada Ebb"), Author("Grace Flood")
    yield paper(
        1,
        "2024-01-03",
        "Gulls that count the waves",
        authors=(ada, grace),
        abstract="We watched one gull for a year. It counts in periwinkles, and it counts well. "
        + "Nobody had asked it before. " * 20
        + "A second gull, the control, preferred barnacles & mussels.",
        upvotes=7,
        links=(Link("pdf", "https://arxiv.org/pdf/2401.00001"),),
    )
    yield paper(
        2,
        "2024-01-03",
        HOSTILE_TITLE,
        authors=(Author("<b>Mallory</b>"), Author('" onmouseover="alert(3)')),
        abstract="Driftwood says <script>alert(2)</script> and <mark>this</mark> &lt;i&gt; too.",
        comment="</script><img src=x onerror=alert(4)>",
        published="2024-01-02",
    )
    yield paper(
        3, "2024-01-04", "גלים ונמלים: מבט מן החוף", authors=(Author("נעמי גל"),), language="he"
    )
    yield paper(
        4,
        "2024-01-04",
        "A tide seen by three thousand",
        authors=tuple(Author(f"Watcher {number:04d}") for number in range(1, 3001)),
        abstract="We all looked at one wave.",
    )
    yield paper(
        5, "2024-01-04", "Anonymous foghorns", abstract="No one at the silentbelfry signed this."
    )
    yield paper(
        6,
        "2024-01-09",
        "Proof that the harbour is flat",
        authors=(grace,),
        abstract="It is not.",
        status="withdrawn",
        comment="Withdrawn by the author due to an error in the level",
    )
    yield paper(
        7,
        "2024-01-09",
        "Seals of the outer harbour",
        authors=(ada,),
        abstract="Three seals, asleep.",
        aliases=(ALIAS,),
    )
    yield paper(
        8,
        "2024-01-09",
        "A silent bell",
        authors=(ada,),
        identifiers={"arxiv": SILENT, "doi": BELL_DOI.lower()},
        license="http://creativecommons.org/licenses/by/4.0/",
    )
    yield paper(9, "2024-01-10", "Cormorants", abstract="They dive.", topics=("+birds",))
    yield paper(
        10,
        "2024-01-10",
        "Sorting $n$ pebbles in $O(n \\log n)$",
        authors=(ada,),
        abstract="With $\\epsilon$-pebbles, $$\\sum_{i=1}^{n} x_i^2 = 1$$ and $5 a piece.",
    )
    yield paper(
        11,
        "2024-01-10",
        "Un" + "sink" * 40 + "able: " + "a long title of many words, " * 8 + "and one more",
        authors=(Author("Q" * 80),),
        abstract="See https://example.org/" + "deep/" * 60 + " and " + "W" * 120 + ".",
    )
    yield paper(
        12,
        "2024-02-01",
        "Strings on a pier",
        authors=(grace,),
        abstract="Anglers use them.",
        id=OLD_STYLE,
        identifiers={"arxiv": "hep-th/9901001"},
        links=(),
    )


def _tables() -> Iterator[Paper]:
    for number in range(TABLES):
        yield paper(
            100 + number,
            DAYS[number % len(DAYS)],
            f"Tide table {number} of the eastern mole",
            authors=(Author(f"Keeper {number}"),),
            abstract=f"This tide table has {number} rows. High water comes, and it goes again.",
        )

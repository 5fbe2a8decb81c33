"""Names in the parts that citations set apart."""

from __future__ import annotations

import pytest

from generator.names import name_parts

PEOPLE = {
    "Ada Lovelace": ("Ada", "Lovelace", ""),
    "Laurens van der Maaten": ("Laurens", "van der Maaten", ""),
    "Guido van Rossum": ("Guido", "van Rossum", ""),
    "Martin Luther King Jr.": ("Martin Luther", "King", "Jr."),
    "Łukasz Kaiser": ("Łukasz", "Kaiser", ""),
    "J. R. R. Tolkien": ("J. R. R.", "Tolkien", ""),
    "Pierre-Simon de la Place": ("Pierre-Simon", "de la Place", ""),
    "van Gogh": ("van", "Gogh", ""),
    "Aidan N. Gomez": ("Aidan N.", "Gomez", ""),
}
WHOLE = (
    "Plato", "The ATLAS Collaboration", "Gemini Team", "Mistral AI", "王小明", "김 철수",
    "Bank of England", "Berkeley AI-Lab", "Foo Inc.", "Team 7", "Sorting & Sons", "Kimi k1.5",
)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_a_persons_name(name: str) -> None:
    given, family, suffix = PEOPLE[name]
    expected = {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})
    assert name_parts(name) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_without_parts(name: str) -> None:
    assert name_parts(name) == {"literal": name}

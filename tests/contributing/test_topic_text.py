"""A proposed topic goes into `topics.yml`, and nothing else there changes."""

from __future__ import annotations

import pytest

from generator.contributing.forms import ContributionError
from generator.contributing.topic_text import proposed, with_topic
from generator.topic_file import parse_topics
from generator.topics import Tagger
from tests.toy import FIXTURE, ROOT

TOY = (FIXTURE / "topics.yml").read_text("utf-8")


@pytest.mark.parametrize("area", ["Shore", "land & Trees"])
def test_a_topic_goes_to_the_end_of_its_area(area: str) -> None:
    topic = proposed(
        "Sea-ice: no", "ice: what floats # there", "- sea ice\n* ice floe, berg\n\n", area
    )
    changed = with_topic(TOY, topic)
    assert [line for line in TOY.split("\n") if line not in changed.split("\n")] == []
    before, after = parse_topics(TOY), parse_topics(changed)
    (new,) = [each for each in after if each not in before]
    assert (new.slug, new.label, new.meaning) == (
        "sea-ice-no",
        "Sea-ice: no",
        "ice: what floats # there",
    )
    assert [phrase.text for phrase in new.phrases] == ["sea ice", "ice floe", "berg"]
    assert [each.area for each in after] == sorted((e.area for e in after), reverse=True)
    assert [m.slug for m in Tagger(after).match("An ice floe", "")] == ["sea-ice-no"]


def test_what_stands_above_the_next_area_stays_there() -> None:
    text = TOY.replace("- area: Land", "\n# Of the land.\n\n- area: Land")
    changed = with_topic(text, proposed("Sea ice", "what floats", "floe", "Shore"))
    assert '        - "floe"\n\n# Of the land.\n\n- area: Land' in changed


@pytest.mark.ours
def test_in_our_own_file_the_first_and_the_last_area_take_one() -> None:
    ours = (ROOT / "content" / "topics.yml").read_text("utf-8")
    areas = [each.area for each in parse_topics(ours)]
    for area in (areas[0], areas[-1]):
        changed = with_topic(ours, proposed("Sea birds", "gulls and terns", "gull colony", area))
        kept = iter(changed.split("\n"))
        assert all(line in kept for line in ours.split("\n"))  # in their order
        assert len(parse_topics(changed)) == len(areas) + 1


@pytest.mark.parametrize(
    ("label", "phrases", "area", "said"),
    [
        ("Tides", "x", "Shore", "there is one already, Tides"),
        ("Gulls", "gull", "Sky", "`Sky` is none; there are Shore, Land & trees"),
        ("Index", "gull", "Shore", "gives no address"),
        ("README", "gull", "Shore", "gives no address"),
        ("海鳥", "gull", "Shore", "gives no address"),
        ("../../etc", "a/../b", "Shore", "write only words"),
        ("Gulls", "gull)", "Shore", "write only words"),
        ("Gulls", "{phrase: gull}", "Shore", "write only words"),
        ("Gulls", "gull\nGULL", "Shore", "again; remove one"),
        ("Gulls", " , \n", "Shore", "Phrases: found 0"),
        ("Gulls", "\n".join(f"gull {n}" for n in range(101)), "Shore", "found 101"),
        ("Gulls", "g" * 81, "Shore", "81 characters"),
        ("G" * 61, "gull", "Shore", "61 characters"),
    ],
)
def test_what_cannot_be_a_topic_is_refused(label: str, phrases: str, area: str, said: str) -> None:
    with pytest.raises(ContributionError, match=said):
        with_topic(TOY, proposed(label, "what flies", phrases, area))


@pytest.mark.parametrize(
    "text",
    ["", "x", "- area: [", "[{area: Shore, topics: [{slug: a, label: A, is: b, phrases: [c]}]}]"],
)
def test_a_file_that_is_not_written_as_usual_stays_as_it_is(text: str) -> None:
    with pytest.raises(ContributionError, match=r"mended first|by hand|cannot be used"):
        with_topic(text, proposed("Gulls", "what flies", "gull", "Shore"))

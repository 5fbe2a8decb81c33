"""The topic tagger: what earns a topic, what a person's word does, what a bad file says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.topic_file import TopicError, parse_topics
from generator.topics import (
    MAX_TOPICS,
    Evidence,
    Phrase,
    Tagger,
    Topic,
    TopicMatch,
    apply_override,
    unknown_topics,
)

ROOT = Path(__file__).parents[1]
# Those of the checkout: what is said of any text holds for a community's topics too.
SHIPPED = parse_topics((ROOT / "content" / "topics.yml").read_text(encoding="utf-8"))


def topic(slug: str, *phrases: Phrase | str) -> Topic:
    made = tuple(Phrase(p) if isinstance(p, str) else p for p in phrases)
    return Topic(slug, slug.title(), f"about {slug}", "Area", made)


def slugs(topics: Tagger | Topic, title: str = "", abstract: str = "") -> list[str]:
    tagger = Tagger([topics]) if isinstance(topics, Topic) else topics
    return [match.slug for match in tagger.match(title, abstract)]


def evidence(found: Topic, title: str = "", abstract: str = "") -> list[tuple[str, str, int]]:
    matches = Tagger([found]).match(title, abstract)
    return [(e.phrase, e.place, e.count) for match in matches for e in match.evidence]


# What earns a topic


def test_a_title_hit_earns_a_topic_and_one_abstract_hit_does_not() -> None:
    tagger = Tagger([topic("bees", "honey bee", Phrase("hive", 0.5)), topic("ants", "ant colony")])
    assert slugs(tagger, "The honey bee at noon", "An ant colony is near.") == ["bees"]


@pytest.mark.parametrize("abstract", ["A honey bee meets a honey bee.", "A honey bee, and a hive."])
def test_two_abstract_hits_earn_a_topic(abstract: str) -> None:
    assert slugs(topic("bees", "honey bee", "hive"), "On flight", abstract) == ["bees"]


def test_a_title_hit_counts_three_times_an_abstract_hit() -> None:
    bees = Tagger([topic("bees", "bee")])
    assert bees.match("bee", "")[0].score == 3 * bees.match("", "bee")[0].score == 3.0


def test_each_further_mention_counts_less() -> None:
    bees = Tagger([topic("bees", "bee")])
    one, two, three, many = (bees.match("", "bee. " * n)[0].score for n in (1, 2, 3, 50))
    assert two - one > three - two > 0
    assert many <= 2 * one


def test_a_paper_without_an_earned_topic_gets_its_single_best_mention() -> None:
    tagger = Tagger([topic("bees", Phrase("bee", 0.9)), topic("ants", "ant")])
    assert slugs(tagger, "", "A bee and an ant.") == ["ants"]
    assert slugs(topic("bees", Phrase("bee", 0.5)), "", "A bee.") == []


def test_a_side_remark_is_no_topic_beside_a_strong_one() -> None:
    tagger = Tagger([topic("bees", "bee", "hive", "honey"), topic("ants", Phrase("ant", 0.5))])
    assert slugs(tagger, "Ant paths") == ["ants"]
    assert slugs(tagger, "Bee, hive, honey and ant") == ["bees"]


def test_a_title_hit_of_a_strong_phrase_is_no_side_remark() -> None:
    words = ["bee", "hive", "honey", "comb", "wax", "queen"]
    tagger = Tagger(
        [topic("bees", *words), topic("ants", "ant"), topic("elms", Phrase("elm", 0.6))]
    )
    assert tagger.match(" ".join(words), "")[0].score > 4 * 3
    assert slugs(tagger, f"Ant, elm, {' '.join(words)}") == ["bees", "ants"]


def test_at_most_five_topics_and_ties_keep_the_order_of_the_file() -> None:
    words = ["fig", "elm", "oak", "ash", "yew", "fir"]
    tagger = Tagger([topic(word, word) for word in words])
    assert slugs(tagger, "Fir, yew, ash, oak, elm, fig") == words[:MAX_TOPICS]
    assert slugs(tagger, "Fir, yew, ash, oak, elm, fig", "A fir.") == ["fir", *words[:4]]


def test_a_phrase_may_count_in_one_place_only() -> None:
    trees = topic("trees", Phrase("oak", place="title"), Phrase("elm", 2, "abstract"))
    assert slugs(trees, "Oak") == slugs(trees, "", "An elm.") == ["trees"]
    assert slugs(trees, "Elm", "oak oak oak") == []


def test_evidence_says_phrase_place_and_count_strongest_first() -> None:
    bees = topic("bees", "honey bee", "hive")
    assert evidence(bees, "A hive", "Honey bees, honey-bee, a hive") == [
        ("hive", "title", 1),
        ("honey bee", "abstract", 2),
        ("hive", "abstract", 1),
    ]


# arXiv's categories are weak evidence


def test_a_category_helps_a_phrase_over_the_threshold_and_says_so() -> None:
    bees = Tagger([replace(topic("bees", "bee"), categories=(("q-bio.PE", 0.6),))])
    assert bees.match("On flight", "A bee and an ant.")[0].score == 1.0  # the best of a poor lot
    (found,) = bees.match("On flight", "A bee and an ant.", ["q-bio.PE"])
    assert (found.score, found.evidence) == (
        1.6,
        (Evidence("bee", "abstract", 1), Evidence("q-bio.PE", "category", 1)),
    )
    assert bees.match("On flight", "An ant.", ["q-bio.PE"]) == ()


def test_the_first_category_counts_most() -> None:
    bees = Tagger([replace(topic("bees", "bee"), categories=(("q-bio.PE", 2.0),))])
    assert bees.match("", "", ["q-bio.PE", "cs.RO"])[0].score == 2.0
    assert bees.match("", "", ["cs.RO", "q-bio.PE", "q-bio.PE"])[0].score == 1.0


# What is a mention


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("honey bee", "HONEY BEES"),
        ("honey bees", "a honey bee"),
        ("category", "two categories"),
        ("categories", "a category"),
        ("boss", "bosses"),
        ("bosses", "the boss"),
        ("box", "boxes"),
        ("bias", "many biases"),
        ("pre-training", "pre training"),
        ("pre-training", "pretraining"),
        ("pre-training", "pre\u2011training"),
        ("pre training", "pre-training"),
        ("text-to-image", "text to image"),
        ("audio visual", "audio/visual"),
        ("honey bee", "honey\n  bee"),
        ("RAG", "(RAG)"),
        ("RAG", "two RAGs"),
        ("LoRA", "lora"),
        ("4-bit", "a 4-bit model"),
        ("*Hive", "BeeHive and"),
        ("*Hive", "two BeeHives"),
        ("*Hive", "Hive"),
        ("*hive", "a beehive"),
    ],
)
def test_this_is_a_mention(phrase: str, text: str) -> None:
    assert evidence(topic("x", phrase), text) == [(phrase, "title", 1)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("bee", "beer"),
        ("bee", "honeybee"),
        ("honey bee", "honey. Bee"),
        ("honey bee", "honey, bee"),
        ("RAG", "a rag"),
        ("RAG", "Rag"),
        ("RL agent", "rl agent"),
        ("news", "new"),
        ("boss", "bos"),
        ("bee", "$bee$"),
        ("honey bee", r"honey $\times$ bee"),
        ("*Hive", "beehive"),
        ("*Hive", "Hives2"),
        ("pre training", "pretraining"),
    ],
)
def test_this_is_not_a_mention(phrase: str, text: str) -> None:
    assert evidence(topic("x", phrase), text) == []


def test_two_prices_are_not_a_formula() -> None:
    assert slugs(topic("bees", "bee"), "From $5 a bee to $10") == ["bees"]


def test_the_longest_phrase_of_a_topic_wins_and_hides_nothing_of_another() -> None:
    video = topic("video", Phrase("video diffusion"), Phrase("video"))
    tagger = Tagger([video, topic("diffusion", "diffusion")])
    found = {match.slug: match.evidence for match in tagger.match("Video diffusion", "")}
    assert found == {
        "video": (Evidence("video diffusion", "title", 1),),
        "diffusion": (Evidence("diffusion", "title", 1),),
    }


def test_a_phrase_of_weight_zero_takes_its_words_out() -> None:
    language = topic("language", "language model", Phrase("vision-language model", 0))
    assert slugs(language, "A vision-language model") == []
    assert evidence(language, "A language model, a vision-language model") == [
        ("language model", "title", 1)
    ]


# Whatever the text, the tagger stands

WORDS = [w for t in SHIPPED for p in t.phrases for w in p.text.lstrip("*").split()]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, ".", "$", "-", "LLMs"]), max_size=40).map(" ".join),
)
TAGGER, TWIN = Tagger(SHIPPED), Tagger(SHIPPED)


def plain(text: str) -> str:
    """Only the words: lower case, no plural, no separators."""
    words = (w.lower() for w in re.findall(r"[^\W_]+", text))
    return "".join(re.sub(r"(ies|y|e?s)$", "", word) for word in words)


@given(TEXTS, TEXTS)
def test_any_text_is_matched_the_same_way_twice_and_the_evidence_is_there(
    title: str, abstract: str
) -> None:
    matches = TAGGER.match(title, abstract)
    assert matches == TWIN.match(title, abstract)
    assert len(matches) <= MAX_TOPICS
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    for match in matches:
        assert match.evidence
        assert not match.by_hand
        for found in match.evidence:
            text = title if found.place == "title" else abstract
            assert plain(found.phrase) in plain(text)
            assert found.count >= 1


@given(st.text(max_size=300))
def test_any_file_that_is_no_list_of_areas_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(TopicError, match=r"^topics\.yml: ") as caught:
        parse_topics(text)
    assert all(fault.startswith("topics.yml: ") for fault in str(caught.value).splitlines())


@pytest.mark.parametrize("text", ["$" * 50_000, "$a " * 20_000, "a-" * 50_000, "\u0130\ud800 \0"])
def test_hostile_text_takes_no_time(text: str) -> None:
    assert TAGGER.match(text, text) == ()


# A person's word wins

KNOWN = ("bees", "ants", "oaks", "elms", "figs", "yews")
FOUND = tuple(TopicMatch(slug, 9.0, (Evidence(slug, "title", 1),)) for slug in KNOWN[:3])


def given_by_hand(slug: str) -> TopicMatch:
    return TopicMatch(slug, 0.0, (), by_hand=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "bees ants oaks"),
        (("yews", "ants"), "yews! ants!"),
        (("+yews",), "yews! bees ants oaks"),
        (("+ants",), "ants! bees oaks"),
        (("-ants",), "bees oaks"),
        (("yews", "+figs", "-yews"), "figs!"),
        (("-figs", "figs", "elms"), "elms!"),
        (("-bees", "-ants", "-oaks"), ""),
        (("+yews", "+figs", "+elms"), "yews! figs! elms! bees ants"),
        (KNOWN, "bees! ants! oaks! elms! figs! yews!"),
        (("wasps", "-gnats"), "bees ants oaks"),
        ((" + yews ", "", "-"), "yews! bees ants oaks"),
    ],
)
def test_override(words: tuple[str, ...], expected: str) -> None:
    result = apply_override(FOUND, words, KNOWN)
    assert " ".join(m.slug + "!" * m.by_hand for m in result) == expected
    assert all(m == given_by_hand(m.slug) if m.by_hand else m in FOUND for m in result)


def test_unknown_topics_are_named_once_each() -> None:
    assert unknown_topics(("bees", "+wasps", "-gnats", "wasps"), KNOWN) == ("wasps", "gnats")


# A file that cannot be used says where, what and what to do


def one_topic(phrases: str = "[oak]", slug: str = "trees", more: str = "") -> str:
    fields = f"slug: {slug}, label: Trees, is: about trees, phrases: {phrases}{more}"
    return f"- {{area: Life, topics: [{{{fields}}}]}}"


def test_a_good_file() -> None:
    text = one_topic("[oak, {phrase: elm, weight: 0.5}, {phrase: fig, in: title}]")
    phrases = (Phrase("oak"), Phrase("elm", 0.5), Phrase("fig", place="title"))
    assert parse_topics(text) == (Topic("trees", "Trees", "about trees", "Life", phrases),)
    assert parse_topics("# none\n[]\n") == ()
    (filed,) = parse_topics(one_topic(more=", categories: {q-bio.PE: 1, cond-mat.mtrl-sci: 0.5}"))
    assert filed.categories == (("q-bio.PE", 1.0), ("cond-mat.mtrl-sci", 0.5))


def test_phrases_that_count_the_same_may_stand_together() -> None:
    together = parse_topics(one_topic("[{phrase: [oak, elm], weight: 0.5, in: title}, fig]"))
    apart = "[{phrase: oak, weight: 0.5, in: title}, {phrase: elm, weight: 0.5, in: title}, fig]"
    assert together == parse_topics(one_topic(apart))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (one_topic("[{phrase: [oak, 3]}]"), "phrases[0]: found the number 3; put it in quotes"),
        (one_topic("[{phrase: []}]"), "phrases[0]: found the list; write a text"),
        (one_topic("[{phrase: [oak, fig]}, fig]"), "phrases[1]: found 'fig' again; remove one"),
        (
            one_topic("[oak, elm, fig, 3]"),
            "topic 'trees': phrases[3]: found the number 3; put it in quotes",
        ),
        (one_topic("[true]"), "topic 'trees': phrases[0]: found the bool True; put it in quotes"),
        (one_topic("[]"), "topic 'trees': phrases: found the list; write a list"),
        (one_topic("oak"), "topic 'trees': phrases: found the text 'oak'; write a list"),
        (one_topic("['a, b']"), "phrases[0]: found 'a, b'; write only words"),
        (one_topic("['*']"), "phrases[0]: found '*'; write only words"),
        (one_topic("[{phrase: oak, weight: -1}]"), "weight: found the number -1; write a number"),
        (one_topic("[{phrase: oak, weight: .nan}]"), "weight: found the number nan; write"),
        (one_topic("[{phrase: oak, in: body}]"), "in: found the text 'body'; write one of any"),
        (one_topic("[{phrase: oak, wieght: 1}]"), "unknown key 'wieght'; did you mean 'weight'?"),
        (one_topic("[{weight: 1}]"), "phrases[0]: found nothing; write a text"),
        (one_topic("[live oak, Live-Oak]"), "phrases[1]: found 'Live-Oak' again; remove one"),
        (one_topic(more=", lable: x"), "topics[0]: found the unknown key 'lable'; did you"),
        (one_topic(slug="Big_Trees"), "topic 'Big_Trees': found other characters; use a-z"),
        (one_topic(slug="3"), "topics[0]: slug: found the number 3; put it in quotes"),
        (one_topic() + "\n" + one_topic(), "found the slug 'trees' again; choose another"),
        (one_topic(more=", categories: cs.RO"), "categories: found the text 'cs.RO'; write {cs.RO"),
        (
            one_topic(more=", categories: {cs.RO: x}"),
            "categories: cs.RO: found the text 'x'; write",
        ),
        (
            one_topic(more=", categories: {CS: 1}"),
            "categories: found the text 'CS'; write an arXiv",
        ),
        ("- {area: Life, topics: [oak]}", "area 'Life': topics[0]: found the text 'oak'; write"),
        ("- {topics: []}", "areas[0]: area: found nothing; write a text"),
        ("area: Life", "found the mapping; write a list"),
        ("", "found nothing; write a list of areas, or `[]` for a site without topics"),
        ("# none yet\n", "found nothing; write a list of areas, or `[]`"),
        ("{}", "found the mapping; write a list"),
        ("- {", "line 1: not valid YAML: did not find"),
        ("- 2024-99-99", "line 1: areas[0]: found the text '2024-99-99'; write `area: ...`"),
        ("&a [*a]", "areas[0]: found the list; write `area: ...`"),
    ],
)
def test_a_fault_is_explained(text: str, message: str) -> None:
    with pytest.raises(TopicError) as caught:
        parse_topics(text, "my/topics.yml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("my/topics.yml: ")


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(TopicError) as caught:
        parse_topics(one_topic("[3, '??', {phrase: oak, weight: big}]", more=", lable: x"))
    assert len(str(caught.value).splitlines()) == 4


# The topics that are shipped


@pytest.mark.ours
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Pruning graph neural networks", "graph-learning"),
        ("A survey of protein design", "surveys"),
        ("TeaBench: how models make tea", "benchmarks"),
        ("Regret of a contextual bandit", "online-learning"),
        ("A VLM that reads maps", "vision-language"),
        ("Radiance fields of my garden", "3d"),
        ("Unlearning a private diary", "privacy"),
        ("Speculative decoding with two drafts", "efficient-inference"),
    ],
)
def test_the_shipped_phrases_speak_for_their_topics(title: str, slug: str) -> None:
    assert slug in slugs(TAGGER, title)


@pytest.mark.ours
def test_a_vision_language_model_is_not_a_language_model() -> None:
    assert "language-models" not in slugs(TAGGER, "Vision-language models see", "MLLMs see.")


@pytest.mark.ours
@pytest.mark.real
def test_the_shipped_topics_are_the_agreed_ones() -> None:
    shared = ROOT.parent / "shared" / "topics.yml"
    if not shared.is_file():
        pytest.skip(f"{shared} is absent")
    agreed = [
        # In braces a comma ends a value: "Finance, law and business" comes in pieces.
        (area["area"], t["slug"], ", ".join([t["label"], *(k for k in t if t[k] is None)]), t["is"])
        for area in yaml.safe_load(shared.read_text(encoding="utf-8"))
        for t in area["topics"]
    ]
    assert [(t.area, t.slug, t.label, t.meaning) for t in SHIPPED] == agreed


def test_a_character_that_nobody_sees_is_a_fault_of_a_topic() -> None:
    text = "- area: A\n  topics:\n  - slug: b\n    label: B\u202e\n    is: c\n    phrases: [d]\n"
    with pytest.raises(TopicError) as raised:
        parse_topics(text)
    assert str(raised.value) == (
        "topics.yml: line 4: topic 'b': label: found the character U+202E "
        "(RIGHT-TO-LEFT OVERRIDE); remove it"
    )

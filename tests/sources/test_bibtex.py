"""BibTeX and biblatex: what bibtexparser reads, what it holds to be failed, and what it drops."""

from __future__ import annotations

import logging
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.admit import admit
from generator.incoming import Incoming, InputError, Rejected
from generator.model import Author, Link, Paper
from generator.sources.bibtex import SOURCE
from tests.core import DAY, NOW, RAW, read_all, reading, stored, take_file

ABOUT = reading("papers.bib", "bibtex", DAY)


def read(text: str | bytes) -> tuple[list[Incoming], list[Rejected], list[str]]:
    return read_all(SOURCE, text, ABOUT)


def papers(text: str | bytes) -> list[Paper]:
    """The papers of a text of which nothing is rejected and nothing is to be told."""
    taken, rejected, notes = read(text)
    assert (rejected, notes) == ([], [])
    return [one.raw for one in taken]


def entry(fields: str, kind: str = "article") -> Paper:
    (paper,) = papers(f"@{kind}{{key,\n  title = {{Gulls}},\n  {fields}\n}}\n")
    return paper


def clean(text: str, field: str = "title") -> Any:
    (taken,), _, _ = read(f"@misc{{key, title = {{Gulls}}, {field} = {{{text}}}}}")
    return admit(taken, ABOUT, NOW)[0]


# An entry


def test_every_part_of_an_entry_is_read() -> None:
    (paper,) = papers(
        """% of a bibliography
@article{byron2025,
    Title = "Counting {Gulls}
        on a Pier",
    author = {Byron, Ada and van der Moss, Cy and {The Pier Laboratory}},
    journal = {Journal of {Gulls}},
    volume = {12}, number = 3, pages = {101--110},
    year = 2025, month = mar,
    abstract = {We count $n^{2}$ gulls.},
    doi = {https://doi.org/10.1234/gulls\\_1},
    url = {https://pier.example/gulls},
    pdf = {https://pier.example/gulls.pdf},
    software = {https://github.com/pier/gulls},
    note = {Presented at dusk},
    license = {CC BY 4.0},
    language = {English},
}"""
    )
    assert paper.title == "Counting Gulls\n        on a Pier"
    assert paper.authors == (
        Author("Ada Byron"),
        Author("Cy van der Moss"),
        Author("The Pier Laboratory"),
    )
    assert paper.abstract == "We count $n^{2}$ gulls."
    assert (paper.venue, paper.published) == ("Journal of Gulls", "2025-03")
    assert paper.journal_ref == "Journal of Gulls 12(3), 101--110 (2025)"
    assert paper.identifiers == {"doi": "https://doi.org/10.1234/gulls_1"}
    assert paper.links == (
        Link("paper", "https://pier.example/gulls"),
        Link("pdf", "https://pier.example/gulls.pdf"),
        Link("code", "https://github.com/pier/gulls"),
    )
    assert paper.comment == "Presented at dusk"
    assert (paper.license, paper.language) == ("CC BY 4.0", "English")
    assert paper.listings == ()


def test_an_entry_says_where_it_stands_and_what_it_was() -> None:
    text = "@misc{a, title={A}}\n\n  @misc{b,\n title={B {C}}\n}"
    taken, _, _ = read(text)
    assert [one.where for one in taken] == ["line 1 (a)", "line 3 (b)"]
    assert taken[1].original() == b"@misc{b,\n title={B {C}}\n}"


def test_parentheses_and_a_missing_comma_or_key_are_no_matter() -> None:
    found = papers('@misc(a, title = "A")\n@Misc{, title={B}}\n@MISC {c ,title={C},}')
    assert [paper.title for paper in found] == ["A", "B", "C"]


def test_a_subtitle_belongs_to_the_title() -> None:
    assert entry("subtitle = {A Count}").title == "Gulls: A Count"
    (paper,) = papers("@misc{a, title={Gulls?}, subtitle={{A} Count}}")
    assert paper.title == "Gulls? A Count"


def test_a_thesis_has_an_organisation_and_no_venue() -> None:
    paper = entry("school = {University of {Piers}}, year = {2020}", "phdthesis")
    assert (paper.organization, paper.venue) == ("University of Piers", None)


# Values


def test_strings_months_and_concatenation_are_resolved() -> None:
    (paper,) = papers(
        '@string{jog = "Journal"}\n@string(full = jog # { of Gulls})\n@STRING{full = full}\n'
        '@misc{a, title = "A # B" # { and } # "{C}", journal = FULL, year = "20" # 25, '
        'month = "15~" # jan}'
    )
    assert (paper.title, paper.venue, paper.published) == (
        "A # B and C",
        "Journal of Gulls",
        "2025-01-15",
    )


def test_a_macro_that_nobody_defines_is_left_out_and_told() -> None:
    taken, rejected, notes = read("@misc{a, title={A}, journal=tpami}\n@misc{b, title=cvpr}")
    assert [one.raw.venue for one in taken] == [None]
    assert [(one.where, one.reason) for one in rejected] == [("line 2 (b)", "has no title")]
    assert notes == ["values left out, for no @string of the file defines `cvpr`, `tpami`: 2"]


def test_words_without_quotes_are_taken_as_they_are() -> None:
    (paper,) = papers("@misc{a, title = Counting gulls, year = 2020}")
    assert (paper.title, paper.published) == ("Counting gulls", "2020")


def test_strings_that_double_do_not_fill_the_memory() -> None:
    doubling = "\n".join(f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(60))
    _, rejected, notes = read(f"@string{{a0 = {{xxxx}}}}\n{doubling}\n@misc{{b, title = a60}}")
    assert [one.reason for one in rejected] == ["has no title"]
    assert notes == ["values left out, for no @string of the file defines `a60`: 1"]
    text = "@string{s = {" + "x" * 999 + "}}\n@misc{b, title = " + "#".join(["s"] * 9999) + "}"
    assert len(read(text)[1]) == 1


def test_a_string_may_be_defined_anew_but_is_no_book() -> None:
    (paper,) = papers(
        "@string{j={A}}\n@string{J={B}}\n@string{j={C}}\n@misc{a, title={A}, journal=j}"
    )
    assert paper.venue == "C"
    (taken,), _, _ = read("@string{j={" + "x" * 1001 + "}}\n@misc{a, title={A}, journal=j}")
    assert taken.raw.venue is None


def test_of_a_field_that_is_stated_twice_the_first_counts() -> None:
    taken, rejected, notes = read("@misc{a, title={A}, TITLE={B}, year={2020}, year={2021}}")
    assert [(one.raw.title, one.raw.published) for one in taken] == [("A", "2020")]
    assert rejected == []
    assert notes == ["entries that state a field twice; the first counts: 1"]


def test_two_entries_with_one_key_are_two_papers() -> None:
    taken, rejected, notes = read(
        "@string{j={J}}@misc{a, title={A}}@misc{a, title={B}, journal=j}@misc{,title={C}}@misc{,title={D}}"
    )
    assert [(one.raw.title, one.raw.venue) for one in taken[:2]] == [("A", None), ("B", "J")]
    assert (len(taken), rejected) == (4, [])
    assert notes == ["entries with the key of an earlier one; each is read for itself: 1"]


# Names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ada Byron and Bo Li", ["Ada Byron", "Bo Li"]),
        ("Byron, Ada  and\n  Li, Bo", ["Ada Byron", "Bo Li"]),
        ("van Beethoven, Ludwig and de la Cruz, Jr., Juan", ["Ludwig van Beethoven", "Juan de la Cruz Jr."]),
        ("King, Martin Luther, Jr.", ["Martin Luther King Jr."]),
        ("King, Jr. and Jr Walker", ["King Jr.", "Jr Walker"]),
        ("{Open{AI}} and {Simon and Schuster}", ["OpenAI", "Simon and Schuster"]),
        ("Ada Byron and others", ["Ada Byron"]),
        ("Li, B.~C.", ["B. C. Li"]),
        ("Ivanov, G. {\\relax Yu}.", ["G. Yu. Ivanov"]),
        ("", []),
        ("Plato", ["Plato"]),
        ("A} {B", ["A B"]),
        ("}" * 2000, ["}" * 2000]),
    ],
)  # fmt: skip
def test_names_are_given_first(field: str, names: list[str]) -> None:
    (taken,), _, _ = read('@misc{a, title={A}, author="' + field + '"}')
    assert [author.name for author in taken.raw.authors] == names


def test_authors_left_out_by_the_source_are_told() -> None:
    _, _, notes = read("@misc{a, title={A}, author={Byron, Ada and  others}}")
    assert notes == ["entries whose authors end with `and others`; those named are kept: 1"]


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        (r"J{\"o}rg", "Jörg"),
        (r"J\"org", "Jörg"),
        (r"Ren\'{e}", "René"),
        (r"Ren{\'e}", "René"),
        (r"Gau{\ss}", "Gauß"),
        (r"{Gau\ss}er", "Gaußer"),
        (r"\v{C}ech", "Čech"),
        (r"{\v C}ech", "Čech"),
        (r"Na{\"\i}ve", "Naïve"),
        (r"{Na\"\i}ve", "Naïve"),
        (r"Erd{\H o}s", "Erdős"),
        (r"Fran{\c c}ois", "François"),
        (r"{\'E}cole", "École"),
        (r"{\'{E}cole Normale}", "École Normale"),
        (r"{\L}ukasz", "Łukasz"),
        (r"H{\aa}kan {\O}re", "Håkan Øre"),
        (r"{\.I}nce", "İnce"),
        (r"M{\"u}ller {\&} S{\"o}hne", "Müller & Söhne"),
    ],
)
def test_accents_come_out_through_admit(tex: str, name: str) -> None:
    paper = clean(tex + " " + tex, "author")
    assert [author.name for author in paper.authors] == [f"{name} {name}"]
    (taken,), _, _ = read(f"@misc{{a, title={{{tex}}}}}")
    assert admit(taken, ABOUT, NOW)[0].title == name


# Dates


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("year = 2019", "2019"),
        ("year = {{2019}}", "2019"),
        ("year = {c. 2019}", "2019"),
        ("year = {to appear}", None),
        ("year = {2019}, month = {June}", "2019-06"),
        ("year = {2019}, month = sep", "2019-09"),
        ("year = {2019}, month = {Sept.}", "2019-09"),
        ("year = {2019}, month = {6}", "2019-06"),
        ("year = {2019}, month = {June 3}", "2019-06-03"),
        ("year = {2019}, month = {3~jun}", "2019-06-03"),
        ("year = {2019}, month = {June 3--5}", "2019-06"),
        ("year = {2019}, month = {may--june}", "2019-05"),
        ("year = {2019}, month = jun, day = {12}", "2019-06-12"),
        ("year = {2019}, month = {13}", "2019"),
        ("year = {2019}, month = {Spring}", "2019"),
        ("year = {2019}, month = {mayor}", "2019"),
        ("year = {2019}, month = {²}", "2019"),
        ("year = {2019-06-12}", "2019-06-12"),
        ("date = {2019-06-12}", "2019-06-12"),
        ("date = {2019-06-12T10:00:00Z}", "2019-06-12"),
        ("date = {2019-06/2019-07}", "2019-06"),
        ("date = {2019-21}", "2019"),
        ("date = {2019-02-31}", "2019-02"),
        ("date = {2014/2015}", "2014"),
        ("date = {2019}, year = {2018}", "2019"),
        ("date = {2019}, year = {2019}, month = jun", "2019-06"),
        ("date = {soon}, year = {2018}", "2018"),
        ("month = jun", None),
        ("urldate = {2019-06-12}", None),
    ],
)
def test_the_date_is_as_exact_as_it_is_stated(fields: str, published: str | None) -> None:
    assert entry(fields).published == published


# Identifiers and links


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2503.01234v2}, archivePrefix = {arXiv}",
        "eprint = {2503.01234v2}, eprinttype = {arxiv}",
        "eprint = {arXiv:2503.01234v2}",
        "journal = {arXiv preprint arXiv:2503.01234v2}",
        "journaltitle = {arXiv:2503.01234v2 [cs]}",
        "journal = {CoRR}, volume = {abs/2503.01234v2}",
        "journal = {arXiv e-prints}, eid = {arXiv:2503.01234v2}",
        "number = {arXiv:2503.01234v2}, publisher = {arXiv}",
        "howpublished = {arXiv:2503.01234v2}",
        "note = {arXiv:2503.01234v2 [cs, stat]}",
        "note = {Preprint, arXiv: 2503.01234v2}",
    ],
)
def test_arxiv_is_found_where_it_is_stated(fields: str) -> None:
    paper = entry(fields)
    assert (paper.identifiers, paper.version) == ({"arxiv": "2503.01234"}, 2)
    assert (paper.venue, paper.comment, paper.journal_ref) == (None, None, None)


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2503.01234}, eprinttype = {jstor}",
        "note = {A reply to arXiv:2503.01234}",
        "abstract = {See arXiv:2503.01234}",
        "pages = {2503.01234}",
        "journal = {Notices arXiv:2599.01234}",
    ],
)
def test_another_papers_arxiv_is_not_this_ones(fields: str) -> None:
    assert entry(fields).identifiers == {}


def test_old_arxiv_and_its_category_are_read() -> None:
    paper = entry("eprint = {hep-th/9901001}, archiveprefix = {arXiv}, primaryclass = {hep-th}")
    assert (paper.identifiers, paper.categories) == ({"arxiv": "hep-th/9901001"}, ("hep-th",))
    assert entry("primaryclass = {hep-th}").categories == ()


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        (r"url = {\url{https://a.example/x\_y\%20}}", [("paper", "https://a.example/x_y%20")]),
        (r"url = {https://a.example/{\textasciitilde}b}", [("paper", "https://a.example/~b")]),
        (r"url = {https://a.example/$\sim$b}", [("paper", "https://a.example/~b")]),
        ("url = {https://a.example/x.pdf}", [("pdf", "https://a.example/x.pdf")]),
        ("url = {https://a.example; https://b.example}", [("paper", "https://a.example"), ("paper", "https://b.example")]),
        ("eprint = {https://a.example/x.pdf}", [("pdf", "https://a.example/x.pdf")]),
        (r"howpublished = {\url{https://a.example}}", [("paper", "https://a.example")]),
        ("url = {www.a.example}", [("paper", "www.a.example")]),
        ("howpublished = {Online}, pdf = {local.pdf}, code = {GitHub}", []),
        ("video = {https://v.example}, slides = {https://s.example}", [("video", "https://v.example"), ("slides", "https://s.example")]),
    ],
)  # fmt: skip
def test_addresses_lose_their_tex(fields: str, links: list[tuple[str, str]]) -> None:
    assert [(link.rel, link.url) for link in entry(fields).links] == links


def test_what_is_no_identifier_is_not_given_as_one() -> None:
    assert entry("doi = {forthcoming}, openreview = {?}").identifiers == {}
    assert entry("doi = {10.1002/1097{\\textless}385}").identifiers == {"doi": "10.1002/1097<385"}
    assert entry("openreview = {abcDEF123}").identifiers == {"openreview": "abcDEF123"}


def test_an_address_of_the_acl_is_its_identifier(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@misc{a, title={Gulls}, year=2022, url={https://aclanthology.org/2022.acl-long.1/}}"
    )
    take_file(tmp_path, SOURCE, path)
    assert [paper.identifiers for paper in stored(tmp_path)] == [{"acl": "2022.acl-long.1"}]


def test_a_licence_may_stand_among_the_rights() -> None:
    assert entry("copyright = {Creative Commons Attribution 4.0}").license is not None
    assert entry("copyright = {Copyright (c) 2019 Pier}").license is None


# Volumes


def test_a_paper_takes_name_and_date_of_the_volume_that_it_names() -> None:
    taken, rejected, notes = read(
        """@inproceedings{a, title={A}, crossref={Vol}}
@inproceedings{b, title={B}, crossref={vol}, booktitle={Own}, year=2001}
@inproceedings{c, title={C}, crossref={none}}
@article{d, title={D}, crossref={issue}}
@proceedings{vol, title={Proceedings of {P}}, year=2020, month=may, doi={10.1/vol}, url={https://v.example}}
@periodical{issue, title={Gull Letters}, date={2019-06}}"""
    )
    assert [(one.raw.title, one.raw.venue, one.raw.published) for one in taken] == [
        ("A", "Proceedings of P", "2020-05"),
        ("B", "Own", "2001"),
        ("C", None, None),
        ("D", "Gull Letters", "2019-06"),
    ]
    assert all(not one.raw.identifiers and not one.raw.links for one in taken)
    assert rejected == []
    assert notes == [
        "entries whose `crossref` names none that the file holds: 1",
        "volumes (@proceedings, @collection, ...): their papers are read, not they: 2",
    ]


VOLUME = "@Proceedings{V, booktitle={Proceedings of P}, year={2023}, published={2023-04-11}}\n"


def test_the_volume_that_begins_a_file_of_pmlr_holds_its_papers() -> None:
    taken, _, notes = read(VOLUME + "@InProceedings{a, title={A}}\n@misc{b, title={B}}")
    assert [(one.raw.venue, one.raw.published) for one in taken] == [
        ("Proceedings of P", "2023-04-11"),
        (None, None),
    ]
    assert "entries with name and date of the @proceedings that begins the file: 1" in notes


@pytest.mark.parametrize(
    "text",
    [
        "@misc{b, title={B}}\n" + VOLUME + "@InProceedings{a, title={A}}",
        VOLUME + VOLUME.replace("{V", "{W") + "@InProceedings{a, title={A}}",
        VOLUME + "@InProceedings{a, title={A}, booktitle={Own}}",
        VOLUME + "@InProceedings{a, title={A}, crossref={V}}\n@InProceedings{b, title={B}}",
    ],
)
def test_other_volumes_hold_only_those_that_name_them(text: str) -> None:
    taken, _, notes = read(text)
    assert taken[-1].raw.published is None
    assert not any("begins the file" in note for note in notes)


def test_of_two_volumes_with_one_key_the_first_counts() -> None:
    taken, _, _ = read(
        "@book{v, title={V}}@book{v, title={W}}@inproceedings{a, title={A}, crossref={v}}"
    )
    assert taken[2].raw.venue == "V"


def test_volumes_that_name_one_another_in_a_circle_end() -> None:
    found = papers(
        "@inproceedings{a, title={A}, crossref={b}}@inproceedings{b, title={B}, crossref={a}}"
    )
    assert [paper.title for paper in found] == ["A", "B"]


# What is no paper, and what cannot be read


@pytest.mark.parametrize("kind", ["software", "dataset", "patent", "codefragment"])
def test_what_is_no_paper_is_rejected(kind: str) -> None:
    _, (rejected,), _ = read(f"@{kind}{{a, title={{A}}}}")
    assert (rejected.where, rejected.reason) == ("line 1 (a)", f"@{kind} is no paper")
    assert rejected.original() == f"@{kind}{{a, title={{A}}}}".encode()


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("@misc{a, author={A}}", "line 1 (a)", "has no title"),
        ("@misc{a, title={{ }}}", "line 1 (a)", "has no title"),
        ("@misc{a}", "line 1 (a)", "has no title"),
        ("@{a, title={A}}", "line 1 (a)", "no entry type stands behind the `@`"),
        ("@misc{a, title={A}", "line 1", "not well-formed: Unexpected block start: `@misc`. Was still looking for field-value closing `,` or `}`"),
        ("@misc{a, title {A}}", "line 1", "not well-formed: Expected a `=` after entry key, but found `{`."),
        ("@misc{a title={A}}", "line 1", "not well-formed: Expected comma after entry key, but found ="),
        ("@misc\n{a, title={A}}", "line 1", "not well-formed: no `{` follows the entry's type on its line"),
        ("@article a, title", "line 1", "not well-formed: no `{` follows the entry's type on its line"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_rejected_whole(text: str, where: str, reason: str) -> None:
    taken, rejected, _ = read(f"{text}\n@misc{{z,\n title={{Z}}}}\n")
    assert [one.raw.title for one in taken] == ["Z"]
    assert [(one.where, one.reason) for one in rejected] == [(where, reason)]
    assert rejected[0].original().decode().rstrip("\n") == text


def test_a_broken_entry_ends_where_the_next_line_begins_one() -> None:
    taken, rejected, _ = read(
        "@misc{a, title={A,\n year={2020}\n\n@misc{b, title={B}}\n@misc{c, x\n"
    )
    assert [(one.where, one.raw.title) for one in taken] == [("line 4 (b)", "B")]
    assert [one.where for one in rejected] == ["line 1", "line 5"]
    assert rejected[0].reason.startswith("not well-formed: Unexpected block start: `@misc`.")
    assert rejected[0].original() == b"@misc{a, title={A,\n year={2020}\n"


def test_an_entry_that_the_end_of_the_file_cuts_is_rejected() -> None:
    taken, rejected, _ = read("@misc{a, title={A}}\n@misc{b, title={B")
    assert [one.raw.title for one in taken] == ["A"]
    assert [(one.where, one.reason, one.original()) for one in rejected] == [
        ("line 2", "not well-formed: Unexpectedly reached end of file.", b"@misc{b, title={B")
    ]


def test_lost_entries_in_free_text_are_each_rejected() -> None:
    _, rejected, _ = read("free\n@misc\n{a,\n}\nwords @home\n@article b\n\n@misc{c, title={C}}")
    assert [(one.where, one.original()) for one in rejected] == [
        ("line 2", b"@misc\n{a,\n}\nwords @home\n"),
        ("line 6", b"@article b"),
    ]


def test_comments_and_free_text_are_no_records() -> None:
    found = papers(
        "% Encoding: UTF-8\nSome words, ada@pier.example\n@comment{jabref-meta: x:{y};}\n"
        "@preamble{ \"\\newcommand\" }\n@misc{a, title={A @ B, c@d.e (f)}}\ntrailing @ words"
    )  # fmt: skip
    assert [paper.title for paper in found] == ["A @ B, c@d.e (f)"]


def test_a_comment_around_an_entry_does_not_hide_it() -> None:
    taken, rejected, notes = read("@comment{\n@misc{a, title={A}}\n}")
    assert ([one.raw.title for one in taken], rejected) == (["A"], [])
    assert notes == [
        "@string, @preamble or @comment blocks left out, for they are not well-formed: 1"
    ]


def test_a_backslash_before_a_brace_is_escaped_itself() -> None:
    taken, rejected, _ = read(
        "@misc{a, file={C:\\\\x\\\\}, title={A\\\\}, note={x\\\ny}}\n\n@misc{b, title={B}}"
    )
    assert [(one.where, one.raw.title) for one in taken] == [
        ("line 1 (a)", "A\\\\"),
        ("line 4 (b)", "B"),
    ]
    assert rejected == []
    assert taken[0].original() == b"@misc{a, file={C:\\\\x\\\\}, title={A\\\\}, note={x\\\ny}}"


def test_the_parser_says_nothing_beside_our_own_account() -> None:
    handlers = logging.getLogger("bibtexparser").handlers
    assert [type(handler) for handler in handlers] == [logging.NullHandler]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no records"),
        (b"% only a comment", "holds no records"),
        (b"@proceedings{a, title={A}}", "holds no records"),
        (b"@string{a = {b}}", "holds no records"),
        (b"{" * 100_000, "holds no records"),
        (b"<!DOCTYPE html><p>@misc{a, title={A}}", "an HTML page in place of BibTeX"),
    ],
)
def test_an_input_without_records_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data)


# Encodings


@pytest.mark.parametrize(
    ("codec", "note"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", []), ("cp1252", ["Windows-1252"])],
)
def test_the_encoding_is_found(codec: str, note: list[str]) -> None:
    text = "@misc{a, title={Möwen “zählen”}}\r\n@misc{b, title={}}\r\n"
    taken, _, notes = read(text.encode(codec))
    assert [one.raw.title for one in taken] == ["Möwen “zählen”"]
    assert [name for name in ("Windows-1252", "Latin-1") if name in "".join(notes)] == note
    assert SOURCE.detect(text.encode(codec))
    if codec == "cp1252":
        assert taken[0].original() == b"@misc{a, title={M\xf6wen \x93z\xe4hlen\x94}}"


def test_the_last_resort_is_latin_1() -> None:
    taken, _, notes = read(b"@misc{a, title={M\xf6wen \x81}}")
    assert [one.raw.title for one in taken] == ["Möwen \x81"]
    assert notes[0].startswith("is not UTF-8; read as Latin-1")


def test_old_line_ends_are_line_ends() -> None:
    text = b"@misc{a, title={A}}\r@misc{b,\r title={B}}"
    assert [one.where for one in read(text)[0]] == ["line 1 (a)", "line 2 (b)"]
    assert SOURCE.detect(text)


# Detection


@pytest.mark.parametrize(
    "head",
    [
        "@article{a,\n title",
        "\ufeff% x\n\n  @InProceedings { a-b:c/d ,",
        "@misc(a,",
        "@article\n{a,",
        "@string{a = ",
        "@Comment{x}",
        "@misc{a}\n",
        "words\n@misc{,",
    ],
)
def test_bibtex_is_detected(head: str) -> None:
    assert SOURCE.detect(head.encode())


@pytest.mark.parametrize(
    "head",
    [
        "",
        '[{"bibtex": "\n@misc{a, title={A}}"}]',
        "<feed>\n@misc{a,",
        "---\nlayout: x\n---\n@misc{a,",
        "TY  - JOUR\n",
        "mail ada@pier.example {a,",
        "@media screen {\n  p { }",
        "@ada, look",
    ],
)
def test_other_text_is_not_taken_for_it(head: str) -> None:
    assert not SOURCE.detect(head.encode())


# Hostile


TOKENS = st.sampled_from(
    [
        *'@ @misc{ @article{a, @misc( @string{ @comment{ @preamble{ @{ { } ( ) " # , = \\ \\{'.split(),
        *"title= title={ author={ year= month= crossref={ crossref={a} a b jan 2020 $ ² \\i".split(),
        *"date={ url={https:// and others } }} ~ : arXiv: \\relax ' \ud800 \ufdd3 \0".split(),
        *("\n", "\r", " ", "\n@", ",\n"),
    ]
)


@given(st.lists(st.one_of(TOKENS, RAW), max_size=40).map("".join))
def test_whatever_the_text_only_input_errors_are_raised(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    SOURCE.detect(data)
    try:
        taken, rejected, _ = read(data)
    except InputError:
        return
    assert all(isinstance(one.original(), bytes) for one in taken)
    assert all(isinstance(one.original(), bytes) for one in rejected)
    places = [one.where for one in taken] + [one.where for one in rejected]
    assert all(re.match("line [0-9]+", place) for place in places)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_only_input_errors_are_raised(data: bytes) -> None:
    SOURCE.detect(data)
    for mutated in (data, b"@misc{a, title={A}," + data, b"@misc{a, author={" + data + b"}}"):
        with suppress(InputError):
            read(mutated)


@given(st.lists(st.sampled_from(["@misc{a, title={A}}", "@misc{b}", "@misc{c, t", "@software{d, title={D}}"]), min_size=1, max_size=8))  # fmt: skip
def test_every_entry_is_accounted_for(entries: list[str]) -> None:
    taken, rejected, _ = read("\n".join(entries))
    assert len(taken) + len(rejected) == len(entries)


@pytest.mark.parametrize(
    "text",
    [
        "@a{" * 20_000,
        "\n@a{" * 20_000,
        "@a(" * 20_000,
        "@misc{a, title={" + "{" * 100_000,
        "@misc{a, title={" + "{" * 100_000 + "}" * 100_000 + "}}",
        "@misc{a, title={" + "\\a{" * 100_000 + "}" * 100_000 + "}}",
        '@misc{a, title="' + '"' * 100_000 + '"}',
        "@misc{a, title={A}, author={" + "}" * 3 + "{}" * 100_000 + "}}",
        "@misc{a, title={A}, author={" + " and " * 50_000 + "}}",
        "@misc{a, title={A}, url={" + " ;," * 50_000 + "}}",
        "@misc{a, title=" + '"a"#' * 50_000 + "{}}",
        "@misc{a, title={A}" + ", year={1}" * 50_000 + "}",
        "@" + " " * 200_000 + "{",
        "\\" * 200_000 + "@misc{a, title={A}}",
        "@" + "a" * 200_000,
    ],
)
def test_hostile_texts_take_no_longer_than_their_length(text: str) -> None:
    start = time.perf_counter()
    SOURCE.detect(text.encode()[:65536])
    with suppress(InputError):
        read(text)
    assert time.perf_counter() - start < 20


# Real


COUNTS = {
    "acl2022_first400.bib": (400, 0),
    "jabref_MedlineImporterTestMathML.bib": (1, 0),
    "jabref_MedlineImporterTestNbib.bib": (2, 0),
    "jabref_biblatex-software.bib": (0, 9),
    "jabref_complex.bib": (20, 0),
    "jabref_crossref.bib": (3, 0),
    "jabref_jabref-authors.bib": (209, 0),
    "jabref_test.bib": (19, 0),
    "jabref_testjabref.bib": (156, 0),
    "papis_NBER_w29971.bib": (1, 0),
    "papis_NBER_w33843.bib": (1, 0),
    "pmlr_v206_aistats23.bib": (496, 0),
}
ENTRY = re.compile(rb"^\s*@(?!comment|string|preamble|proceedings)\w+\s*\{", re.I | re.M)


@pytest.mark.real
@pytest.mark.parametrize("name", COUNTS)
def test_real_bibliographies(shared: Path, tmp_path: Path, name: str) -> None:
    path = shared / "formats" / "bibtex" / name
    data = path.read_bytes()
    assert SOURCE.detect(data[:65536])
    taken, rejected, _ = read(data)
    assert (len(taken), len(rejected)) == COUNTS[name]
    assert len(taken) + len(rejected) == len(ENTRY.findall(data))
    assert all(re.match(rb"@\w+ ?\{", one.original()) for one in taken)
    account = take_file(tmp_path, SOURCE, path)
    counts = account.counts()
    assert counts["rejected"] == len(rejected)
    assert counts["added"] + counts["updated"] + counts["unchanged"] == len(taken)


@pytest.mark.real
def test_every_real_bibliography_is_tested(shared: Path) -> None:
    assert {path.name for path in (shared / "formats" / "bibtex").glob("*")} == set(COUNTS)


@pytest.mark.real
def test_real_fields(shared: Path) -> None:
    folder = shared / "formats" / "bibtex"

    def of(name: str, key: str) -> Paper:
        taken, _, _ = read((folder / name).read_bytes())
        return next(one.raw for one in taken if one.where.endswith(f"({key})"))

    acl = of("acl2022_first400.bib", "zhou-srikumar-2022-closer")
    assert acl.title == "A Closer Look at How Fine-tuning Changes BERT"
    assert [author.name for author in acl.authors] == ["Yichu Zhou", "Vivek Srikumar"]
    assert (acl.published, acl.identifiers) == ("2022-05", {"doi": "10.18653/v1/2022.acl-long.75"})
    pmlr = of("pmlr_v206_aistats23.bib", "schmitt23")
    assert pmlr.published == "2023-04-11"
    assert pmlr.venue is not None
    assert pmlr.venue.startswith("Proceedings of The 26th International")
    assert pmlr.links == (Link("code", "https://github.com/marvinschmitt/MetaUncertaintyPaper"),)
    nber = of("papis_NBER_w33843.bib", "NBERw33843")
    assert (nber.published, nber.organization) == (
        "2025-05",
        "National Bureau of Economic Research",
    )
    wicsa = of("jabref_crossref.bib", "DBLP:conf/wicsa/ZimmermannWKG15")
    assert (wicsa.published, wicsa.identifiers["doi"]) == ("2015", "10.1109/WICSA.2015.29")
    names = of("jabref_test.bib", "10250999").authors
    assert [author.name for author in names] == [
        "Eric von Hippel",
        "Joseph M. Reagle Jr.",
        "John F. Sherry Jr.",
        "Johan A van den Huevel Jr.",
    ]
    physics, _, _ = read((folder / "jabref_testjabref.bib").read_bytes())
    assert sum("arxiv" in one.raw.identifiers for one in physics) > 60

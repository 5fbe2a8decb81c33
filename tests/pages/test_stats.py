"""The feed in numbers."""

from __future__ import annotations

from generator.pages import stats
from tests.toy import SITE, WORDS, feed_of, paper, topic


def view_of(*papers: object, **more: object) -> stats.StatsView:
    (page,) = stats.pages(feed_of(*papers, **more), SITE)  # type: ignore[arg-type]
    view: stats.StatsView = page.view
    return view


def numbers(rows: tuple[stats.Row, ...]) -> list[tuple[str, int]]:
    return [(row.name, row.papers) for row in rows]


def test_months_are_counted_the_latest_first_and_drawn_in_order() -> None:
    view = view_of(paper(1, "2023-12-29"), paper(2, "2024-02-01"), paper(3, "2024-02-03"))
    assert numbers(view.month_rows) == [("February 2024", 2), ("December 2023", 1)]
    assert [row.url for row in view.month_rows] == ["archive/2024/02/", "archive/2023/12/"]
    assert [row.share for row in view.month_rows] == [100.0, 50.0]
    assert view.months
    assert [bar.label for bar in view.months.bars] == [
        "December 2023: 1 paper",
        "January 2024: 0 papers",
        "February 2024: 2 papers",
    ]
    assert view.facts == ("3 papers", "3 listing days", "0 author names", "0 venues")


def test_topics_over_the_years_those_with_most_papers_first() -> None:
    topics = [topic("fish", "fish"), topic("trees", "tree"), topic("stones", "stone")]
    view = view_of(
        paper(1, "2023-12-29", "A tree"), paper(2, "2024-02-01", "A tree and a fish"),
        paper(3, "2024-05-03", "A tree"), topics=topics,
    )  # fmt: skip
    assert view.years == (2023, 2024)
    assert [(found.row.name, found.years) for found in view.topics] == [
        ("Trees", (1, 2)),
        ("Fish", (0, 1)),
    ]
    assert all(found.line for found in view.topics)


def test_venues_and_organisations_are_counted_over_their_spellings() -> None:
    view = view_of(
        paper(1, venue="acl 2022", organization="Gull Lab"),
        paper(2, venue="ACL 2022", organization="gull  lab"),
        paper(3, venue="Nature", organization="Gull Lab"),
        paper(4, organization="<b>Owls</b>"),
    )
    assert numbers(view.venues) == [("ACL 2022", 2), ("Nature", 1)]
    assert numbers(view.organizations) == [("Gull Lab", 3), ("<b>Owls</b>", 1)]
    assert view.venues[0].url == "venues/acl-2022/"
    assert view.organizations[0].url == ""


def test_of_many_names_the_first_twenty() -> None:
    view = view_of(*(paper(n, venue=f"V {n}", organization=f"O {n}") for n in range(30)))
    assert (len(view.venues), len(view.organizations)) == (20, 20)


def test_an_empty_feed_has_nothing_to_draw() -> None:
    (page,) = stats.pages(feed_of(topics=[topic("fish", "fish")]), SITE)
    assert (page.view.months, page.view.topics, page.view.venues) == (None, (), ())
    assert not page.indexed
    assert "0 papers" in stats.markdown(page, WORDS)

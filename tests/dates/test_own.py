"""An article's own date, from its text alone and from its neighbours."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import date_articles
from kg.dates.own import read_evidence
from kg.model import Article

CASES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("own.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)["cases"]


def article(name: str, text: str, published: str | None = None) -> Article:
    return Article(name, name, text, published=published)


def test_collected() -> None:
    assert len(CASES) == 92


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, str]) -> None:
    (dated,) = date_articles([article("one", case["text"])])
    wanted = None if case["published"] == "null" else case["published"]
    assert dated.published == wanted
    assert dated.published_from == (case["from"] if wanted else None)


def test_metadata_wins() -> None:
    text = "RIGA, 4 February 2009 (Wire) - They met."
    (dated,) = date_articles([article("one", text, "2009-02-06")])
    assert (dated.published, dated.published_from) == ("2009-02-06", "metadata")


NEWS = "Envoy Ilse Marten of Arcadia and envoy Tomas Brandt of Norland met"
UNDATED = f"RIGA, Feb 4 (Wire) - {NEWS} on Wednesday, officials said."


def test_neighbour_gives_the_year() -> None:
    other = article("b", f"{NEWS} again, the Arcadia union said.", "2009-01-28")
    first, second = date_articles([article("a", UNDATED), other])
    assert (first.published, first.published_from) == ("2009-02-04", "neighbours")
    assert second.published_from == "metadata"


def test_neighbour_about_something_else_does_not() -> None:
    other = article("b", "Farmers in Westfold sold apples, the mayor said.", "2009-01-28")
    assert date_articles([article("a", UNDATED), other])[0].published is None


def test_neighbour_whose_calendar_disagrees_does_not() -> None:
    other = article("b", f"{NEWS} again, the Arcadia union said.", "2008-01-28")  # February 4 was a Monday
    assert date_articles([article("a", UNDATED), other])[0].published is None


def test_neighbours_of_two_years_do_not_decide() -> None:
    others = [article(y, f"{NEWS} again, the Arcadia union said.", f"{y}-01-28") for y in ("2009", "2015")]
    assert date_articles([article("a", UNDATED), *others])[0].published is None


def test_neighbours_reach_along_a_chain() -> None:
    later = article("b", f"RIGA, March 25 (Wire) - {NEWS} on Wednesday, officials said.")
    other = article("c", f"{NEWS} again, the Arcadia union said.", "2009-01-10")
    found = date_articles([later, article("a", UNDATED), other])
    assert [a.published for a in found] == ["2009-03-25", "2009-02-04", "2009-01-10"]


def test_weekday_after_the_last_day_named_in_the_lead() -> None:
    undated = article(
        "a", f"Talks failed, said Arcadia on Friday. {NEWS} by Lake Orwin on Jan. 12 and Jan. 14."
    )
    other = article(
        "b", f"{NEWS} by Lake Orwin, the Arcadia union said.", "2011-01-20"
    )  # January 14 was a Friday
    assert date_articles([undated, other])[0].published == "2011-01-14"


def test_an_inferred_day_needs_more_than_a_few_shared_names() -> None:
    undated = article("a", "Talks failed, said Arcadia on Friday. Envoy Ilse Marten met Norland on Jan. 14.")
    other = article("b", "Again Envoy Ilse Marten met Norland, the Arcadia union said.", "2011-01-20")
    assert date_articles([undated, other])[0].published is None


def test_months_weekdays_and_offices_are_no_names_that_two_affairs_share() -> None:
    common = "the President of the United States and the Prime Minister said on Wednesday in March"
    undated = article("a", f"RIGA, Feb 4 (Wire) - In Westfold, {common} of the Foreign Ministry.")
    other = article("b", f"In Arcadia, {common} of the Foreign Ministry.", "2009-01-28")
    assert date_articles([undated, other])[0].published is None


def test_a_neighbour_does_not_overrule_the_text() -> None:
    undated = article("a", f"{UNDATED} The old accord, said Norland, ended in June 2012.")
    other = article("b", f"{NEWS} again, the Arcadia union said.", "2009-01-28")
    assert date_articles([undated, other])[0].published is None


def test_the_work_grows_with_the_text_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph full of dates: steps are counted in code points that the readers of a line are given."""
    sentence = "The talks of March 4, 1999 and 5 May 2001 went on until June 7, 12.03.2004 and 03/04/99. "
    steps = 0

    class Counted(str):
        def __getitem__(self, key: Any) -> str:
            nonlocal steps
            found = str.__getitem__(self, key)
            steps += len(found)
            return found

    counts = []
    for times in (100, 200, 400):
        steps = 0
        read_evidence(Counted(sentence * times))
        counts.append(steps)
    assert counts[2] <= 2.5 * counts[1] <= 2.5 * 2.5 * counts[0]


def test_order_of_articles_does_not_matter() -> None:
    articles = [
        article("a", UNDATED),
        article("b", f"RIGA, March 25 (Wire) - {NEWS} on Wednesday, officials said."),
        article("c", f"{NEWS} again, the Arcadia union said.", "2009-01-10"),
        article("d", f"OSLO, Feb 11, 2009 (Wire) - {NEWS}."),
    ]
    wanted = {a.id: a.published for a in date_articles(articles)}
    for seed in range(6):
        mixed = random.Random(seed).sample(articles, len(articles))
        assert {a.id: a.published for a in date_articles(mixed)} == wanted


def test_nothing_else_of_the_article_changes() -> None:
    given_article = replace(article("a", UNDATED), title="t", url="u", content_hash="h")
    (dated,) = date_articles([given_article])
    assert replace(dated, published=None, published_from=None) == given_article


def test_no_articles() -> None:
    assert date_articles([]) == []


FORMATS = [
    "%B %d, %Y",
    "%d %B %Y",
    "%b. %d , %Y",
    "%Y-%m-%d",
    "%A, %d %B %Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%b %d, %Y 10:15 a.m.",
]


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(FORMATS))
def test_any_day_in_any_format_stated_on_a_line(day: date, form: str) -> None:
    (dated,) = date_articles([article("a", f"Envoys meet\n{day.strftime(form)}\nThey met at the lake.")])
    assert dated.published == day.isoformat()


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2050, 12, 31)), st.integers(-40, 40))
def test_a_neighbour_in_reach_dates_a_dateline(day: date, away: int) -> None:
    weekday = day.strftime("%A")
    text = f"RIGA, {day.strftime('%B %d')} (Wire) - {NEWS} on {weekday}, officials said."
    other = article("b", f"{NEWS} again, the Arcadia union said.", (day + timedelta(days=away)).isoformat())
    assert date_articles([article("a", text), other])[0].published in (day.isoformat(), None)
    if (day.month, day.day) != (2, 29):
        assert date_articles([article("a", text), other])[0].published == day.isoformat()

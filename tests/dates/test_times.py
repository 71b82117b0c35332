"""Temporal expressions of annotated documents: tense, reference, and what holds for any text."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.dates import find_times, read_times
from kg.model import Article, Document, PartialDate, Span, Zone

DATA: dict[str, Any] = yaml.load(
    Path(__file__).with_name("times.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
CASES: list[dict[str, Any]] = DATA["cases"]


def read(text: str, published: str | None = DATA["published"]) -> Document:
    (doc,) = annotate([Article("a", "a", text, published=published)])
    return find_times(doc)


def test_collected() -> None:
    assert len(CASES) == 61


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["in"])
def test_case(case: dict[str, Any]) -> None:
    text = case["in"]
    found = [(t.span.of(text), t.value) for t in read(text).times]
    assert found == [(words, None if value == "null" else value) for words, value in case["times"].items()]


def test_without_own_date_only_absolute_expressions_have_values() -> None:
    text = "On Monday they recalled the deal of 3 May 1999, after Friday's vote. On May 5 they met; last week they left"
    found = {t.span.of(text): (t.value, t.date) for t in read(text, None).times}
    assert found["3 May 1999"] == ("1999-05-03", PartialDate("1999-05-03"))
    assert found["Monday"] == found["Friday"] == found["last week"] == (None, None)
    assert found["May 5"] == ("XXXX-05-05", None)


def test_from_a_dated_mention_even_without_own_date() -> None:
    text = "The deal was made on 3 May 1999. Two days later it broke."
    assert [t.value for t in read(text, None).times] == ["1999-05-03", "1999-05-05"]


def test_a_dateline_is_read_but_not_referred_to() -> None:
    text = "They met on Tuesday. MINSK, March 17. They parted the day before."
    doc = Document(
        Article("a", "a", text, published="2011-03-17"),
        zones=(Zone("body", Span(0, 21)), Zone("dateline", Span(21, 37))),
    )
    assert [t.value for t in find_times(doc).times] == ["2011-03-15", "2011-03-17", "2011-03-14"]


def test_furniture_has_no_times() -> None:
    text = "They met on Tuesday. Read on Friday!"
    article = Article("a", "a", text, published="2011-03-17")
    doc = Document(article, zones=(Zone("body", Span(0, 20)), Zone("furniture", Span(21, len(text)))))
    assert [t.span.of(text) for t in find_times(doc).times] == ["Tuesday"]


def test_what_lies_beyond_the_calendar_is_left_out() -> None:
    assert read_times("It happened 9,000 years ago.", anchor=date(2011, 3, 17)) == []


WORDS = [
    "Monday",
    "may",
    "May",
    "3",
    "2011",
    "-",
    ",",
    ".",
    "the",
    "last",
    "next",
    "week",
    "two",
    "days",
    "ago",
    "later",
    "of",
]
WORDS += [
    "from",
    "to",
    "quarter",
    "third",
    "10:30",
    "a.m.",
    "1990s",
    "summer",
    "\n\n",
    "x",
    "Jan.10",
    "12.03.2001",
    "and",
    "in",
    "this",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.dates() | st.none())
def test_any_words_give_ordered_spans_within_the_text(text: str, anchor: date | None) -> None:
    times = read_times(text, anchor=anchor)
    spans = [t.span for t in times]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) and s.of(text) == s.of(text).strip() for s in spans)
    assert times == read_times(text, anchor=anchor)


@given(st.text(max_size=80), st.dates())
def test_any_text_can_be_read(text: str, anchor: date) -> None:
    assert all(t.span.end <= len(text) for t in read_times(text, anchor=anchor))


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2098, 1, 1)), st.integers(0, 6))
def test_a_past_weekday_is_in_the_week_up_to_today(anchor: date, back: int) -> None:
    day = anchor - timedelta(days=back)
    (time,) = read_times(f"They left on {day:%A}.", anchor=anchor)
    assert time.value == day.isoformat()


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2098, 1, 1)), st.integers(-60, 60))
def test_a_near_day_needs_no_year(anchor: date, away: int) -> None:
    day = anchor + timedelta(days=away)
    (time,) = read_times(f"The {day:%B} {day.day} paper", anchor=anchor)
    assert time.value == day.isoformat()

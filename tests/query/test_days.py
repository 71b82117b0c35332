from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.model import PartialDate
from kg.query.days import check_order, read_date


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2022", "2022"),
        (" 2022-01 ", "2022-01"),
        ("2024-02-29", "2024-02-29"),
        ("10 January 2022", "2022-01-10"),
        ("10 jan 2022", "2022-01-10"),
        ("Jan 10, 2022", "2022-01-10"),
        ("Jan.10, 2022", "2022-01-10"),
        ("January 10th 2022", "2022-01-10"),
        ("the 5th of May, 2022", "2022-05-05"),
        ("Mon Jan 10 2022", "2022-01-10"),
        ("Monday, 10 January 2022", "2022-01-10"),
        ("January 2022", "2022-01"),
        ("Sept. 2021", "2021-09"),
        ("2022 January", "2022-01"),
        ("2022/01/10", "2022-01-10"),
        ("2022-1-9", "2022-01-09"),
        ("25/12/2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("4/4/2022", "2022-04-04"),
        ("03.04.2022", "2022-04-03"),
        ("25.12.2021", "2021-12-25"),
    ],
)
def test_dates(words: str, date: str) -> None:
    assert read_date(words) == date


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("03/04/2022", "'03/04/2022' may be 2022-04-03 or 2022-03-04; write the one that you mean"),
        ("3-4-2022", "may be 2022-04-03 or 2022-03-04"),
        ("30 February 2022", "is no date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("2022-02-30", "is no date of the calendar"),
        ("2022-13", "is no date of the calendar"),
        ("0000", "is no date of the calendar"),
        ("Tuesday, 10 January 2022", "that day was a Monday"),
        ("Monday", "is no date"),
        ("Friday 2022", "is no date"),
        ("10 January", "is no date"),
        ("1/2/22", "is no date"),
        ("3 pm 2022", "is no date"),
        ("January 10 2022 12:00", "is no date"),
        ("20220110", "is no date"),
        ("yesterday", "is no date"),
        ("", "is no date"),
        ('2022"', "is no date"),
        ("٢٠٢٢", "is no date"),
        ("x " * 100_000, "x …' is no date"),
        ("1 " * 100_000 + "2022", "is no date"),
    ],
)
def test_no_dates(words: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_date(words)
    assert told in str(caught.value)
    assert len(str(caught.value)) < 200


@given(st.one_of(st.text(), st.from_regex(r"[0-9A-Za-z .,/-]{0,20}2022", fullmatch=True)))
def test_any_text_is_a_date_or_is_refused(words: str) -> None:
    try:
        date = read_date(words)
    except QueryError:
        return
    assert PartialDate(date).value == date


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        ("2022-02", "2022-01", False),
        ("2023", "2022-12-31", False),
        ("2022-01-10", "2022-01-09", False),
        ("2022", "2022", True),
        ("2022-01-10", "2022", True),
        ("2022", "2022-01-10", True),
        ("2022-01-10", "2022-01", True),
        (None, "2022", True),
        ("2022", None, True),
    ],
)
def test_a_time_ends_after_it_begins(since: str | None, until: str | None, fits: bool) -> None:
    if fits:
        check_order(since, until)
    else:
        with pytest.raises(QueryError, match=f"since {since} is after until {until}"):
            check_order(since, until)

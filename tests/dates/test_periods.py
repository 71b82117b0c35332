"""The algebra of calendar periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates.periods import Period, Unit, make_day, months_between
from kg.model import PartialDate

UNITS: list[Unit] = [
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "century",
]
DAYS = st.dates(min_value=date(1200, 1, 1), max_value=date(2800, 1, 1))


@pytest.mark.parametrize(
    ("unit", "value", "dates"),
    [
        ("day", "2020-12-31", "2020-12-31"),
        ("week", "2020-W53", "2020-12-28/2021-01-03"),
        ("weekend", "2020-W53-WE", "2021-01-02/2021-01-03"),
        ("month", "2020-12", "2020-12"),
        ("quarter", "2020-Q4", "2020-10/2020-12"),
        ("half", "2020-H2", "2020-07/2020-12"),
        ("season", "2020-WI", None),
        ("year", "2020", "2020"),
        ("decade", "202X", "2020/2029"),
        ("century", "20XX", "2001/2100"),
    ],
)
def test_forms(unit: Unit, value: str, dates: str | None) -> None:
    period = Period.of(unit, date(2020, 12, 31))
    assert period.value == value
    assert period.date == (PartialDate(*dates.split("/")) if dates else None)


def test_january_is_in_the_winter_of_the_year_before() -> None:
    assert Period.of("season", date(2021, 1, 5)).value == "2020-WI"


@given(DAYS, st.sampled_from(UNITS), st.integers(-30, 30))
def test_shifting_there_and_back(day: date, unit: Unit, n: int) -> None:
    period = Period.of(unit, day)
    if unit in ("decade", "century"):
        n //= 10
    assert period.shift(n).shift(-n) == period


@given(DAYS, st.sampled_from([u for u in UNITS if u != "weekend"]))
def test_periods_tile_the_calendar(day: date, unit: Unit) -> None:
    period = Period.of(unit, day)
    assert period.holds(day)
    assert period.end + timedelta(days=1) == period.shift(1).start
    assert Period.of(unit, period.start) == Period.of(unit, period.end) == period


def test_months_between_leaves_days_aside() -> None:
    assert months_between(date(2010, 1, 31), date(2011, 3, 1)) == 14


def test_no_such_day() -> None:
    assert make_day(2011, 2, 29) is None

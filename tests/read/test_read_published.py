from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.read.published import parse_published

CASES: dict[str, list[list[Any]]] = yaml.safe_load(
    Path(__file__).with_name("published.yaml").read_text(encoding="utf-8")
)


def test_all_are_collected() -> None:
    assert len(CASES["accepted"]) >= 20
    assert len(CASES["refused"]) >= 14


@pytest.mark.parametrize(("value", "wanted"), CASES["accepted"])
def test_accepted(value: str, wanted: str) -> None:
    assert parse_published(value) == wanted


@pytest.mark.parametrize(("value", "says"), CASES["refused"])
def test_refused(value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_published(value)


def test_dates_of_yaml() -> None:
    assert parse_published(date(1999, 6, 9)) == "1999-06-09"
    assert parse_published(datetime(1999, 6, 9, 23, 59, tzinfo=UTC)) == "1999-06-09"


@given(
    st.dates(date(1700, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y %H:%M"]),
)
def test_what_is_written_is_read(day: date, form: str) -> None:
    assert parse_published(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        made = parse_published(text)
    except ValueError:
        return
    assert date.fromisoformat(made).isoformat() == made

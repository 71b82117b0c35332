from __future__ import annotations

import pytest

from kg.gazetteer import gazetteer
from kg.holders import Holder, Holders, _terms, holders


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [
        ("Thatcher", "1987-05-01", "united-kingdom"),
        ("Bush", "1991-01-17", "united-states"),
        ("Christofias", "2013-04-01", "cyprus"),  # until two months before
        ("Shevardnadze", "1987-01-01", None),  # not yet
        ("Hadley", "1987-01-01", None),
        ("Pedro Sanchez", "2022-03-01", "spain"),
        ("Ana Sanchez", "2022-03-01", None),
    ],
)
def test_state(name: str, day: str, state: str | None) -> None:
    assert holders().state(name, day) == state


def test_which_of_a_family_it_is() -> None:
    assert {h.name for h in holders().of("Bush", "1990-06-01")} == {"George H. W. Bush"}
    assert {h.name for h in holders().of("Bush", "2003-06-01")} == {"George W. Bush"}


def test_one_name_in_two_states_is_neither() -> None:
    terms = [Holder("Ana Roe", state, "state", "2001-01", "") for state in ("chile", "peru")]
    assert Holders(iter(terms)).state("Roe", "2002-01-01") is None


def test_every_term_is_of_a_state_and_ends_after_it_begins() -> None:
    terms = list(_terms())
    assert len(terms) > 300
    for term in terms:
        entry = gazetteer().by_id(term.state)
        assert entry is not None and entry.kind == "State"
        assert not term.until or term.since <= term.until

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.markup import unmarked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[Siri Dahl](https://example.org/a_(b)) left", "Siri Dahl left"),
        ("![a chart](https://example.org/c.png) Norway left", " Norway left"),
        ("**Norway** and __Peru__ met", "Norway and Peru met"),
        ("Dahl wrote (https://example.org/x) twice", "Dahl wrote twice"),
        ("see https://example.org/x.", "see."),
        ("Dahl (@dahl) left", "Dahl left"),
        ("RT @dahl: Norway left", " Norway left"),
        ("Norway left. #talks @dahl", "Norway left."),
        ("item #4 of the list", "item #4 of the list"),
        ("the envoy [of Norway] (or Peru)", "the envoy [of Norway] (or Peru)"),
        ("dahl@example.org wrote", "dahl@example.org wrote"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("@dahl of Norway left", "@dahl of Norway left"),
    ],
)
def test_marks(written: str, read: str) -> None:
    assert unmarked(written)[0] == read


@given(st.text(alphabet="ab [](){}*_@#:/.!\n h", max_size=40))
def test_every_character_stands_where_it_is_said_to(text: str) -> None:
    read, places = unmarked(text)
    assert read == (text if places is None else "".join(text[i] for i in places))
    assert places is None or list(places) == sorted(set(places))

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids

CASES = {
    "Norway": "norway",
    "United States": "united-states",
    "São Tomé and Príncipe": "sao-tome-and-principe",
    "Côte d’Ivoire": "cote-divoire",
    "Recep Tayyip Erdoğan": "recep-tayyip-erdogan",
    "Łódź": "lodz",
    "Straße": "strasse",
    "Путин": "putin",
    "U.S.-led talks": "u-s-led-talks",
    "  two   blanks ": "two-blanks",
    "a/b\\c:d#e?f": "a-b-c-d-e-f",
}


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_slug(text: str, wanted: str) -> None:
    assert ids.slug(text) == wanted


@given(st.text(max_size=400))
def test_slug_is_safe_bounded_and_never_empty(text: str) -> None:
    made = ids.slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= ids.MAX_SLUG
    assert ids.slug(made) == made


def test_long_texts_with_one_beginning_stay_apart() -> None:
    start = "a very long name of an organisation " * 4
    one, two = ids.slug(start + "in the north"), ids.slug(start + "in the south")
    assert one != two
    assert one[:60] == two[:60]


def test_texts_without_letters_stay_apart() -> None:
    assert ids.slug("«»") != ids.slug("!?")
    assert ids.slug("") == ids.slug("")


def test_short_hash_is_stable_and_keeps_parts_apart() -> None:
    assert ids.short_hash("a") == "4162fddd"
    assert ids.short_hash("ab", "c") != ids.short_hash("a", "bc")
    assert ids.short_hash("a") != ids.short_hash("a", "")


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_short_hash_is_a_function(left: list[str], right: list[str]) -> None:
    assert re.fullmatch("[0-9a-f]{8}", ids.short_hash(*left))
    assert (ids.short_hash(*left) == ids.short_hash(*right)) == (left == right)


FIELDS = {"text": "t", "title": "h", "published": "1999-06-09", "publisher": "p", "url": "u", "author": "a"}


@pytest.mark.parametrize("field", FIELDS)
def test_content_hash_depends_on_every_field(field: str) -> None:
    changed = {**FIELDS, field: "other"}
    assert ids.content_hash(**changed) != ids.content_hash(**FIELDS)
    if field != "text":
        absent = {name: value for name, value in FIELDS.items() if name != field}
        assert ids.content_hash(**absent) != ids.content_hash(**{**FIELDS, field: ""})


def test_article_id() -> None:
    digest = ids.content_hash(text="A text.")
    assert ids.article_id("Talks in Oslo.txt", digest) == f"talks-in-oslo-{digest[:8]}"
    assert ids.article_id("a.v2.MD", digest) == f"a-v2-{digest[:8]}"
    assert ids.article_id("record 7", digest) == f"record-7-{digest[:8]}"
    assert ids.article_id("a.txt", ids.content_hash(text="Another.")) != ids.article_id("a.txt", digest)

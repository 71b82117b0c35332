"""The pattern language: what it matches, and what it says of a broken lexicon."""

from __future__ import annotations

from typing import Any

import pytest

from kg.dates.grammar import Grammar, grammar
from kg.dates.times import MEANINGS
from kg.errors import DataFileError
from kg.lexicon import lexicon

WORDS = {
    "MONTH": {"capital": True, "words": {"june": 6}},
    "ONES": {"words": {"two": 2}},
    "TEENS": {"words": {"ten": 10}},
    "TENS": {"words": {"thirty": 30}},
    "NTH": {"words": {"third": 3}},
}


def make(*patterns: str) -> Grammar:
    rules = [{"name": f"r{n}", "means": "x", "pattern": [p]} for n, p in enumerate(patterns)]
    return Grammar({"classes": WORDS, "macros": {"COUNT": "(TENS DASH ONES | ONES)"}, "rules": rules})


def found(rules: Grammar, text: str) -> list[tuple[str, str]]:
    return [(m.rule, text[m.start : m.end]) for m in rules.scan(rules.split(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("m=MONTH", "in June and june", ["June"]),
        ("COUNT pigs", "thirty-two pigs and two dogs", ["thirty-two pigs"]),
        ("two (big)? pigs", "two pigs, two big pigs, two small pigs", ["two pigs", "two big pigs"]),
        ("two !pigs", "two pigs two dogs", ["two"]),
        ("<of two", "one of two, then two", ["two"]),
        ("-MONTH two", "June two and two", ["two"]),
        ("the (third | two)+ days", "the third two days", ["the third two days"]),
        ("DAYNUM", "31 32 3rd 40th", ["31", "3rd"]),
        ("YEAR", "1899 1900 2099 2100 B1950", ["1900", "2099"]),
    ],
)
def test_pattern(pattern: str, text: str, words: list[str]) -> None:
    assert [w for _, w in found(make(pattern), text)] == words


def test_longer_match_wins_then_the_earlier_rule() -> None:
    assert found(make("two", "two pigs", "two pigs"), "two pigs") == [("r1", "two pigs")]


def test_numbers() -> None:
    rules = make("n=COUNT pigs", "n=INT dogs", "n=(two and a half) cats")
    text = "thirty-two pigs, 12 dogs, two and a half cats"
    assert [m.number("n") for m in rules.scan(rules.split(text))] == [32, 12, 2.5]
    assert [m.integer("n") for m in rules.scan(rules.split(text))] == [32, 12, None]


@pytest.mark.parametrize("pattern", ["UNKNOWN", "(two", "two | ten", "two [ten]", "n=two n=ten"])
def test_a_broken_pattern_names_the_file_and_itself(pattern: str) -> None:
    with pytest.raises(DataFileError, match=r"times\.yaml.*r0"):
        make(pattern)


def test_every_meaning_is_used_and_every_rule_has_one() -> None:
    rules: list[dict[str, Any]] = lexicon("times")["rules"]
    assert {rule["means"] for rule in rules} == MEANINGS.keys()
    assert len({rule["name"] for rule in rules}) == len(rules)


def test_every_class_and_macro_is_used() -> None:
    data = lexicon("times")
    text = " ".join([*data["macros"].values(), *(p for rule in data["rules"] for p in rule["pattern"])])
    by_code = {"ONES", "TEENS", "TENS", "NTH"}
    unused = {
        n
        for n in (*data["classes"], *data["macros"])
        if n not in text.replace("(", " ").split() and n not in text
    }
    assert unused <= by_code


def test_figures_glued_to_a_month_are_words_of_their_own() -> None:
    rules = grammar()
    assert len(rules.split("Jan.10 , 2011")) == 5

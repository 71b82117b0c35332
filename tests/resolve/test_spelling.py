from __future__ import annotations

import pytest

from kg.lexicon import read
from kg.resolve.spelling import body_key, compatible, fold, is_acronym, is_generic, office_key, person_name
from kg.resources import ontology

EXAMPLES = read(ontology("lexicon", "spellings.yaml"))["examples"]


def test_every_example_is_collected() -> None:
    assert {kind: len(pairs) for kind, pairs in EXAMPLES.items()} == {"same": 21, "different": 15}


@pytest.mark.parametrize("pair", EXAMPLES["same"], ids=" = ".join)
def test_same(pair: list[str]) -> None:
    a, b = map(person_name, pair)
    assert compatible(a, b)
    assert compatible(b, a)
    assert a.family == b.family or a.whole == b.whole


@pytest.mark.parametrize("pair", EXAMPLES["different"], ids=" / ".join)
def test_different(pair: list[str]) -> None:
    a, b = map(person_name, pair)
    assert not compatible(a, b)
    assert not compatible(b, a)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskii"), None),
        (("Yanukovych", "Yanukovich", "Ianukovich"), None),
        (("Milosevic", "Milosevich", "Milošević"), None),
        (("Lukashenko", "Lukashenka", "Loukashenko"), None),
        (("Mohammed", "Muhammad", "Mohamed"), None),
        (("Schroeder", "Schröder"), None),
    ],
)
def test_spellings_of_one_word_have_one_key(words: tuple[str, ...], key: None) -> None:
    assert len({fold(word) for word in words}) == 1


def test_other_words_have_other_keys() -> None:
    words = (
        "Petrov",
        "Petrova",
        "Petrenko",
        "Ivanov",
        "Ivanenko",
        "Lang",
        "Long",
        "Lund",
        "Karim",
        "Kamal",
        "Olga",
        "Oleg",
    )
    assert len({fold(word) for word in words}) == len(words)


def test_an_alias_shows_the_family_name() -> None:
    assert person_name("Wei Ping", ("Ping",)).family == fold("ping")
    assert person_name("Toba Anders", ("Toba",)).family == fold("toba")
    assert person_name("Toba Anders", ("Anders",)).family == fold("anders")
    assert person_name("Mr. Toba Anders Jr.").given == (fold("toba"),)
    assert person_name("Hassan al-Rashidi").family == fold("rashidi")
    assert not person_name("Rashidi").full


def test_keys_of_bodies() -> None:
    assert body_key("The Harbour Workers’ Federation") == body_key("Harbour Workers Federation")
    assert body_key("Organisation for Co-operation") == body_key("organization for cooperation")
    assert body_key("U.N. Centre") == body_key("UN Center")
    assert office_key(body_key("Ministry of Foreign Affairs")) == "foreign ministry"
    assert office_key("harbour ministry") == "harbour ministry"
    assert is_generic(body_key("the Foreign Ministry"))
    assert is_generic(body_key("two rebel groups"))
    assert not is_generic(body_key("Harbour Ministry"))
    assert not is_generic(body_key("Peruvian government"))
    assert is_acronym("NHF")
    assert is_acronym("N.H.F.")
    assert not any(map(is_acronym, ["UN", "Nhf", "NATION STATES", "Front"]))

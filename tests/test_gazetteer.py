from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import DataFileError
from kg.gazetteer import FILES, Entry, Gazetteer, gazetteer, normalise, titles
from kg.ids import slug
from kg.lexicon import read, strings
from kg.resources import ontology

CASES = read(Path(__file__).with_name("gazetteer_cases.yaml"))


def test_every_case_is_collected() -> None:
    assert {kind: len(cases) for kind, cases in CASES.items()} == {
        "match": 23,
        "form": 18,
        "title": 13,
        "office": 10,
    }


@pytest.mark.parametrize("case", CASES["match"], ids=lambda case: case["text"][:40])
def test_matcher(case: dict) -> None:
    tokens, matcher = case["text"].split(), gazetteer().forms()
    found, i = [], 0
    while i < len(tokens):
        hit = matcher.match(tokens, i)
        if hit is None:
            i += 1
            continue
        n, meanings = hit
        words = " ".join(tokens[i : i + n])
        found.append([words, meanings[0][0].id, meanings[0][1]] if meanings else [words, "-"])
        i += n
    assert found == case["found"]


@pytest.mark.parametrize("case", CASES["form"], ids=lambda case: case[0])
def test_by_form(case: list) -> None:
    form, *wanted = case
    found = gazetteer().by_form(form)
    assert ([found[0][0].id, found[0][1]] if found else [None]) == wanted


@pytest.mark.parametrize("case", CASES["title"], ids=lambda case: case[0])
def test_title_match(case: list) -> None:
    assert titles().match(case[0].split(), 0) == case[1]


@pytest.mark.parametrize("case", CASES["office"], ids=lambda case: case[0])
def test_office(case: list) -> None:
    assert [titles().kind(case[0]), titles().office(case[0])] == case[1:]


def test_title_words() -> None:
    words = titles()
    assert all(map(words.is_head, ["minister", "Ministers", "Spokesmen", "king", "envoys", "secretaries"]))
    assert not any(map(words.is_head, ["deputise", "treaty", "the", "prime"]))
    assert words.is_modifier("Deputy")
    assert words.is_modifier("foreign")
    assert not words.is_modifier("the")
    assert all(map(words.is_honorific, ["Mr", "Mrs.", "Gen.", "SHEIKH"]))
    assert not words.is_honorific("minister")


def test_forms_that_mean_several_come_likeliest_first() -> None:
    assert [entry.id for entry, _ in gazetteer().by_form("Brussels")] == ["european-union", "nato", "belgium"]
    assert gazetteer().by_form("Dominican")[0][0].id == "dominican-republic"


def test_the_worlds_states_are_there() -> None:
    states = [e for e in gazetteer() if e.kind == "State"]
    data = read(ontology("actors", "states.yaml"))["entries"]
    codes = Counter(entry["iso"] for entry in data if "iso" in entry)
    # 193 members, the Vatican and Palestine, Kosovo and Taiwan, Hong Kong, Macau and Western Sahara
    assert len(codes) == 193 + 2 + 2 + 3
    assert max(codes.values()) == 1
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in codes)
    assert all("wikidata" in entry for entry in data if "iso" in entry)
    assert len(states) >= 220
    known = {"united-states": "Q30", "russia": "Q159", "ukraine": "Q212", "china": "Q148", "germany": "Q183"}
    for id_, wikidata in known.items():
        entry = gazetteer().by_id(id_)
        assert entry is not None
        assert entry.wikidata == wikidata


def test_data_is_clean() -> None:
    entries = list(gazetteer())
    assert len(entries) > 800
    names = Counter(e.name for e in entries)
    assert not [name for name, n in names.items() if n > 1]
    numbers = Counter(e.wikidata for e in entries if e.wikidata)
    assert not [number for number, n in numbers.items() if n > 1]
    assert all(re.fullmatch(r"Q[1-9]\d*", number) for number in numbers)
    for entry in entries:
        assert entry.id == slug(entry.id), entry.id
        forms = [form for form, _ in entry.forms()]
        assert all(form == " ".join(form.split()) and form for form in forms), entry.id
        assert all(form.startswith("the ") for form in entry.descriptions), entry.id
        assert entry.organ_of != entry.id


def test_ids_of_states_are_their_names() -> None:
    assert [e.id for e in gazetteer() if e.kind == "State" and e.id != slug(e.name)] == []


def test_preferences_are_about_forms_that_exist() -> None:
    path = ontology("actors", "ambiguous.yaml")
    for form in read(path)["forms"]:
        meanings = {entry.id for entry, _ in gazetteer().by_form(form)}
        assert len(meanings) > 1, form
        assert meanings >= set(strings(path, "forms", form)), form


def test_names_that_are_no_actors_do_not_hide_an_actors_name() -> None:
    names = strings(ontology("actors", "not-actors.yaml"), "names")
    assert len(names) == len(set(names))
    assert [name for name in names if any(name in (e.name, *e.aliases) for e in gazetteer())] == []


def test_all_files_are_read() -> None:
    others = {"ambiguous.yaml", "holders.yaml", "not-actors.yaml", "titles.yaml"}
    assert {path.name for path in ontology("actors").glob("*.yaml")} == set(FILES) | others


def test_title_lists_have_no_word_twice() -> None:
    path = ontology("actors", "titles.yaml")
    for key in ("modifiers", "portfolios", "honorifics"):
        words = strings(path, key)
        assert [w for w, n in Counter(words).items() if n > 1] == [], key
        assert all(w == w.lower() for w in words)


def test_a_small_gazetteer_of_ones_own() -> None:
    own = Gazetteer(
        [
            Entry("a", "Aland", "State", adjectives=("Alandic",), metonyms=("Capital",)),
            Entry("b", "Bodia", "State", metonyms=("Capital",)),
        ],
        preferences={"Capital": ["b"]},
        others=["Capital Gains"],
    )
    assert [e.id for e, _ in own.by_form("Capital")] == ["b", "a"]
    assert own.forms().match(["Capital", "Gains"], 0) == (2, [])
    assert own.by_id("c") is None
    assert len(own) == 2


def test_normalise() -> None:
    assert normalise("The U.N.") == "un"
    assert normalise("São  Tomé") == "sao tome"
    assert normalise("Guinea-Bissau") == normalise("guinea bissau")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ("- {id: a, name: A}\n- {id: a, name: B}\n", "'a' is given twice"),
        ("- {id: a, name: A, capital: C}\n", "unknown field 'capital'"),
        ("- {id: a, name: A, aliases: no}\n", "aliases must be a list"),
        ("- {id: a}\n", "text field 'name'"),
        ("- {id: a, name: A, organ_of: b}\n", "no entry has the id 'b'"),
    ],
)
def test_malformed_data_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: str, said: str
) -> None:
    folder = tmp_path / "ontology" / "actors"
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text("entries: []\n", encoding="utf-8")
    (folder / "states.yaml").write_text("entries:\n" + states, encoding="utf-8")
    (folder / "ambiguous.yaml").write_text("forms: {}\n", encoding="utf-8")
    (folder / "not-actors.yaml").write_text("names: []\n", encoding="utf-8")
    monkeypatch.setenv("KG_HOME", str(tmp_path))
    with pytest.raises(DataFileError, match=said):
        gazetteer.__wrapped__()

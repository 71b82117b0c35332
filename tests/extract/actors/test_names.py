from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import find_times
from kg.extract import extract
from kg.lexicon import read
from kg.model import Article, Extraction

CASES = read(Path(__file__).with_name("names.yaml"))["cases"]


@cache
def extractions() -> list[Extraction]:
    articles = [
        Article(f"a{n}", f"a{n}.txt", case["text"], published="2022-03-15") for n, case in enumerate(CASES)
    ]
    dated = [find_times(doc) for doc in annotate(articles)]
    return [extract(doc, find_clauses(doc)) for doc in dated]


def test_every_case_is_collected() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert sum(kinds.values()) > 150
    assert all(n >= 5 for kind, n in kinds.items() if kind not in ("lists", "names"))


@pytest.mark.parametrize("n", range(len(CASES)), ids=lambda n: f"{CASES[n]['kind']}-{n}")
def test_case(n: int) -> None:
    case, found = CASES[n], extractions()[n]
    name = {actor.key: actor.name for actor in found.actors}
    persons = {actor.name for actor in found.actors if actor.kind == "Person"}
    if case.get("one_of"):
        assert len(persons) == 1 and persons <= set(case["persons"])
    elif "persons" in case:
        assert persons == set(case["persons"])
    posts = {
        f"{name[p.person]} = {p.title}" + (f" @ {name[p.within]}" if p.within else "")
        for p in found.positions
    }
    assert posts >= set(case.get("posts", ()))
    assert set(name.values()) >= set(case.get("bodies", ()))
    assert not set(name.values()) & set(case.get("nobody", ()))
    for words, speaker in case.get("says", {}).items():
        assert {name[s.speaker] for s in found.statements if words in s.text} == {speaker}
    if "meets" in case:
        assert any({name[k] for k in m.participants} == set(case["meets"]) for m in found.meetings)

"""Who is who in an article: ``cases/actors.yaml``."""

from __future__ import annotations

from typing import Any

import pytest
from casting import cases, extraction

from kg import lexicon
from kg.extract.actors.naming import Naming, naming
from kg.extract.actors.persons import same_person

CASES = cases("actors.yaml")


def test_enough_cases() -> None:
    assert len(CASES) >= 40
    assert sum(case["rule"].startswith("near-miss") for case in CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_actors(case: dict[str, Any]) -> None:
    found = extraction(case["text"])
    assert {a.name: a.kind for a in found.actors} == case["actors"]
    by_name = {a.name: a for a in found.actors}
    for name, forms in case.get("names", {}).items():
        assert set(forms) <= set(by_name[name].aliases)
    key = {a.key: a.name for a in found.actors}
    for name, owner in case.get("organ_of", {}).items():
        assert key[by_name[name].organ_of or ""] == owner
    if "member_of" in case:
        members = {a.name: key[a.member_of[0]] for a in found.actors if a.member_of}
        assert members == case["member_of"]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_evidence_is_exact_and_shows_each_form_once(case: dict[str, Any]) -> None:
    for actor in extraction(case["text"]).actors:
        quotes = [piece.span.of(case["text"]) for piece in actor.evidence]
        assert quotes
        assert len(set(quotes)) == len(quotes)
        assert all(piece.sentence.covers(piece.span) for piece in actor.evidence)


def test_every_word_list_is_read() -> None:
    """No list of names.yaml is forgotten, none is empty."""
    renamed = {"organization_joiners": "joiners", "never_names": "never"}
    assert {renamed.get(key, key) for key in lexicon.lexicon("names")} == set(Naming.__dataclass_fields__)
    assert all(len(getattr(naming(), field)) for field in Naming.__dataclass_fields__)


@pytest.mark.parametrize(
    ("known", "form", "same"),
    [
        ("Joseph R. Harlan, Jr.", "Joe Harlan", True),
        ("Ivan Petrov", "I. Petrov", True),
        ("Ivan Petrov", "Anna Petrov", False),
        ("Ivan Petrov", "Ivan Orlov", False),
        ("Hamad al-Rashid", "Rashid", True),
        ("Kim Dae-ho", "Kim", True),
        ("Jose Maria Lopez Ruiz", "Lopez Ruiz", True),
    ],
)
def test_one_person(known: str, form: str, same: bool) -> None:
    assert same_person(known, form) is same

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Dataset

from kg.ask import Guess, understand
from kg.ask.phrases import phrases
from kg.query import catalogue, run

HERE = Path(__file__).parent
QUESTIONS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (HERE / "questions.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def graph() -> Dataset:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(HERE / "graph.trig", format="trig")
    return ds


def fits(guess: Guess, wanted: str) -> bool:
    name, *options = shlex.split(wanted)
    params = {
        option.removeprefix("--"): value for option, value in zip(options[::2], options[1::2], strict=True)
    }
    found = {key.replace("_", "-"): value for key, value in guess.params.items()}
    return guess.query.name == name and {k: v.lower() for k, v in found.items()} == {
        k: v.lower() for k, v in params.items()
    }


def right(graph: Dataset, case: dict[str, Any]) -> str:
    """Tell how a question was understood: run, offered among three, or wrong."""
    reading = understand(graph, case["ask"])
    hits = [any(fits(guess, wanted) for wanted in case["is"]) for guess in reading.guesses]
    if reading.sure:
        return "run" if hits[0] else "wrong"
    return "offered" if any(hits) else "missed"


def rate(graph: Dataset, part: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"run": [], "offered": [], "wrong": [], "missed": []}
    for case in QUESTIONS[part]:
        found[right(graph, case)].append(case["ask"])
    return found


def test_questions_were_collected() -> None:
    assert {part: len(cases) for part, cases in QUESTIONS.items()} == {"tuned": 131, "unseen": 62}
    asked = [case["ask"] for cases in QUESTIONS.values() for case in cases]
    assert len(set(asked)) == len(asked)
    known = catalogue()
    for cases in QUESTIONS.values():
        for case in cases:
            for wanted in case["is"]:
                name, *options = shlex.split(wanted)
                assert name in known, wanted
                for option in options[::2]:
                    known[name].param(option.removeprefix("--"))


def test_the_questions_ask_most_of_the_catalogue() -> None:
    asked = {
        shlex.split(wanted)[0] for cases in QUESTIONS.values() for case in cases for wanted in case["is"]
    }
    assert len(asked) >= 45
    assert len({shlex.split(wanted)[0] for case in QUESTIONS["unseen"] for wanted in case["is"]}) >= 35


@pytest.mark.parametrize(("part", "run", "found", "wrong"), [("tuned", 125, 129, 1), ("unseen", 61, 62, 0)])
def test_rate(graph: Dataset, part: str, run: int, found: int, wrong: int) -> None:
    """Floors, which go up only: questions run as they should be, or at least offered; and run as another."""
    rated = rate(graph, part)
    told = {what: len(cases) for what, cases in rated.items()}
    assert told["run"] >= run, rated
    assert told["run"] + told["offered"] >= found, rated
    assert told["wrong"] <= wrong, rated


def test_what_is_understood_can_be_run(graph: Dataset) -> None:
    """Whatever is understood, rightly or not, is a query with parameters that it takes."""
    for case in QUESTIONS["unseen"][::6]:
        for guess in understand(graph, case["ask"]).guesses[:1]:
            run(graph, guess.query.name, **guess.params)
            assert shlex.split(guess.command)[:3] == ["kg", "query", guess.query.name]


def test_wordings_are_of_queries_that_there_are() -> None:
    known = catalogue()
    assert set(phrases().queries) <= set(known)
    assert len(phrases().queries) >= 49
    names = {param.name for query in known.values() for param in query.params}
    assert set(phrases().values) <= names
    choices = {choice for query in known.values() for param in query.params for choice in param.choices}
    for name in ("stance", "mode", "kind", "outcome"):
        assert set(phrases().values[name]) <= choices

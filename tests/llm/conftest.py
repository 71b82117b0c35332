"""Articles of our own, read once by the rules, for all tests of the second reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.llm import Settings, Sheet
from kg.llm.data import guide

FERRY = """Sarnia and Belmora resume talks over the Kettle canal

PORT ELSIN, March 14, 2031 (Coast Wire) - Envoys of Sarnia and Belmora met in Port Elsin on Wednesday for a third round
of talks on the Kettle canal.

Sarnia's foreign minister, Odile Marchetti, said her country had asked Belmora to withdraw its tugs from the canal.
"We cannot wait until summer," Marchetti told reporters.

Belmora rejected the demand on Thursday. A fourth round is planned for March 28.
"""
STRIKE = """WELLMARK, June 3, 2030 (Coast Wire) - The Tram Workers' Union on Monday turned down the city's offer of four
per cent.

Union leader Basil Oduro said the offer "insults the night shift". The city of Wellmark called on the union to return
to the table.
"""
FERRY_ANSWER: dict[str, Any] = {
    "actors": [
        {"name": "Sarnia", "kind": "State", "aliases": ["Sarnia", "her country"]},
        {"name": "Belmora", "kind": "State", "aliases": ["Belmora"]},
        {"name": "Odile Marchetti", "kind": "Person", "aliases": ["Odile Marchetti", "Marchetti"]},
    ],
    "positions": [
        {
            "person": "Odile Marchetti",
            "title": "foreign minister",
            "within": "Sarnia",
            "evidence": [{"sentence": 3, "quote": "foreign minister"}],
        }
    ],
    "meetings": [
        {
            "kind": "Talks",
            "participants": ["Sarnia", "Belmora"],
            "status": "Held",
            "when": {"sentence": 2, "quote": "Wednesday"},
            "place": "Port Elsin",
            "host": None,
            "round": 3,
            "topic": "the Kettle canal",
            "outcome": None,
            "evidence": [
                {"sentence": 2, "quote": "Envoys of Sarnia and Belmora met in Port Elsin on Wednesday"}
            ],
        },
        {
            "kind": "Talks",
            "participants": ["Sarnia", "Belmora"],
            "status": "Planned",
            "when": {"sentence": 6, "quote": "March 28"},
            "place": None,
            "host": None,
            "round": 4,
            "topic": None,
            "outcome": None,
            "evidence": [{"sentence": 6, "quote": "A fourth round is planned for March 28"}],
        },
    ],
    "proposals": [
        {
            "key": "p1",
            "proposers": ["Sarnia"],
            "addressees": ["Belmora"],
            "form": "Demand",
            "submitted": None,
            "published": None,
            "topic": None,
            "provisions": [{"sentence": 3, "quote": "withdraw its tugs from the canal"}],
            "evidence": [{"sentence": 3, "quote": "her country had asked Belmora to withdraw its tugs"}],
        }
    ],
    "responses": [
        {
            "respondents": ["Belmora"],
            "recipients": ["Sarnia"],
            "status": "Given",
            "proposal": "p1",
            "when": {"sentence": 5, "quote": "Thursday"},
            "form": None,
            "stance": "Rejected",
            "evidence": [{"sentence": 5, "quote": "Belmora rejected the demand on Thursday"}],
        }
    ],
    "statements": [
        {
            "speaker": "Odile Marchetti",
            "mode": "Indirect",
            "verb": "say",
            "evidence": [
                {
                    "sentence": 3,
                    "quote": "her country had asked Belmora to withdraw its tugs from the canal",
                }
            ],
        },
        {
            "speaker": "Odile Marchetti",
            "mode": "Direct",
            "verb": "tell",
            "evidence": [{"sentence": 4, "quote": "We cannot wait until summer"}],
        },
    ],
}
EMPTY: dict[str, Any] = {part: [] for part in FERRY_ANSWER}


def read(folder: Path, **texts: str) -> list[Sheet]:
    """Return the sheets of articles by name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return list(pipeline.sheets(pipeline.collect(folder)))


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The sheet of the article on the canal."""
    (sheet,) = read(tmp_path_factory.mktemp("ferry"), ferry=FERRY)
    return sheet


@pytest.fixture(scope="session")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The sheet of the article on the trams."""
    (sheet,) = read(tmp_path_factory.mktemp("strike"), strike=STRIKE)
    return sheet


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    """The sheets of the examples that models are shown, by kind."""
    folder = tmp_path_factory.mktemp("examples")
    lines = [
        json.dumps({"id": e.kind, "published": e.published, "text": "\n\n".join(e.sentences)})
        for e in guide().examples.values()
    ]
    (folder / "examples.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return {sheet.article.name: sheet for sheet in pipeline.sheets(pipeline.collect(folder))}


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with a cache of the test's own and no patience."""

    def make(**given: Any) -> Settings:
        usual: dict[str, Any] = {
            "model": "fake-1",
            "cache": tmp_path / "llm.sqlite",
            "backoff": 0.001,
            "tries": 3,
            "timeout": 5.0,
        }
        return Settings(**(usual | given))

    return make

"""Commands that tell how the reading went: ``kg annotate --explain`` and ``kg evaluate --reliability``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kg.evaluate.report import CLAIMS
from tests.conftest import ARTICLES, ROOT, Run

RunKg = Callable[..., Run]
EVALUATION = ROOT / "tests" / "data" / "evaluate"


def test_explain(tmp_path: Path, run_kg: RunKg) -> None:
    source = tmp_path / "note.txt"
    source.write_text(
        "Peru's envoy Rosa Quispe said the bridge would open. Chile did not comment.\n", encoding="utf-8"
    )
    done = run_kg("annotate", source, "--explain")
    assert done.code == 0
    first, blank, *rest = done.out.splitlines()
    assert first == "note.txt (no date)"
    assert blank == ""
    kinds = {line.split()[0] for line in rest if line.startswith("    ")}
    assert kinds == {"clause", "claim", "none"}
    assert any("said" in line or "say" in line for line in rest)


def test_explain_tells_every_article(run_kg: RunKg) -> None:
    done = run_kg("annotate", ARTICLES, "--explain")
    assert done.code == 0
    titles = [line for line in done.out.splitlines() if line and not line[0].isdigit() and line[0] != " "]
    assert sorted(title.split(" (")[0] for title in titles) == sorted(p.name for p in ARTICLES.iterdir())
    # the same words, the same account
    assert run_kg("annotate", ARTICLES, "--explain").out == done.out


def test_explain_of_nothing(tmp_path: Path, run_kg: RunKg) -> None:
    done = run_kg("annotate", tmp_path, "--explain")
    assert done.code != 0
    assert done.out == ""


def test_reliability(sample_folder: Path, run_kg: RunKg) -> None:
    gold = ROOT / "tests" / "gold"
    without = run_kg("evaluate", gold, "--graph", sample_folder / "out")
    done = run_kg("evaluate", gold, "--graph", sample_folder / "out", "--reliability")
    assert done.code == without.code == 0
    assert done.out.startswith(without.out)
    bands, types = done.out.removeprefix(without.out).strip().split("\n\n")
    heading, *rows, total = bands.splitlines()
    assert heading.split() == ["confidence", "claims", "mean", "right", "mostly", "right"]
    assert total.startswith("expected calibration error 0.")
    heading, *kinds = types.splitlines()
    assert heading.split() == ["type", "claims", "mean", "right", "error"]
    assert [line.split()[0] for line in kinds] == list(CLAIMS)
    assert (
        sum(int(line.split()[3]) for line in rows)
        == sum(int(line.split()[1]) for line in kinds)
        == int(total.split()[-2])
        > 300
    )


def test_reliability_where_nothing_has_confidence(run_kg: RunKg) -> None:
    done = run_kg("evaluate", EVALUATION / "gold", "--graph", EVALUATION / "graph.trig", "--reliability")
    assert done.code == 0
    assert "expected calibration error 0.000 over 0 claims\n" in done.out
    assert done.out.endswith("error\n")


def test_groups(tmp_path: Path, run_kg: RunKg) -> None:
    command = ("evaluate", EVALUATION / "gold", "--graph", EVALUATION / "graph.trig")
    kinds, folds = tmp_path / "kinds.yaml", tmp_path / "folds.json"
    kinds.write_text("harbour: trade\n", encoding="utf-8")
    folds.write_text('{"harbour": 1, "unread": 0}', encoding="utf-8")
    without = run_kg(*command)
    done = run_kg(*command, "--groups", kinds, "--groups", folds)
    assert done.code == 0
    assert done.out.startswith(without.out)
    first, second = done.out.removeprefix(without.out).strip().split("\n\n")
    assert [line.split()[0] for line in first.splitlines()[1:-1]] == ["trade", "(no", "(all)"]
    assert [line.split()[:2] for line in second.splitlines()[1:-1]] == [
        ["0", "1"],
        ["1", "1"],
        ["(all)", "2"],
    ]

    told = json.loads(
        run_kg(*command, "--groups", kinds, "--groups", folds, "--reliability", "--format", "json").out
    )
    assert [(row["grouping"], row["group"]) for row in told if row["type"] == "overall"] == [
        (None, None),
        ("kinds", "trade"),
        ("kinds", "(no group)"),
        ("folds", "0"),
        ("folds", "1"),
    ]
    meetings = [row for row in told if row["type"] == "meetings" and row["group"] == "trade"]
    assert [(row["articles"], row["f1"], row["precision"], row["recall"]) for row in meetings] == [
        (1, 0.725, 0.725, 0.725)
    ]
    assert meetings[0]["calibration_error"] is None


def test_groups_that_cannot_be_read(tmp_path: Path, run_kg: RunKg) -> None:
    done = run_kg("evaluate", EVALUATION / "gold", "--graph", "none.trig", "--groups", tmp_path / "none.json")
    assert done.code == 2
    assert "none.json: cannot be read" in done.err

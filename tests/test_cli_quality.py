"""Commands that tell how the reading went: ``kg annotate --explain`` and ``kg evaluate --reliability``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
    table = done.out.removeprefix(without.out).splitlines()
    assert table[1].split() == ["confidence", "claims", "mean", "right", "mostly", "right"]
    assert table[-1].startswith("expected calibration error 0.")
    claims = [int(line.split()[3]) for line in table[2:-1]]
    assert sum(claims) == int(table[-1].split()[-2]) > 300


def test_reliability_where_nothing_has_confidence(run_kg: RunKg) -> None:
    done = run_kg("evaluate", EVALUATION / "gold", "--graph", EVALUATION / "graph.trig", "--reliability")
    assert done.code == 0
    assert done.out.endswith("expected calibration error 0.000 over 0 claims\n")

"""Makes the case of a query, or adds runs to it: ``python tests/queries/case.py NAME [PARAM=VALUE ...]``.

It runs ``queries/*/NAME.rq`` over ``tests/queries/NAME/data.trig``, or over ``shared.trig`` if that is not there, and
writes the rows to ``tests/queries/NAME/expected.json``: without values at first, then once with each that is given
alone. Read the rows before you commit them: the test holds that they stay what they are, not that they are right.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from kg.errors import KGError
from kg.query import run
from tests.queries.conftest import data, runs
from tests.query.conftest import CASES, load


def text(cases: list[dict[str, Any]]) -> str:
    """Return cases as JSON with a row to a line."""
    parts = []
    for case in cases:
        rows = ",\n      ".join(json.dumps(row, ensure_ascii=False) for row in case["rows"])
        params = json.dumps(case["params"], ensure_ascii=False)
        parts.append(f'  {{\n    "params": {params},\n    "rows": [\n      {rows}\n    ]\n  }}')
    return "[\n" + ",\n".join(parts) + "\n]\n"


def main(name: str, *values: str) -> int:
    """Write the case of the query ``name``; return the exit code."""
    graph = load("default", data(name))
    cases = runs(name)
    wanted: list[dict[str, str]] = [] if cases else [{}]
    wanted += [dict([value.split("=", 1)]) for value in values]
    try:
        cases += [
            {"params": params, "rows": [list(row) for row in run(graph, name, **params).rows]}
            for params in wanted
        ]
    except KGError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return error.exit_code
    (CASES / name).mkdir(exist_ok=True)
    (CASES / name / "expected.json").write_text(text(cases), encoding="utf-8")
    print(f"wrote {CASES / name / 'expected.json'}: {len(cases)} runs; read their rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

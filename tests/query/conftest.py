from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset

CASES = Path(__file__).parents[1] / "queries"
STORES = ("default", "Oxigraph")

Load = Callable[[str], Dataset]


def load(store: str, trig: str) -> Dataset:
    ds = Dataset(store=store, default_union=True)
    ds.parse(data=trig, format="trig")
    return ds


@pytest.fixture(params=STORES)
def harbour(request: pytest.FixtureRequest) -> Dataset:
    """A few actors with names that are easily mistaken, in two articles, on each store."""
    return load(request.param, (Path(__file__).parent / "harbour.trig").read_text(encoding="utf-8"))

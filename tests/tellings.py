"""Graphs for what is told of them: the story of ``tests.graphs`` with what follows from it, and two articles at odds."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset

from kg.derive import derive
from tests import graphs


def story() -> Dataset:
    """Borduria and Syldavia, told by two articles, with the derived graph."""
    ds = graphs.dataset()
    derive(ds)
    return ds


def dispute() -> Dataset:
    """Two articles that disagree, whose texts try to break out of where they are shown."""
    text = (Path(__file__).parent / "telling_dispute.trig").read_text(encoding="utf-8")
    ds = Dataset(store="Oxigraph", default_union=True)
    # ESC is a control character that no RDF file could show here
    ds.parse(data=text.replace("ESC", "\\u001B[31m"), format="trig")
    derive(ds)
    return ds

"""Graphs for what is told of them: the story of ``tests.graphs`` with what follows from it; two articles at odds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rdflib import Dataset

from kg.derive import derive
from kg.telling import Line, Page
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


GRAPHS = {"story": story, "dispute": dispute}


def told(page: Page) -> dict[str, list[Any]]:
    """Return a page as cases give it: heading to lines, a line with others under it as a mapping."""
    return {section.heading: [_line(line) for line in section.lines] for section in page.sections}


def _line(line: Line) -> Any:
    pieces = (
        f"[{line.when}]" if line.when else "",
        f"{line.label}:" if line.label else "",
        line.text,
        f"({'; '.join(line.notes)})" if line.notes else "",
    )
    said = " ".join(filter(None, pieces))
    return {said: [_line(part) for part in line.parts]} if line.parts else said

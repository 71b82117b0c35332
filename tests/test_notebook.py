"""The catalogue as functions, what notebooks show, and the tour of docs/python.md, run."""

from __future__ import annotations

import contextlib
import html
import inspect
import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import kg
from kg.errors import QueryError
from kg.model import SHOWN, Table
from kg.query import catalogue
from tests.conftest import ROOT

PAGE = (ROOT / "docs/python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|text)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
HOSTILE = "<script>alert(1)</script> & \"x\" 'y'"


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    @property
    def names(self) -> set[str]:
        return {tag for tag, _ in self.found}


def test_blocks_were_collected() -> None:
    assert [kind for kind, _ in BLOCKS].count("python") == 14
    assert [kind for kind, _ in BLOCKS].count("text") == 13


def test_the_tour_runs(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(sample_folder / "samples")
    monkeypatch.chdir(tmp_path)
    built = kg.Graph.load(sample_folder / "out")
    monkeypatch.setattr(kg, "build", lambda _: built)
    names: dict[str, object] = {"__name__": "tour"}
    printed = ""
    for kind, text in BLOCKS:
        if kind == "text":
            assert printed == text
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(text, "docs/python.md", "exec"), names)
        printed = out.getvalue()
    assert (tmp_path / "network.html").is_file()


# ------------------------------------------------------------------------------------------------ functions


def test_every_query_is_a_function(sample_graph: kg.Graph) -> None:
    queries = sample_graph.queries
    assert len(queries) == len(catalogue()) >= 22
    for name, query in catalogue().items():
        ask = getattr(queries, name.replace("-", "_"))
        assert name in queries
        assert ask.__name__ in dir(queries)
        assert ask.__doc__.startswith(f"{query.title}.")
        signature = inspect.signature(ask)
        assert list(signature.parameters) == [param.name for param in query.params]
        assert signature.return_annotation is Table
        for param in query.params:
            assert f"    {param.name}: " in ask.__doc__
            parameter = signature.parameters[param.name]
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
            assert (parameter.default is inspect.Parameter.empty) == param.required


def test_functions_answer_as_queries_do(sample_graph: kg.Graph) -> None:
    assert sample_graph.queries.timeline(actor="Russia") == sample_graph.query("timeline", actor="Russia")
    assert sample_graph.queries["who-met-whom"]() == sample_graph.query("who-met-whom")
    assert list(sample_graph.queries) == list(catalogue())
    assert "timeline" in repr(sample_graph.queries)


def test_functions_that_there_are_not(sample_graph: kg.Graph) -> None:
    with pytest.raises(AttributeError, match="no query is called 'timelin'; did you mean timeline"):
        _ = sample_graph.queries.timelin
    assert not hasattr(sample_graph.queries, "_ipython_display_")
    with pytest.raises(QueryError, match="query timeline has no parameter 'actr'"):
        sample_graph.queries.timeline(actr="Russia")
    with pytest.raises(QueryError, match="query evidence needs --thing"):
        sample_graph.queries.evidence()


def test_free_words(sample_graph: kg.Graph) -> None:
    assert sample_graph.ask("who met whom?") == sample_graph.query("who-met-whom")
    with pytest.raises(QueryError, match="is like no question that I know"):
        sample_graph.ask("bananas")


# ------------------------------------------------------------------------------------------------ shown


def test_data_frame() -> None:
    table = Table("t", ("name", "n", "share"), (("a", 1, 0.5), ("b", None, None), (None, 3, 1.0)))
    frame = table.df
    assert list(frame.columns) == ["name", "n", "share"]
    assert str(frame["n"].dtype) == "Int64"
    assert frame["n"].sum() == 4
    assert frame.isna().sum().to_dict() == {"name": 1, "n": 1, "share": 1}
    assert list(Table("t", ("a",), ()).df.columns) == ["a"]


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'parley-kg\[notebook\]'"):
        _ = Table("t", ("a",), ()).df


def test_a_table_shows_text_as_text() -> None:
    shown = Table("t", ("a", HOSTILE), ((HOSTILE, 1000), (None, 0.25)), ("A", HOSTILE))._repr_html_()
    assert Tags(shown).names == {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert shown.count(html.escape(HOSTILE)) == 2
    assert ">1,000</td>" in shown
    assert "<p>2 rows</p>" in shown


def test_a_long_table_is_cut() -> None:
    shown = Table("t", ("n",), tuple((n,) for n in range(1234)))._repr_html_()
    assert shown.count("<tr>") == SHOWN + 1
    assert f"the first {SHOWN} of 1,234 rows; .df has all" in shown


def test_a_graph_shows_what_it_holds(sample_graph: kg.Graph) -> None:
    shown = sample_graph._repr_html_()
    assert Tags(shown).names == {"table", "thead", "tbody", "tr", "th", "td"}
    assert "<td>articles</td>" in shown


def test_the_network_is_shut_in_a_frame(sample_graph: kg.Graph) -> None:
    page = sample_graph.network()
    ((tag, attrs),) = Tags(page._repr_html_()).found
    assert tag == "iframe"
    # a frame of another origin: its script sees neither the notebook nor its cookies
    assert attrs["sandbox"] == "allow-scripts"
    assert attrs["srcdoc"] == page.html
    assert attrs["title"]

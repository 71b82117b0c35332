from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.errors import DataFileError, InputError, KGError
from kg.model import Article, Clauses, Document, Extraction, Issue
from tests.conftest import ARTICLES


def _saved(graph: kg.Graph, path: Path) -> bytes:
    return graph.save(path).read_bytes()


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    return kg.build(ARTICLES)


def test_same_bytes_whatever_the_order_and_the_processes(
    graph: kg.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _saved(graph, tmp_path / "a.trig")
    assert expected == _saved(kg.build(ARTICLES), tmp_path / "again.trig")
    files = sorted(ARTICLES.iterdir())
    for seed in range(3):
        random.Random(seed).shuffle(files)
        assert _saved(kg.build(files), tmp_path / f"{seed}.trig") == expected
    monkeypatch.setattr(pipeline, "GROUP", 1)
    alone = _saved(kg.build(ARTICLES, jobs=1), tmp_path / "one.trig")
    assert _saved(kg.build(reversed(files), jobs=2), tmp_path / "two.trig") == alone


def test_an_article_read_twice_counts_once(graph: kg.Graph, tmp_path: Path) -> None:
    shutil.copytree(ARTICLES, tmp_path / "copy")
    twice = kg.build([ARTICLES, tmp_path / "copy"])
    assert _saved(twice, tmp_path / "a.nq") == _saved(graph, tmp_path / "b.nq")


def test_articles_come_in_order_of_their_ids_and_dated() -> None:
    articles = pipeline.collect(sorted(ARTICLES.iterdir(), reverse=True))
    assert [article.id for article in articles] == sorted(article.id for article in articles)
    assert [article.published for article in articles] == ["2026-03-10", "2026-03-03", "2026-03-20"]


def test_the_base_can_be_set(tmp_path: Path) -> None:
    base = "https://example.org/negotiations/"
    graph = kg.build(ARTICLES / "addis-reply.txt", base=base)
    subjects = {str(subject) for subject in graph.dataset.subjects()}
    assert subjects
    assert all(subject.startswith(base) for subject in subjects)


def _failing(on: str, error: Exception) -> object:
    from kg.extract import extract

    def fail(doc: Document, clauses: Clauses) -> Extraction:
        if doc.article.name.startswith(on):
            raise error
        return extract(doc, clauses)

    return fail


def test_a_failing_extraction_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.extract", _failing("addis", RuntimeError("no\nway")))
    seen: list[Issue] = []
    graph = kg.build(ARTICLES, report=seen.append)
    errors = [issue for issue in graph.issues if issue.level == "error"]
    assert [issue for issue in seen if issue.level == "error"] == errors
    (issue,) = errors
    assert "addis-reply.txt" in issue.where
    assert "RuntimeError: no way" in issue.message
    assert dict(graph.stats().rows)["articles"] == 2
    assert "addis-reply.txt" in graph.report()


def test_a_failing_extraction_ends_a_strict_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.extract", _failing("addis", RuntimeError("no way")))
    with pytest.raises(KGError, match="addis-reply"):
        kg.build(ARTICLES, strict=True)


def test_a_broken_data_file_is_no_fault_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.extract", _failing("addis", DataFileError("x.yaml", "bad", line=3)))
    with pytest.raises(DataFileError, match="bad"):
        kg.build(ARTICLES)


def test_a_failing_annotation_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.annotate

    real = kg.annotate.annotate

    def fail(articles: list[Article], *, model: str | None = None) -> list[Document]:
        if any(article.name.startswith("addis") for article in articles):
            raise RuntimeError("too long")
        return list(real(articles, model=model))

    monkeypatch.setattr("kg.annotate.annotate", fail)
    graph = kg.build(ARTICLES)
    assert dict(graph.stats().rows)["articles"] == 2
    assert [issue.message for issue in graph.issues if issue.level == "error"] == [
        "annotation failed: RuntimeError: too long"
    ]


def test_nothing_to_build(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        kg.build(tmp_path / "nowhere")
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="nothing was built"):
        kg.build(tmp_path / "x.json")


def test_progress_counts_every_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "GROUP", 2)
    told: list[tuple[str, int, int]] = []
    kg.build(ARTICLES, progress=lambda stage, done, total: told.append((stage, done, total)))
    assert [entry for entry in told if entry[0] == "read"] == [("read", n, 0) for n in (1, 2, 3)]
    assert [entry for entry in told if entry[0] == "extract"] == [("extract", n, 3) for n in (0, 2, 3)]


def test_graph_in_python(graph: kg.Graph, tmp_path: Path) -> None:
    assert graph.query("timeline").rows
    assert "3 articles" in repr(graph)
    assert "<td>articles</td><td>3</td>" in graph._repr_html_()
    assert dict(graph.stats().rows)["triples"] == len(list(graph.dataset.quads()))
    page = graph.network().save(tmp_path / "network.html")
    assert page.read_text(encoding="utf-8") == graph.network().html
    assert not [issue for issue in graph.validate() if issue.level == "error"]
    assert graph.explain("actor/kenya").rows
    again = kg.Graph.load(graph.save(tmp_path / "g.trig"))
    assert again.stats() == graph.stats()
    assert again.report() == graph.report()


def test_a_folder_that_was_saved_is_loaded_again(graph: kg.Graph, tmp_path: Path) -> None:
    again = kg.Graph.load(graph.save(tmp_path / "out"))
    assert again.stats() == graph.stats()


def test_lazy_names() -> None:
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError):
        kg.nothing  # noqa: B018
